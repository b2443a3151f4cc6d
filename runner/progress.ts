// What a run tells while it is under way, to whoever shows it.

import type { Progress } from '../engine/search/options.js';
import type { Job } from './protocol.js';
import type { Findings } from './task.js';

export interface ProgressDisplay {
  update(job: Job, progress: Progress): void;
  finished(job: Job, findings: Findings): void;
  end(): void;
}
