// What a swap is about to do: settled by whoever asks for it, before anything moves, and read by each of its workers.

import type { Reference } from '../events.js';
import type { ObjectReference } from '../hotswap/translation.js';

/** One reference that is swapped. */
export interface Member {
  readonly ref: Reference;
  readonly original: ObjectReference;
  readonly successor: ObjectReference;
  /** The transfer format that both sides know. */
  readonly format: number;
}

export interface Plan {
  /** The reference whose mediator stands before all members. */
  readonly lead: Reference;
  readonly mediator: number;
  /** The processors that have a worker from the start: those where a call may know the old object. */
  readonly processors: readonly number[];
  readonly members: readonly Member[];
}

export type SwapEnd = 'completed' | 'aborted';
