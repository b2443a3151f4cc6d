// How to search, as the runner passes it on to its workers.

import type { ExploreOptions, Limits, SampleOptions } from '../engine/search/options.js';
import type { CheckpointFolder } from './checkpoint/checkpointFile.js';

/** Which engine searches, where the user chooses: execution by execution, or one of the two loops over states. */
export type Engine = 'executions' | NonNullable<ExploreOptions['engine']>;

/** What the user asked for, as plain data that can be sent to a worker. */
export interface SearchOptions {
  readonly search?: NonNullable<ExploreOptions['search']>;
  readonly store?: NonNullable<ExploreOptions['store']>;
  readonly reduction?: NonNullable<ExploreOptions['reduction']>;
  readonly engine?: Engine;
  readonly preemptions?: number;
  readonly limits?: Limits;
  readonly checkpoint?: CheckpointFolder;
  readonly sample?: Pick<SampleOptions, 'sampler' | 'executions' | 'seed'>;
}
