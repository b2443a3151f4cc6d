// A pool of workers, one per lane. Jobs are begun in the order given by `rank`, outcomes are returned in the order of
// the jobs. A worker that dies costs its job only: the job's verdicts are inconclusive, and the lane goes on with another.

import { Worker } from 'node:worker_threads';
import type { Progress } from '../engine/explore/options.js';
import type { LimitHit } from '../engine/explore/verdict.js';
import type { Outcome } from '../scenarios/task.js';
import type { FromWorker, Job, WorkerSetup } from './protocol.js';

export interface PoolOptions {
  readonly lanes: number;
  readonly setup: WorkerSetup;
  /** Larger ones begin earlier. */
  readonly rank: (job: Job) => number;
  /** What stands for a job that was not done, or whose worker died. */
  readonly undone: (job: Job, limit: LimitHit) => Outcome;
  readonly onProgress: (job: Job, progress: Progress) => void;
  readonly onDone: (job: Job, outcome: Outcome) => void;
}

/** How long a worker may take to notice that the user wants to stop. */
const patienceMs = 5000;

/** runJobs does every job and returns the outcomes in the order of the jobs. */
export async function runJobs(jobs: readonly Job[], options: PoolOptions): Promise<readonly Outcome[]> {
  const waiting = jobs.map((job, index) => ({ job, index }));
  waiting.sort((a, b) => options.rank(b.job) - options.rank(a.job) || a.index - b.index);
  const outcomes: Outcome[] = new Array(jobs.length);
  const lanes = Math.min(options.lanes, jobs.length);
  await Promise.all(Array.from({ length: lanes }, () => runLane(waiting, outcomes, options)));
  return outcomes;
}

async function runLane(
  waiting: { job: Job; index: number }[],
  outcomes: Outcome[],
  options: PoolOptions,
): Promise<void> {
  let lane: Lane | undefined;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { job, index } = next;
    if (isStopped(options.setup)) {
      outcomes[index] = options.undone(job, { limit: 'interrupted', text: 'interrupted before it began' });
      continue;
    }
    lane ??= new Lane(options);
    outcomes[index] = await lane.run(job);
    if (lane.dead) lane = undefined;
    options.onDone(job, outcomes[index]);
  }
  await lane?.end();
}

function isStopped(setup: WorkerSetup): boolean {
  return Atomics.load(new Int32Array(setup.stop), 0) === 1;
}

/** One worker and the job that it has in hand. */
class Lane {
  dead = false;
  readonly #worker: Worker;
  readonly #options: PoolOptions;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: options.setup });
  }

  run(job: Job): Promise<Outcome> {
    return new Promise((resolve) => {
      const finish = (outcome: Outcome): void => {
        clearInterval(watch);
        this.#worker.removeAllListeners();
        resolve(outcome);
      };
      const watch = setInterval(() => this.#giveUpWhenStopped(job, finish), 250);
      this.#worker.on('message', (message: FromWorker) => {
        if (message.kind === 'progress') this.#options.onProgress(job, message.progress);
        else finish(message.outcome);
      });
      this.#worker.on('error', (error) => finish(this.#died(job, error)));
      this.#worker.on('exit', () => finish(this.#died(job, new Error('the worker ended'))));
      this.#worker.postMessage(job);
    });
  }

  async end(): Promise<void> {
    this.dead = true;
    await this.#worker.terminate();
  }

  #died(job: Job, error: Error & { code?: string }): Outcome {
    this.dead = true;
    const ofMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const limit: LimitHit = ofMemory
      ? { limit: 'memory', text: 'the memory of its worker' }
      : { limit: 'interrupted', text: `its worker ended: ${error.message}` };
    return this.#options.undone(job, limit);
  }

  #stoppedSince: number | undefined;

  #giveUpWhenStopped(job: Job, finish: (outcome: Outcome) => void): void {
    if (!isStopped(this.#options.setup)) return;
    this.#stoppedSince ??= performance.now();
    if (performance.now() - this.#stoppedSince < patienceMs) return;
    void this.end();
    finish(this.#options.undone(job, { limit: 'interrupted', text: 'interrupted' }));
  }
}
