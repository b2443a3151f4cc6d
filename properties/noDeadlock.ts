// L1, no deadlock of recursive calls (paper, section 3: suspending "a component-recurring thread" would deadlock).
// Built in: no reachable state is a deadlock, and no thread but a daemon is stuck for ever. Its premise is that a
// nested call of a thread that is already inside the component was let through while new calls are held back.
// Assumes: no lock or condition across blocked calls, no hidden logical recursion (through another thread).

import { type BuiltInProperty, noDeadlock as builtIn, type Premise } from '../engine/explore/property.js';
import type { Event } from '../engine/program/event.js';
import type { Value } from '../engine/program/value.js';
import { anyReference, perReference } from './listener.js';
import { exclude, include, type Names, type Table, tally } from './plainData.js';

type Recursion = {
  readonly blocking: boolean;
  /** Frames per thread. */
  readonly inside: Table<number>;
  /** Threads inside of which a nested call has entered while the component was blocked. */
  readonly letThrough: Names;
};

const automaton = perReference<Recursion>(
  { blocking: false, inside: {}, letThrough: [] },
  {
    phase: (state, { phase }) => blocks(state, phase === 'block'),
    swapEnded: (state) => blocks(state, false),
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

const reached = anyReference<Recursion>((state) => state.letThrough.length > 0);

const recursionLetThrough: Premise = {
  init: automaton.init,
  on: (state: Value, event: Event) => automaton.on(state as Table<Recursion>, event) as Value,
  reached: (state: Value) => reached(state as Table<Recursion>),
};

/** noDeadlock claims that every state can move on, whatever recursion the blocked component has let through. */
export const noDeadlock: BuiltInProperty = Object.freeze({ ...builtIn, premise: recursionLetThrough });
