// What an exploration may be asked for: its strategy, its limits, its store, its progress reports.

import type { System } from '../multiprocessor/system.js';
import type { BuiltInChoice } from '../watch/builtIn.js';
import type { Property } from '../watch/property.js';
import type { Checkpoints } from './checkpoint.js';

/** A limit makes a search inconclusive, never a silent cut. */
export interface Limits {
  /** Stored states; 20,000,000 unless told. */
  readonly states?: number;
  /** Seconds of search. */
  readonly seconds?: number;
  /** MiB held by the store and the graph. */
  readonly memoryMiB?: number;
}

/**
 * Which limit cut a search. 'ends': only what daemons can still do, so that claims about the end cannot be judged. 'engine':
 * the engine that was asked for does not judge such a property.
 */
export interface LimitHit {
  readonly limit:
    | ('states' | 'seconds' | 'memory' | 'steps' | 'interrupted' | 'fingerprint' | 'ends')
    | ('preemptions' | 'engine');
  readonly text: string;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  /** States found and not yet expanded. */
  readonly queue: number;
  readonly memoryMiB: number;
  readonly elapsedMs: number;
}

export interface ExploreOptions {
  readonly search?: 'breadthFirst' | 'depthFirst';
  /** exact: states are compared in full. fingerprint: 64 bits a state, with a collision probability in the result. */
  readonly store?: 'exact' | 'fingerprint';
  /**
   * none: every step of every state. persistent: only so many that each order of steps is there up to those whose order does
   * not matter; far fewer states where threads have little to do with each other, the same verdicts, and paths that are not
   * the shortest. What it does not suit is explored in full, and the result says why.
   */
  readonly reduction?: 'none' | 'persistent';
  /**
   * Who runs the hot loop: the kernel, in WebAssembly, from the first state on, or the loop in TypeScript. Unless told, the
   * loop in TypeScript begins and the kernel goes on where there are many states. The same states are found in the same
   * order. What the kernel does not suit is searched in TypeScript, and the result says why.
   */
  readonly engine?: 'kernel' | 'typescript';
  readonly limits?: Limits;
  /** Which built-in properties are checked besides those that are given; all unless told, none where false. */
  readonly builtIn?: BuiltInChoice;
  /** Records the edges even where no property needs them. */
  readonly keepGraph?: boolean;
  /** Live executions compared with the compiled threads when the search ends; 20 unless told. 0: none before it either. */
  readonly liveExecutions?: number;
  /**
   * The same system from a module that was loaded anew, asked for once for each execution that is recorded before the
   * search: a variable that threads share outside cells is as it was at first in each of them. Undefined: no more of them.
   */
  readonly fresh?: () => System | undefined;
  /**
   * The same properties from a module that was loaded anew: after the search their functions are asked what those of
   * `properties` were asked, and have to answer alike. Found by their names; one that is not there is left out.
   */
  readonly again?: () => readonly Property[];
  /**
   * Where the search keeps how far it is, now and then, and goes on from where something is kept: with the same result as if
   * it had never ended. Only the kernel's searches are kept; another one, and one of few states, begins anew.
   */
  readonly checkpoints?: Checkpoints;
  readonly onProgress?: (progress: Progress) => void;
  /** Asked now and then; true ends the search as interrupted (inconclusive). */
  readonly interrupted?: () => boolean;
}

/** The options of an exploration, by name. */
export const exploreOptions = Object.freeze({
  search: true,
  store: true,
  reduction: true,
  engine: true,
  limits: true,
  keepGraph: true,
  builtIn: true,
  liveExecutions: true,
  fresh: true,
  again: true,
  checkpoints: true,
  onProgress: true,
  interrupted: true,
} satisfies Record<keyof ExploreOptions, true>);

/** What an exploration execution by execution may be asked for. `states` limits the steps that are taken. */
export interface ExecutionOptions
  extends Pick<
    ExploreOptions,
    'limits' | 'builtIn' | 'liveExecutions' | 'fresh' | 'again' | 'onProgress' | 'interrupted'
  > {
  /** Only executions that need at most so many preemptions are judged; then nothing is proved. */
  readonly preemptions?: number;
}

/** The options of an exploration execution by execution, by name. */
export const executionOptions = Object.freeze({
  limits: true,
  builtIn: true,
  liveExecutions: true,
  fresh: true,
  again: true,
  onProgress: true,
  interrupted: true,
  preemptions: true,
} satisfies Record<keyof ExecutionOptions, true>);

export interface SampleOptions {
  readonly sampler: 'random' | 'pct' | 'roundRobin';
  readonly executions: number;
  /** Which built-in properties are checked besides those that are given; all unless told, none where false. */
  readonly builtIn?: BuiltInChoice;
  /** Written down in the result; 1 unless told. */
  readonly seed?: number;
  /** Steps after which an execution is cut; 10,000 unless told. */
  readonly stepsMax?: number;
  /** PCT only: number of priority change points + 1; 3 unless told. */
  readonly depth?: number;
  readonly limits?: Limits;
  readonly onProgress?: (progress: Progress) => void;
  readonly interrupted?: () => boolean;
}

/** The options of a sample, by name. */
export const sampleOptions = Object.freeze({
  sampler: true,
  executions: true,
  seed: true,
  stepsMax: true,
  depth: true,
  builtIn: true,
  limits: true,
  onProgress: true,
  interrupted: true,
} satisfies Record<keyof SampleOptions, true>);
