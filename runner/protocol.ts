// What the main thread and its workers say to each other: jobs one way, progress and findings the other. Plain data.

import type { CompiledThread } from '../engine/index.js';
import type { Progress } from '../engine/search/options.js';
import type { SearchOptions } from './searchOptions.js';
import type { Findings, Part } from './task.js';
import type { TaskSource } from './tasks.js';

/** One part of one task; 'compile' only lists the edges that its programs can take, for measuring coverage. */
export interface Job {
  readonly source: TaskSource;
  /** The task's name. */
  readonly name: string;
  readonly part: Part | 'compile';
  /** Only these properties; all unless told. */
  readonly properties?: readonly string[];
}

/** What a job comes to; `compiled` is undefined where a limit cut a 'compile' job. */
export interface JobFindings extends Findings {
  readonly compiled?: readonly CompiledThread[];
}

export interface WorkerSetup {
  /** One integer: 1 when the user wants to stop. */
  readonly stop: SharedArrayBuffer;
  readonly from: string;
  readonly options: SearchOptions;
}

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly findings: JobFindings };
