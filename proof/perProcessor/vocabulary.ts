// The words of the per-processor form (K42; impl/clustered/): those of the one-mediator form, and what is spread over the
// processors: local entries, which calls read, and which misses fill from the global one; a worker and the
// representative of the mediator on each processor. `phase` is the root's here, `phaseOn` a representative's.

import { equal, fixed, is, state } from '../form/build.js';
import { enumeration, truthSort } from '../form/sort.js';
import type { Formula, Term } from '../form/term.js';
import {
  aim,
  Calls,
  type CallTerm,
  current,
  Mediators,
  type MediatorTerm,
  type ObjectTerm,
  objectBehind,
  original,
  Passed,
  Phases,
  Processors,
  processorOf,
  successor,
  Targets,
  type TargetTerm,
  Threads,
  threadOf,
  toMediator,
  toObject,
} from '../hotSwap/vocabulary.js';

/** How far the swap is, as the root sees it. */
export const RootProgress = enumeration('RootProgress', [
  'idle',
  'requested',
  'forward',
  'block',
  'transfer',
  'aborting',
  'concluded',
  'reclaimed',
]);

/**
 * How far the worker of a processor is: in `arrived` at the barrier; `none` between swaps. A processor that has not called
 * before has none, it is `absent`; it gets one, `born`, when it is touched while the swap is on. Where threads migrate it
 * waits for the workers of all processors in `met`, before its grace period begins, and so in `letGo` before the second one.
 */
export const WorkerProgress = enumeration('WorkerProgress', [
  'none',
  'absent',
  'born',
  'started',
  'met',
  'forward',
  'block',
  'arrived',
  'flushed',
  'letGo',
  'retiring',
  'retired',
]);

export const knowsAtFirst = fixed(
  'knowsAtFirst',
  [Processors],
  truthSort,
  'the processor has called the component before',
);

export const madeOn = fixed('madeOn', [Calls], Processors, 'the processor that the call is made on');
export const migrates = fixed('migrates', [], truthSort, 'a thread may call from another processor than its own');
export const overlaps = fixed(
  'overlaps',
  [],
  truthSort,
  'the next swap may begin once this one is committed, before its mediator is freed',
);
export const mayDestroy = fixed('mayDestroy', [], truthSort, 'the component may be destroyed');
export const lingers = fixed(
  'lingers',
  [Threads],
  truthSort,
  'the thread is active before its calls and after them, until it ends',
);

/** What becomes of the component: `asked` until nothing of a swap stands in the way, then `begun`, for a grace period. */
export const Fates = enumeration('Fate', ['none', 'asked', 'begun', 'gone']);

export const global = state('global', [], Targets, 'where the global entry leads');
export const local = state('local', [Processors], Targets, "where the processor's local entry leads, if anywhere");
export const missing = state('missing', [Processors], truthSort, 'the local entry leads nowhere: the next call misses');
export const inMiss = state(
  'inMiss',
  [Threads],
  truthSort,
  'the thread has read the global entry to fill the local one',
);
export const found = state('found', [Threads], Targets, 'where the global entry led when the miss read it');
export const root = state('root', [], RootProgress, 'how far the swap is');
export const missOn = state('missOn', [Threads], Processors, 'the processor whose entry the miss of the thread fills');
export const worker = state(
  'worker',
  [Mediators, Processors],
  WorkerProgress,
  "how far the worker of the mediator's swap is on the processor",
);
export const passedOf = state(
  'passedOf',
  [Mediators, Processors],
  Passed,
  "generations that have passed there in the grace period of the mediator's worker",
);
export const fate = state('fate', [], Fates, 'what becomes of the component');
export const passedAtEnd = state(
  'passedAtEnd',
  [Processors],
  Passed,
  'generations that have passed there since the destruction began',
);
export const knowsStill = state(
  'knowsStill',
  [Threads],
  truthSort,
  'the thread was active when the destruction was asked for, and is still',
);
export const phaseOn = state(
  'phaseOn',
  [Mediators, Processors],
  Phases,
  "the phase of the mediator's representative on the processor",
);

export type ProcessorTerm = Term<typeof Processors>;

/** Where the thread of a call is counted, wherever it has gone on. */
export const home = (c: CallTerm): ProcessorTerm => processorOf(threadOf(c));
export const rootIs = (...progress: readonly (typeof RootProgress.values)[number][]): Formula =>
  is(root(), ...progress);
type Work = (typeof WorkerProgress.values)[number];

/** How far the worker of the swap that is on, or was on last, is. */
export const workerIs = (p: ProcessorTerm, ...progress: readonly Work[]): Formula =>
  is(worker(current(), p), ...progress);
export const workerOfIs = (m: MediatorTerm, p: ProcessorTerm, ...progress: readonly Work[]): Formula =>
  is(worker(m, p), ...progress);
export const fateIs = (...fates: readonly (typeof Fates.values)[number][]): Formula => is(fate(), ...fates);

/** From the global entry's turn to the mediator to its turn away from it. */
export const isMediated = (): Formula => rootIs('forward', 'block', 'transfer', 'aborting');
export const isOn = (): Formula => rootIs('forward', 'block', 'transfer', 'aborting', 'concluded');
export const serving = (): ObjectTerm => objectBehind(global());
export const oldObject = (): ObjectTerm => original(current());
export const isCommitted = (): Formula => equal(global(), toObject(successor()));
export const isCurrent = (target: TargetTerm): Formula => equal(target, toMediator(current()));
export const isServing = (target: TargetTerm): Formula => equal(target, toObject(serving()));
export const aimsAtCurrent = (c: CallTerm): Formula => isCurrent(aim(c));
