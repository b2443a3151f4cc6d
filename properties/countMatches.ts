// P8, the count matches (paper, section 3: "increments an in-flight call counter ... decrements the counter when these
// invocations return ... Once the call count reaches zero").
// A call that comes through a mediator enters the original only when it is counted; none is counted twice, uncounted
// without having been counted, or still counted when it returns. When the transfer begins the count is zero and the
// table empty, and so they stay: that is what makes them zero and empty at completed.

import { monitor, type Violation, violated } from '../engine/explore/property.js';
import type { EventData } from '../impl/events.js';
import { anyReference, perReference } from './listener.js';
import { drop, exclude, include, type Names, put, type Table } from './plainData.js';

type InFlight = {
  /** The mediator that each call not yet inside has come to. */
  readonly through: Table<number>;
  /** Calls counted by, and calls in the table of, whichever mediator. */
  readonly counted: Names;
  readonly tabled: Names;
  /** The mediator of the swap that is on, and how far it has come. */
  readonly mediator: number;
  readonly stage: 'open' | 'sealed' | 'over';
};

const idle: InFlight = { through: {}, counted: [], tabled: [], mediator: -1, stage: 'over' };

const automaton = perReference<InFlight>(idle, {
  touch: (state, { call, mediator }) =>
    state.through[call] === mediator ? state : { ...state, through: put(state.through, call, mediator) },
  counted: (state, data) => (data.delta > 0 ? countIn(state, data) : countOut(state, data)),
  tracked: (state, data) => track(state, data),
  enter: (state, data) => enter(state, data),
  return: (state, { call, ref }) =>
    state.counted.includes(call)
      ? violated(`call ${call} of ${ref} returns and is still counted`)
      : arrived(state, call),
  swapStarted: (state, { mediator }) => ({ ...state, mediator, stage: 'open' }),
  transferBegins: (state, { ref }) => seal(state, ref),
  phase: (state, { mediator, phase }) =>
    mediator === state.mediator && phase === 'completed' ? { ...state, stage: 'over' } : state,
  swapEnded: (state) => ({ ...state, stage: 'over' }),
});

function enter(state: InFlight, { call, ref }: EventData['enter']): InFlight | Violation {
  const mediated = state.stage !== 'over' && state.through[call] === state.mediator;
  return mediated && !state.counted.includes(call)
    ? violated(`call ${call} enters ${ref} through mediator ${state.mediator} without being counted`)
    : arrived(state, call);
}

function arrived(state: InFlight, call: string): InFlight {
  return call in state.through ? { ...state, through: drop(state.through, call) } : state;
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
  { ...automaton, witness: anyReference((state) => state.counted.length > 0) },
  { statement: "the mediator's count is the number of calls that it let through, and zero from the transfer on" },
);
