// The store of states: what an exhaustive search has seen. Ids count up from 0 in order of discovery.
// Candidates are staged a few at a time and then looked up one by one: where the states of a search no longer fit the
// caches of the processor, it is waiting for memory that takes longest, and it can wait for several at once.

import type { State } from '../multiprocessor/multiprocessor.js';

/** The states that a search has found. */
export interface States {
  readonly count: number;
  readonly bytes: number;
  /** Copies state `id` into `state`. */
  load(id: number, state: State): void;
  /** The id of a state, or -1 when it is not stored (or its store cannot tell). */
  lookup(state: State): number;
  /** The probability that some state was taken for another; 0 where states are compared in full. */
  readonly collisionProbability: number;
}

/** Where they are added. */
export interface Store extends States {
  /** Adds a state that is not stored yet; returns its id. */
  add(state: State): number;
  /** Stages the next candidate: it differs from the stored state `base` in the first `count` of the slots `touched`. */
  stage(base: number, state: State, touched: Int32Array, count: number): void;
  /** Ends a round of staging: the staged candidates are looked up now, and the next one is staged as number 0. */
  fetch(): void;
  /** Adds a staged candidate: its id when it is new, and ~id (negative) when it was known. */
  resolve(candidate: number): number;
}
