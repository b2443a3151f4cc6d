// The store of states: what an exhaustive search has seen. Ids count up from 0 in order of discovery.

import type { State } from '../machine/machine.js';

export interface Store {
  readonly count: number;
  readonly bytes: number;
  /** Copies state `id` into `state` and makes it the base of the next insertions. */
  load(id: number, state: State): void;
  /**
   * Adds a state that differs from the base (all zero at first) in the first `count` of the slots `touched`.
   * Returns its id when it is new, and ~id (negative) when it was known.
   */
  insert(state: State, touched: Int32Array, count: number): number;
  /** The id of a state, or -1 when it is not stored (or its store cannot tell). */
  lookup(state: State): number;
  /** The probability that some state was taken for another; 0 where states are compared in full. */
  readonly collisionProbability: number;
}
