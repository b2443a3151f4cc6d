// What may vary in the mechanism, as data: choices that the paper leaves open, and cures of its limits. Every value of
// every option is a design that somebody might build; deliberate defects are edits of the text, in mutants/.

import { deepFreeze } from '../../engine/program/index.js';
import type { Reference } from '../events.js';

/**
 * Who is let through in block. strict: threads in the table (the paper). lenient: anybody, while a call is in flight.
 * byGeneration: no table and no count; threads older than the swap, and in forward already (K42's earlier design).
 * byGenerationNumber: the same with generations that have numbers, where byGeneration knows their last bit.
 */
export type AdmissionRule = 'strict' | 'lenient' | 'byGeneration' | 'byGenerationNumber';

/**
 * When a swap may be given up before its commit. deadline: a thread of its own says when, in forward or in block.
 * blockDeadline: only in block, which is what holds callers back. anywhere: the scheduler chooses.
 */
export type AbortRule = 'never' | 'anywhere' | 'deadline' | 'blockDeadline';

export interface HotSwapOptions {
  readonly admission: AdmissionRule;
  readonly abort: AbortRule;
  /** The references whose swaps have a deadline, where there is one; all unless told. */
  readonly deadlineFor?: readonly Reference[];
  /** One swap at a time in the whole system; the next one waits. */
  readonly serialised: boolean;
  /** A long-term sleep inside a component is no safe point for the sleeper: the cure of the paper's rule. */
  readonly sleepStaysCounted: boolean;
  /** The mediator is freed only after a grace period of its own. Without it the paper's text is taken at its word. */
  readonly secondGrace: boolean;
  /**
   * There are calls that cannot be held back, because nothing else runs until they are over: the synchronous ones of an
   * event loop. In block the old object serves them, until its transfer begins; then they are turned away, if they can come
   * there at all: that is where the transfer awaits, and not where it is done at once.
   */
  readonly synchronousCalls?: 'transferAtOnce' | 'transferAwaits';
  /** Swaps that are asked for together are one, and end together: components that call each other. */
  readonly grouped?: true;
}

/** The paper's mechanism, with the second grace period that it lacks. */
export const asItIs: HotSwapOptions = deepFreeze({
  admission: 'strict',
  abort: 'never',
  serialised: false,
  sleepStaysCounted: false,
  secondGrace: true,
});

/** hasDeadlines tells whether a thread says when it is too late for a swap. */
export function hasDeadlines({ abort }: HotSwapOptions): boolean {
  return abort === 'deadline' || abort === 'blockDeadline';
}

/** isByGeneration tells whether a call is let through for the generation of its thread. */
export function isByGeneration({ admission }: HotSwapOptions): boolean {
  return admission === 'byGeneration' || admission === 'byGenerationNumber';
}

/** hasDeadline tells whether a thread says when it is too late for swaps of the reference. */
export function hasDeadline(options: HotSwapOptions, ref: Reference): boolean {
  return hasDeadlines(options) && (options.deadlineFor?.includes(ref) ?? true);
}
