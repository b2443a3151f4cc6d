// The mediator, spread over the processors (paper, section 3: "structured as a locality-optimized concurrent object"): a
// representative on each, with a phase, a lock, a count and a table of its own, so that a mediated call touches nothing
// remote; and a root, which the representatives turn to only when a processor has no call inside any more, or is the last.

import type { Cell, CellArray, Region } from '../../engine/program/index.js';
import type { FairLock } from '../hotswap/fairLock.js';

/** The part of a processor. */
export interface Representative {
  readonly processor: number;
  readonly phase: Cell<'forward' | 'block' | 'completed'>;
  /** Prologs and epilogs hold it while they act on the phase; the worker of the processor, while it turns the phase. */
  readonly lock: FairLock;
  /** Calls inside that came in through this representative. */
  readonly count: Cell<number>;
  /** The table of thread ids: calls inside, per thread. */
  readonly tracked: CellArray<number>;
  /** 1 while the thread is held back. */
  readonly suspended: CellArray<number>;
  readonly memory: Region;
}

/** The phases of the root, in their order. block: no representative lets new calls through. transfer: quiescence is found. */
export const rootPhase = Object.freeze({ forward: 0, block: 1, transfer: 2, aborting: 3, completed: 4 });

export interface Mediator {
  readonly number: number;
  readonly representatives: readonly Representative[];
  readonly phase: Cell<number>;
  /** Held by misses that meet the mediator, and by whoever begins the transfer: no representative is born after that. */
  readonly lock: FairLock;
  /** Processors of the plan that have turned to block. */
  readonly turned: Cell<number>;
  /** Where threads may migrate: processors that have flushed, whose generations have passed, that have let go. */
  readonly flushed: Cell<number>;
  readonly elapsed: Cell<number>;
  readonly finished: Cell<number>;
  /** Representatives that have turned to block with calls inside, and have some still. */
  readonly inFlight: Cell<number>;
  /** 1 until somebody has found quiescence, or that it is too late: exactly one does. */
  readonly ticket: Cell<number>;
  /** Workers that are still to arrive at the barrier, and in the upper half those that are still to retire. */
  readonly workers: Cell<number>;
  /** 1 once a side of the transfer has failed. */
  readonly failed: Cell<number>;
  /** 1 once it is too late for this swap. Time passes whatever becomes of the mediator: it is not in its memory. */
  readonly deadline: Cell<number>;
  /** The table of thread ids of all processors, where threads may migrate. */
  readonly tracked: CellArray<number>;
  readonly memory: Region;
}

/** A worker, to arrive and to retire. */
export const aWorker = 65;
export const anArrival = 1;
export const aRetirement = 64;
