// P8, the count matches (paper, section 3: "increments an in-flight call counter ... decrements the counter when these
// invocations return ... Once the call count reaches zero").
// A call that comes through a mediator enters the original only when it is counted; none is counted twice, uncounted
// without having been counted, or still counted when it returns. When the transfer begins the count is zero and the
// table empty, and so they stay: that is what makes them zero and empty at completed.

import { monitor, type Violation, violated } from '../engine/watch/property.js';
import type { EventData } from '../impl/events.js';
import { anyReference, hearsMediators, type MediatorAccess, perReference } from './listener.js';
import { drop, exclude, include, type Names, put, type Table } from './plainData.js';

type InFlight = {
  /** Per thread, its call that is not yet inside. */
  readonly coming: Table<string>;
  /** Calls that have come to the mediator of the swap that is on, and are not yet inside. */
  readonly mediated: Names;
  /** Calls counted by, and calls in the table of, whichever mediator. */
  readonly counted: Names;
  readonly tabled: Names;
  /** The mediator of the swap that is on, and how far it has come. */
  readonly mediator: number;
  readonly stage: 'open' | 'sealed' | 'over';
};

const idle: InFlight = { coming: {}, mediated: [], counted: [], tabled: [], mediator: -1, stage: 'over' };

const automaton = perReference<InFlight>(idle, {
  invoke: (state, { call }, thread) => ({ ...state, coming: put(state.coming, thread, call) }),
  counted: (state, data) => (data.delta > 0 ? countIn(state, data) : countOut(state, data)),
  tracked: (state, data) => track(state, data),
  enter: (state, data, thread) => enter(without(state, thread), data),
  return: (state, { call, ref }, thread) =>
    state.counted.includes(call)
      ? violated(`call ${call} of ${ref} returns and is still counted`)
      : arrived(without(state, thread), call),
  swapStarted: (state, { mediator }) => ({ ...state, mediator, mediated: [], stage: 'open' }),
  transferBegins: (state, { ref }) => seal(state, ref),
  phase: (state, { mediator, phase, processor }) =>
    mediator === state.mediator && phase === 'completed' && processor === undefined ? over(state) : state,
  // From here on the pointer leads past the mediator, and who has met that may go there uncounted.
  swung: over,
  swapEnded: over,
});

/** A call that has come to the mediator: its thread uses the mediator's memory on the way in. */
function access(state: InFlight, { thread, owner }: MediatorAccess): InFlight {
  const call = state.coming[thread];
  const isOn = state.stage !== 'over' && owner.mediator === state.mediator;
  return call === undefined || !isOn ? state : { ...state, mediated: include(state.mediated, call) };
}

function without(state: InFlight, thread: string): InFlight {
  return thread in state.coming ? { ...state, coming: drop(state.coming, thread) } : state;
}

function enter(state: InFlight, { call, ref }: EventData['enter']): InFlight | Violation {
  return state.mediated.includes(call) && !state.counted.includes(call)
    ? violated(`call ${call} enters ${ref} through mediator ${state.mediator} without being counted`)
    : arrived(state, call);
}

function arrived(state: InFlight, call: string): InFlight {
  return state.mediated.includes(call) ? { ...state, mediated: exclude(state.mediated, call) } : state;
}

function over(state: InFlight): InFlight {
  return { ...state, mediated: [], stage: 'over' };
}

function countIn(state: InFlight, { call, ref }: EventData['counted']): InFlight | Violation {
  if (state.counted.includes(call)) return violated(`call ${call} of ${ref} is counted twice`);
  if (state.stage === 'sealed') return violated(`call ${call} of ${ref} is counted after the transfer has begun`);
  return { ...state, counted: include(state.counted, call) };
}

function countOut(state: InFlight, { call, ref }: EventData['counted']): InFlight | Violation {
  if (!state.counted.includes(call)) return violated(`the count of ${ref} loses call ${call}, which it did not hold`);
  return { ...state, counted: exclude(state.counted, call) };
}

function track(state: InFlight, { call, ref, present }: EventData['tracked']): InFlight | Violation {
  if (!present) return { ...state, tabled: exclude(state.tabled, call) };
  if (state.stage === 'sealed') return violated(`call ${call} enters the table of ${ref} after the transfer has begun`);
  return { ...state, tabled: include(state.tabled, call) };
}

function seal(state: InFlight, ref: string): InFlight | Violation {
  const held = state.counted.length > 0 ? state.counted : state.tabled;
  if (held.length === 0) return { ...state, stage: 'sealed' };
  const where = held === state.counted ? 'counted' : 'in the table';
  return violated(`the transfer of ${ref} begins with ${held.join(', ')} still ${where}`);
}

/** countMatches claims that a mediator's count is the number of frames that it let through. */
export const countMatches = monitor(
  'countMatches',
  { ...automaton, facts: hearsMediators(idle, access), premise: anyReference((state) => state.counted.length > 0) },
  { statement: "the mediator's count is the number of calls that it let through, and zero from the transfer on" },
);
