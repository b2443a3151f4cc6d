// What may vary in the per-processor form, as data: choices that paper and released code leave open, and cures of their
// limits. Deliberate defects are edits of the text, in mutants/.

import { deepFreeze } from '../../engine/program/index.js';

/** When a swap may be given up before its commit. deadline: a thread of its own says when. anywhere: the scheduler chooses. */
export type ClusteredAbort = 'never' | 'anywhere' | 'deadline';

export interface ClusteredOptions {
  readonly abort: ClusteredAbort;
  /** Swaps that are asked for together are one: one mediator stands before all of them, with one table and one count. */
  readonly grouped: boolean;
  /**
   * Threads may go on on another processor in the middle of an activation: one table for all, and processors that flush,
   * block and let go together. Not with aborts: who gives up does not meet the others there.
   */
  readonly migration: boolean;
  /**
   * The next swap of a reference may start when the successor serves, before the mediator of this one is freed. Not with
   * aborts: of a swap that was given up calls may be inside, which the next one would not know (proof: nextAfterAbort).
   */
  readonly nextAfterCommit: boolean;
  /** A long-term sleep inside a component is no safe point for the sleeper. */
  readonly sleepStaysCounted: boolean;
}

/** The mechanism as it was released, with its defects cured. */
export const perProcessor: ClusteredOptions = deepFreeze({
  abort: 'never',
  grouped: false,
  migration: false,
  nextAfterCommit: false,
  sleepStaysCounted: false,
});
