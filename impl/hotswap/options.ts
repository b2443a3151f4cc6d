// What may vary in the mechanism, as data: three choices that the paper leaves open or that cure its limits, and the
// deviations, each a deliberate defect that leaves out or turns round one thing. The paper's mechanism has none.
// A deviation is looked up where it acts, so that the program that is checked is the program that is read.

import { deepFreeze } from '../../engine/program/index.js';
import type { Reference } from '../events.js';

/**
 * Who is let through in block. strict: threads in the table (the paper). lenient: anybody, while a call is in flight.
 * byGeneration: no table and no count; threads older than the swap, and in forward already (K42's earlier design).
 */
export type AdmissionRule = 'strict' | 'lenient' | 'byGeneration';

/**
 * When a swap may be given up before its commit. deadline: a thread of its own says when, in forward or in block.
 * blockDeadline: only in block, which is what holds callers back. anywhere: the scheduler chooses.
 */
export type AbortRule = 'never' | 'anywhere' | 'deadline' | 'blockDeadline';

/** The deviations, by the name of the mutant, and what each does. */
export const deviations = Object.freeze({
  forwardSkipped: 'the mediator blocks at once, without waiting for the calls that came before it (M3)',
  countAfterUnlock: 'the prolog counts the call after it has let go of the phase lock (M4)',
  registerAfterUnlock: 'the prolog registers a waiter after it has let go of the phase lock (M5)',
  dekkerReversed: 'the swapper reads the count before it turns the mediator to block (M6)',
  dekkerReversedInEpilog: 'the epilog reads the phase before it uncounts the call (M6)',
  staleZero: 'the epilog that took the last call off does not read the count again once it has seen block',
  noTicket: 'whoever sees zero goes ahead, and the swapper believes any wake-up (M7)',
  freeMediatorAtOnce: 'the mediator is freed without a second grace period (M8)',
  capturedTarget: 'a released caller installs and enters the successor that its mediator knew (M9)',
  noFinally: 'an exception leaves a call without the epilog (M10)',
  nextSwapBeforeSecondGrace: 'the next swap may start as soon as this one has ended (M15)',
  commitBeforeTransfer: 'the pointer leads to the successor before it holds the state (M18)',
  releaseBeforeSwing: 'the waiters are released before the pointer leads anywhere else (M19)',
  tableKeyedByThread: 'the table says whether a thread is inside, not how often (M20)',
  phaseLockLeak: 'the epilog that finds quiescence takes the phase lock and keeps it (M21)',
  oldReadBeforeSwitching: 'the old object is read before other swaps are excluded (M22)',
  abortAfterCommit: 'a swap may be given up after its commit (M23)',
  completionAfterReclamation: 'the end of the swap is signalled after the mediator is freed (M24)',
  workerActive: 'the swapper counts itself as an active thread (M25)',
  latePop: 'the epilog takes the call out of the table after it has uncounted it (as released)',
  entryLeaks: 'an exception leaves its entry in the table (D7, thread-id reuse)',
  formatUnchecked: 'with no format in common the swap goes on with the number of formats, as if it were one',
});

export type Deviation = keyof typeof deviations;

export interface HotSwapOptions {
  readonly admission: AdmissionRule;
  readonly abort: AbortRule;
  /** The references whose swaps have a deadline, where there is one; all unless told. */
  readonly deadlineFor?: readonly Reference[];
  /** One swap at a time in the whole system; the next one waits. */
  readonly serialised: boolean;
  /** A long-term sleep inside a component is no safe point for the sleeper: the cure of the paper's rule. */
  readonly sleepStaysCounted: boolean;
  /** How many generations are let pass in a grace period. Two prove that all earlier threads are gone. */
  readonly advances: 0 | 1 | 2;
  readonly deviations: readonly Deviation[];
}

/** The paper's mechanism, with the second grace period that it lacks. */
export const asItIs: HotSwapOptions = deepFreeze({
  admission: 'strict',
  abort: 'never',
  serialised: false,
  sleepStaysCounted: false,
  advances: 2,
  deviations: [],
});

/** deviates tells whether a deviation is in force. */
export function deviates(options: HotSwapOptions, deviation: Deviation): boolean {
  return options.deviations.includes(deviation);
}

/** hasDeadline tells whether a thread says when it is too late for swaps of the reference. */
export function hasDeadline({ abort, deadlineFor }: HotSwapOptions, ref: Reference): boolean {
  return (abort === 'deadline' || abort === 'blockDeadline') && (deadlineFor?.includes(ref) ?? true);
}
