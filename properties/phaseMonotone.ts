// P7, phases only move on (paper, section 3: forward, block, completed; transfer is our step inside block).
// One-mediator form. A mediator's phase never goes back; once its swap has committed (the pointer leads to the
// successor) it cannot be aborted; and nothing turns the pointer back to an older object.

import { monitor, type Violation, violated } from '../engine/watch/property.js';
import type { Phase } from '../impl/events.js';
import { anyReference, perReference } from './listener.js';

type Progress = {
  /** The latest mediator (-1: none yet), and its phase; null before its first and after its swap is over. */
  readonly mediator: number;
  readonly phase: Phase | null;
  readonly over: boolean;
  readonly committed: boolean;
  /** The object that the pointer led to last. */
  readonly current: number;
};

const idle: Progress = { mediator: -1, phase: null, over: true, committed: false, current: 0 };

const order: readonly Phase[] = ['forward', 'block', 'transfer', 'completed'];

const automaton = perReference<Progress>(idle, {
  swapStarted: (state, { mediator }) => (mediator === state.mediator && !state.over ? state : started(state, mediator)),
  phase: (state, { ref, mediator, phase }) => {
    const late = mediator < state.mediator || (mediator === state.mediator && state.over);
    if (late) return violated(`mediator ${mediator} of ${ref} turns to ${phase} after its swap`);
    return turns(mediator === state.mediator ? state : started(state, mediator), ref, phase);
  },
  swung: (state, { ref, object }) => {
    if (object < state.current) return violated(`${ref} goes back from object ${state.current} to object ${object}`);
    return object > state.current ? { ...state, current: object, committed: true } : state;
  },
  swapEnded: (state, { ref, outcome }) => {
    if (outcome === 'aborted' && state.committed) return violated(`the swap of ${ref} is aborted after its commit`);
    return { ...state, phase: null, over: true, committed: false };
  },
});

function started(state: Progress, mediator: number): Progress {
  return { ...state, mediator, phase: null, over: false, committed: false };
}

function turns(state: Progress, ref: string, phase: Phase): Progress | Violation {
  if (state.phase !== null && order.indexOf(phase) <= order.indexOf(state.phase)) {
    return violated(`mediator ${state.mediator} of ${ref} turns from ${state.phase} to ${phase}`);
  }
  return { ...state, phase };
}

/** phaseMonotone claims that phases never go back, and that a swap is aborted only before its commit. */
export const phaseMonotone = monitor(
  'phaseMonotone',
  { ...automaton, premise: anyReference((state) => state.phase === 'completed') },
  {
    statement:
      'a mediator moves through forward, block, transfer and completed in this order, and aborts only before the commit',
  },
);
