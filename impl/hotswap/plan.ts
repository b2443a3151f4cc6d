// What a swap is about to do: settled before anything moves, and the same to its end.

import type { Reference } from '../events.js';
import type { ObjectReference } from './translation.js';

export interface Plan {
  readonly ref: Reference;
  /** The mediator's number, and the swap's. */
  readonly mediator: number;
  /** The object that is current; its successor is the next. */
  readonly original: ObjectReference;
  readonly successor: ObjectReference;
  /** The transfer format that both sides know. */
  readonly format: number;
}

export type SwapEnd = 'completed' | 'aborted';
