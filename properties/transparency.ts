// P4, transparency (paper, section 1: "complete transparency to client components"; section 5, against Hjalmtysson and
// Gray, whose clients must recover from broken bindings and retry).
// A call may end with an exception only if the component raised it; one that a nested call raised may pass through the
// outer calls of its thread. A call that the mechanism refuses, or fails itself, violates it.

import { monitor, type Violation, violated } from '../engine/watch/property.js';
import type { EventData } from '../impl/events.js';
import { listen } from './listener.js';
import { exclude, include, isEmpty, type Names, type Table, tally } from './plainData.js';

type Exceptions = {
  /** Calls under way per thread. */
  readonly open: Table<number>;
  /** Threads with an exception of a component under way. */
  readonly raising: Names;
  /** References with a swap on, for the premise. */
  readonly swapping: Names;
};

const init: Exceptions = { open: {}, raising: [], swapping: [] };

const on = listen<Exceptions, Exceptions | Violation>({
  invoke: (state, _data, thread) => ({ ...calm(state, thread), open: tally(state.open, thread, 1) }),
  raised: (state, _data, thread) => ({ ...state, raising: include(state.raising, thread) }),
  return: (state, data, thread) =>
    'threw' in data ? ends(state, data, thread) : { ...calm(state, thread), open: tally(state.open, thread, -1) },
  swapStarted: (state, { ref }) => ({ ...state, swapping: include(state.swapping, ref) }),
  swapEnded: (state, { ref }) => ({ ...state, swapping: exclude(state.swapping, ref) }),
});

function ends(state: Exceptions, { call, ref }: EventData['return'], thread: string): Exceptions | Violation {
  if (!state.raising.includes(thread)) return violated(`call ${call} of ${ref} failed, and not by the component`);
  const open = tally(state.open, thread, -1);
  return thread in open ? { ...state, open } : { ...calm(state, thread), open };
}

function calm(state: Exceptions, thread: string): Exceptions {
  return state.raising.includes(thread) ? { ...state, raising: exclude(state.raising, thread) } : state;
}

/** transparency claims that no client sees a failure or a refusal that the component did not cause. */
export const transparency = monitor(
  'transparency',
  { init, on, premise: (state) => !isEmpty(state.open) && !isEmpty(state.swapping) },
  { statement: 'no call fails or is refused unless the component itself raised an exception' },
);
