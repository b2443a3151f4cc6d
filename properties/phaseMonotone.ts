// P7, phases only move on (paper, section 3: forward, block, completed; transfer is our step inside block).
// A mediator's phase never goes back; once its swap has committed (the pointer leads to the successor) it cannot be
// aborted; and nothing turns the pointer back to an older object.
// Where it is spread over processors, each representative's phase never goes back either; the mediator blocks when all
// of them do, none begins in forward after that, and none completes before the mediator has.

import { monitor, type Violation, violated } from '../engine/watch/property.js';
import type { EventData, Phase } from '../impl/events.js';
import { anyReference, perReference } from './listener.js';
import { drop, put, type Table } from './plainData.js';

type Progress = {
  /** The latest mediator (-1: none yet), and its phase; null before its first and after its swap is over. */
  readonly mediator: number;
  readonly phase: Phase | null;
  readonly over: boolean;
  readonly committed: boolean;
  /** The object that the pointer led to last. */
  readonly current: number;
  /** The representatives that have not completed, as `processor of mediator`. */
  readonly spread: Table<Phase>;
};

const idle: Progress = { mediator: -1, phase: null, over: true, committed: false, current: 0, spread: {} };

const order: readonly Phase[] = ['forward', 'block', 'transfer', 'completed'];

const automaton = perReference<Progress>(idle, {
  swapStarted: (state, { mediator }) => (mediator === state.mediator && !state.over ? state : started(state, mediator)),
  phase: (state, { ref, mediator, phase, processor }) => {
    if (processor !== undefined) return spreads(state, { ref, mediator, phase, processor });
    const late = mediator < state.mediator || (mediator === state.mediator && state.over);
    if (late) return violated(`mediator ${mediator} of ${ref} turns to ${phase} after its swap`);
    return turns(mediator === state.mediator ? state : started(state, mediator), ref, phase);
  },
  swung: (state, { ref, object }) => {
    if (object < state.current) return violated(`${ref} goes back from object ${state.current} to object ${object}`);
    return object > state.current ? { ...state, current: object, committed: true } : state;
  },
  swapAbandoned: (state, { ref }) =>
    state.committed ? violated(`the swap of ${ref} is given up after its commit`) : state,
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
  const behind = Object.keys(state.spread).find((name) => isOf(name, state.mediator) && state.spread[name] !== 'block');
  const together = phase === 'block' || phase === 'transfer';
  return together && behind !== undefined
    ? violated(`mediator ${state.mediator} of ${ref} turns to ${phase} before processor ${behind} blocks`)
    : { ...state, phase };
}

type Spread = Required<EventData['phase']>;

function isOf(name: string, mediator: number): boolean {
  return name.endsWith(` of ${mediator}`);
}

function spreads(state: Progress, { ref, mediator, phase, processor }: Spread): Progress | Violation {
  const name = `${processor} of ${mediator}`;
  const what = `processor ${processor} of mediator ${mediator} of ${ref} turns`;
  const before = state.spread[name];
  if (before !== undefined && order.indexOf(phase) <= order.indexOf(before))
    return violated(`${what} from ${before} to ${phase}`);
  const isOver = mediator < state.mediator || state.over || state.phase === 'completed';
  if ((phase === 'completed') !== isOver)
    return violated(`${what} to ${phase} ${isOver ? 'after' : 'before'} the end of the swap`);
  const late = state.phase === 'transfer' || (phase === 'forward' && state.phase !== 'forward');
  if (late && !isOver) return violated(`${what} to ${phase} when the mediator is in ${state.phase}`);
  return { ...state, spread: isOver ? drop(state.spread, name) : put(state.spread, name, phase) };
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
