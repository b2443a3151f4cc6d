// A pool of workers, one per lane. Jobs are begun in the order given by `rank`, findings are returned in the order of
// the jobs. A worker that dies costs its job only: the job's verdicts are inconclusive, and the lane goes on with another.

import { Worker } from 'node:worker_threads';
import type { LimitHit, Progress } from '../engine/search/options.js';
import type { FromWorker, Job, JobFindings, WorkerSetup } from './protocol.js';

export interface PoolOptions {
  readonly lanes: number;
  readonly setup: WorkerSetup;
  /** Larger ones begin earlier. */
  readonly rank: (job: Job) => number;
  /** What stands for a job that was not done, or whose worker died. */
  readonly undone: (job: Job, limit: LimitHit) => JobFindings;
  readonly onProgress: (job: Job, progress: Progress) => void;
  readonly onDone: (job: Job, findings: JobFindings) => void;
}

/** How long a worker may take to notice that the user wants to stop. */
const patienceMs = 5000;

/** runJobs does every job and returns the findings in the order of the jobs. */
export async function runJobs(jobs: readonly Job[], options: PoolOptions): Promise<readonly JobFindings[]> {
  const waiting = jobs.map((job, index) => ({ job, index }));
  waiting.sort((a, b) => options.rank(b.job) - options.rank(a.job) || a.index - b.index);
  const findings: JobFindings[] = new Array(jobs.length);
  const lanes = Math.min(options.lanes, jobs.length);
  await Promise.all(Array.from({ length: lanes }, () => runLane(waiting, findings, options)));
  return findings;
}

async function runLane(
  waiting: { job: Job; index: number }[],
  findings: JobFindings[],
  options: PoolOptions,
): Promise<void> {
  let lane: Lane | undefined;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { job, index } = next;
    if (isStopped(options.setup)) {
      findings[index] = options.undone(job, { limit: 'interrupted', text: 'interrupted before it began' });
      continue;
    }
    lane ??= new Lane(options);
    findings[index] = await lane.run(job);
    if (lane.dead) lane = undefined;
    options.onDone(job, findings[index]);
  }
  await lane?.end();
}

function isStopped(setup: WorkerSetup): boolean {
  return Atomics.load(new Int32Array(setup.stop), 0) === 1;
}

/** What a lane has in hand. */
interface Hand {
  readonly job: Job;
  readonly finish: (findings: JobFindings) => void;
}

/** One worker and the job that it has in hand. Its listeners stay: a port without any is not read again. */
class Lane {
  dead = false;
  readonly #worker: Worker;
  readonly #options: PoolOptions;
  readonly #watch: NodeJS.Timeout;
  #hand: Hand | undefined;
  #stoppedSinceMs: number | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: options.setup });
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error) => this.#died(error));
    this.#worker.on('exit', () => this.#died(new Error('it exited')));
    this.#watch = setInterval(() => this.#giveUpWhenStopped(), 250);
  }

  run(job: Job): Promise<JobFindings> {
    return new Promise((finish) => {
      this.#hand = { job, finish };
      this.#worker.postMessage(job);
    });
  }

  async end(): Promise<void> {
    this.dead = true;
    clearInterval(this.#watch);
    await this.#worker.terminate();
  }

  #hear(message: FromWorker): void {
    if (!this.#hand) return;
    if (message.kind === 'progress') this.#options.onProgress(this.#hand.job, message.progress);
    else this.#finish(message.findings);
  }

  #finish(findings: JobFindings): void {
    const hand = this.#hand;
    this.#hand = undefined;
    hand?.finish(findings);
  }

  #giveUp(limit: LimitHit): void {
    void this.end();
    if (this.#hand) this.#finish(this.#options.undone(this.#hand.job, limit));
  }

  #died(error: Error & { code?: string }): void {
    const ofMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const text = ofMemory ? 'the memory of its worker' : `its worker ended: ${error.message}`;
    this.#giveUp({ limit: ofMemory ? 'memory' : 'interrupted', text });
  }

  #giveUpWhenStopped(): void {
    if (!isStopped(this.#options.setup)) return;
    this.#stoppedSinceMs ??= performance.now();
    if (performance.now() - this.#stoppedSinceMs > patienceMs)
      this.#giveUp({ limit: 'interrupted', text: 'interrupted' });
  }
}
