// P10, zero cost (paper, section 1: "zero impact on performance when a component is not being swapped"; section 3: the
// mediator "is used only during the swapping process and hence adds no overhead when not swapping").
// A call touches protocol state only if a swap of its reference was on at some time since it was made and before it
// entered an object; and once inside, only if a mediator has counted it. Activation and deactivation of threads are the
// system's own, and no part of a call.

import { monitor, violated } from '../engine/watch/property.js';
import { anyReference, perReference } from './listener.js';
import { drop, put, type Table } from './plainData.js';

type Cost = {
  readonly swapping: boolean;
  /** Calls not yet inside, `exposed` if they have met a swap; and those `counted`, which have an epilog to come. */
  readonly calls: Table<'fresh' | 'exposed' | 'counted'>;
};

const idle: Cost = { swapping: false, calls: {} };

const automaton = perReference<Cost>(idle, {
  invoke: (state, { call }) => ({ ...state, calls: put(state.calls, call, state.swapping ? 'exposed' : 'fresh') }),
  touch: (state, { call, ref }) => {
    const met = state.calls[call];
    if (met === 'exposed' || met === 'counted') return state;
    return violated(`call ${call} touches protocol state of ${ref} and has met no swap`);
  },
  counted: (state, { call }) =>
    state.calls[call] === 'exposed' ? { ...state, calls: put(state.calls, call, 'counted') } : state,
  enter: (state, { call }) => (state.calls[call] === 'counted' ? state : forget(state, call)),
  return: (state, { call }) => forget(state, call),
  swapStarted: (state) => ({ swapping: true, calls: expose(state.calls) }),
  swapEnded: (state) => (state.swapping ? { ...state, swapping: false } : state),
});

function forget(state: Cost, call: string): Cost {
  return call in state.calls ? { ...state, calls: drop(state.calls, call) } : state;
}

function expose(calls: Cost['calls']): Cost['calls'] {
  const met = Object.entries(calls).map(([call, how]) => [call, how === 'fresh' ? 'exposed' : how] as const);
  return Object.fromEntries(met);
}

/** zeroCost claims that calls pay nothing for hot-swapping while no swap is on. */
export const zeroCost = monitor(
  'zeroCost',
  { ...automaton, premise: anyReference((state) => !state.swapping && Object.values(state.calls).includes('fresh')) },
  { statement: 'a call that meets no swap touches no protocol state' },
);
