// The words of the per-processor form (K42; impl/clustered/): those of the one-mediator form, and what is spread over the
// processors: local entries, which calls read, and which misses fill from the global one; a worker and the
// representative of the mediator on each processor. `phase` is the root's here, `phaseOn` a representative's.

import { equal, fixed, is, state } from '../form/build.js';
import { enumeration, truthSort } from '../form/sort.js';
import type { Formula, Term } from '../form/term.js';
import {
  aim,
  type CallTerm,
  current,
  Mediators,
  type ObjectTerm,
  objectBehind,
  original,
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
 * before has none, it is `absent`; it gets one, `born`, when it is touched while the swap is on.
 */
export const WorkerProgress = enumeration('WorkerProgress', [
  'none',
  'absent',
  'born',
  'started',
  'forward',
  'block',
  'arrived',
  'flushed',
  'retiring',
  'retired',
]);

export const knowsAtFirst = fixed(
  'knowsAtFirst',
  [Processors],
  truthSort,
  'the processor has called the component before',
);

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
export const worker = state('worker', [Processors], WorkerProgress, "how far the processor's worker is");
export const phaseOn = state(
  'phaseOn',
  [Mediators, Processors],
  Phases,
  "the phase of the mediator's representative on the processor",
);

export type ProcessorTerm = Term<typeof Processors>;

export const home = (c: CallTerm): ProcessorTerm => processorOf(threadOf(c));
export const rootIs = (...progress: readonly (typeof RootProgress.values)[number][]): Formula =>
  is(root(), ...progress);
export const workerIs = (p: ProcessorTerm, ...progress: readonly (typeof WorkerProgress.values)[number][]): Formula =>
  is(worker(p), ...progress);

/** From the global entry's turn to the mediator to its turn away from it. */
export const isMediated = (): Formula => rootIs('forward', 'block', 'transfer', 'aborting');
export const isOn = (): Formula => rootIs('forward', 'block', 'transfer', 'aborting', 'concluded');
export const serving = (): ObjectTerm => objectBehind(global());
export const oldObject = (): ObjectTerm => original(current());
export const isCommitted = (): Formula => equal(global(), toObject(successor()));
export const isCurrent = (target: TargetTerm): Formula => equal(target, toMediator(current()));
export const isServing = (target: TargetTerm): Formula => equal(target, toObject(serving()));
export const aimsAtCurrent = (c: CallTerm): Formula => isCurrent(aim(c));
