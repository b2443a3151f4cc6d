// The premise of L1: a call is held back; where the calls of the workload are nested, a nested call of a thread that is
// already inside the component is let through while the component is blocked.

import type { Event } from '../engine/program/event.js';
import type { Value } from '../engine/program/value.js';
import type { PremiseAutomaton } from '../engine/watch/property.js';
import { anyReference, perReference } from './listener.js';
import { exclude, include, type Names, type Table, tally } from './plainData.js';

type Recursion = {
  readonly blocking: boolean;
  /** Calls held back. */
  readonly held: Names;
  /** Frames per thread. */
  readonly inside: Table<number>;
  /** Threads inside of which a nested call has entered while the component was blocked. */
  readonly letThrough: Names;
};

const automaton = perReference<Recursion>(
  { blocking: false, held: [], inside: {}, letThrough: [] },
  {
    // Of the processors that block by themselves, the first one tells.
    phase: (state, { phase, processor }) =>
      processor === undefined || phase === 'block' ? blocks(state, phase === 'block') : state,
    swapEnded: (state) => blocks(state, false),
    suspended: (state, { call }) => ({ ...state, held: include(state.held, call) }),
    resumed: (state, { call }) => ({ ...state, held: exclude(state.held, call) }),
    enter: (state, _data, thread) => {
      const recursive = state.blocking && thread in state.inside;
      const letThrough = recursive ? include(state.letThrough, thread) : state.letThrough;
      return { ...state, letThrough, inside: tally(state.inside, thread, 1) };
    },
    leave: (state, _data, thread) => {
      const inside = tally(state.inside, thread, -1);
      return thread in inside
        ? { ...state, inside }
        : { ...state, inside, letThrough: exclude(state.letThrough, thread) };
    },
  },
);

function blocks(state: Recursion, blocking: boolean): Recursion {
  return state.blocking === blocking ? state : { ...state, blocking };
}

const recursionLetThrough = premise((state) => state.letThrough.length > 0);
const callHeldBack = premise((state) => state.held.length > 0 || state.letThrough.length > 0);

function premise(test: (state: Recursion) => boolean): PremiseAutomaton {
  const reached = anyReference(test);
  return {
    init: automaton.init,
    on: (state: Value, event: Event) => automaton.on(state as Table<Recursion>, event) as Value,
    holds: (state: Value) => reached(state as Table<Recursion>),
  };
}

/** heldBack is the premise that a call is held back; where calls are `recursive`, that a nested one is let through. */
export function heldBack({ recursive = false }: { readonly recursive?: boolean } = {}): PremiseAutomaton {
  return recursive ? recursionLetThrough : callHeldBack;
}
