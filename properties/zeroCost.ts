// P10, zero cost (paper, section 1: "zero impact on performance when a component is not being swapped"; section 3: the
// mediator "is used only during the swapping process and hence adds no overhead when not swapping").
// A call touches protocol state only if a swap of its reference was on at some time since it was made and before it
// entered an object. Activation and deactivation of threads are the system's own, and not counted.

import { monitor, violated } from '../engine/explore/property.js';
import { anyReference, perReference } from './listener.js';
import { drop, put, type Table } from './plainData.js';

type Cost = {
  readonly swapping: boolean;
  /** Calls that may still touch: `fresh` has met no swap, `exposed` has, `mediated` has touched. */
  readonly calls: Table<'fresh' | 'exposed' | 'mediated'>;
};

const idle: Cost = { swapping: false, calls: {} };

const automaton = perReference<Cost>(idle, {
  invoke: (state, { call }) => ({ ...state, calls: put(state.calls, call, state.swapping ? 'exposed' : 'fresh') }),
  touch: (state, { call, ref }) => {
    const met = state.calls[call];
    if (met === 'mediated') return state;
    if (met === 'exposed') return { ...state, calls: put(state.calls, call, 'mediated') };
    return violated(`call ${call} touches protocol state of ${ref} and has met no swap`);
  },
  enter: (state, { call }) => (state.calls[call] === 'mediated' ? state : forget(state, call)),
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
  { ...automaton, witness: anyReference((state) => !state.swapping && Object.values(state.calls).includes('fresh')) },
  { statement: 'a call that meets no swap touches no protocol state' },
);
