// Jobs by way of a queue: whoever verifies puts them there, workers anywhere take them (work.ts), and what they come to is
// put together in the order of the jobs, as if one machine had done them all. A worker that dies costs time only: the queue
// gives its job to another.

import { randomUUID } from 'node:crypto';
import type { Job as QueueJob } from 'bullmq';
import { QuiesceError } from '../../engine/program/errors.js';
import type { LimitHit, Progress } from '../../engine/search/options.js';
import type { Doing, JobsOptions } from '../pool.js';
import type { Job, JobFindings } from '../protocol.js';
import { type Client, type Opened, opened } from './connection.js';
import { releaseHash, sourceHash } from './fingerprint.js';
import { type Done, queueName, unpack, type Work, wantedKey, wantedSeconds } from './message.js';

/** How long nobody may be there to take a job. */
const lonelyMs = 30_000;
const lookEveryMs = 250;

/** What has been put in the queue. */
interface Entry {
  readonly job: Job;
  readonly finish: (findings: JobFindings) => void;
}

/** Queue does jobs by way of the queue at an address. */
export class Queued implements Doing {
  readonly #opened: Opened;
  readonly #from: string;
  readonly #isInterrupted: () => boolean;

  private constructor(at: Opened, from: string, isInterrupted: () => boolean) {
    this.#opened = at;
    this.#from = from;
    this.#isInterrupted = isInterrupted;
  }

  /** Throws QSC138 and QSC139. */
  static async at(url: string, from: string, isInterrupted: () => boolean): Promise<Queued> {
    return new Queued(await opened(url), from, isInterrupted);
  }

  async do(jobs: readonly Job[], options: JobsOptions): Promise<readonly JobFindings[]> {
    const run = new Run(this.#opened, options);
    try {
      return await run.findings(jobs, (source) => sourceHash(source, this.#from), this.#isInterrupted);
    } finally {
      await run.close();
    }
  }
}

class Run {
  readonly #name = randomUUID();
  readonly #client: Client;
  readonly #queue;
  readonly #events;
  readonly #options: JobsOptions;
  readonly #entries = new Map<string, Entry>();
  #looking: NodeJS.Timeout | undefined;
  #lonelySinceMs: number | undefined;
  #wantedSinceMs = 0;

  constructor({ bullmq, connection, client }: Opened, options: JobsOptions) {
    this.#options = options;
    this.#client = client;
    this.#queue = new bullmq.Queue<Work, string>(queueName, { connection });
    this.#events = new bullmq.QueueEvents(queueName, { connection });
    // What the server does not do in time is tried again; that it cannot be reached at all is said by `opened`.
    this.#queue.on('error', () => {});
    this.#events.on('error', () => {});
    this.#events.on('completed', ({ jobId, returnvalue }) => this.#completed(jobId, returnvalue));
    this.#events.on('failed', ({ jobId, failedReason }) => this.#failed(jobId, failedReason));
    this.#events.on('progress', ({ jobId, data }) => this.#progressed(jobId, data as unknown as Progress));
  }

  async findings(
    jobs: readonly Job[],
    hash: (source: Job['source']) => string,
    isInterrupted: () => boolean,
  ): Promise<readonly JobFindings[]> {
    await this.#events.waitUntilReady();
    const order = jobs.map((job, index) => ({ job, index, rank: this.#options.rank(job) }));
    order.sort((a, b) => b.rank - a.rank || a.index - b.index);
    const all = jobs.map((job, index) => new Promise<JobFindings>((finish) => this.#enter(index, { job, finish })));
    await this.#isWanted();
    const common = { run: this.#name, search: this.#options.search, release: releaseHash() };
    await this.#queue.addBulk(
      order.map(({ job, index }) => ({
        name: job.name,
        data: { ...common, job, source: hash(job.source) },
        opts: { jobId: this.#idOf(index), removeOnComplete: { age: 3600 }, removeOnFail: { age: 3600 }, attempts: 1 },
      })),
    );
    this.#looking = setInterval(() => this.#look(isInterrupted).catch(() => {}), lookEveryMs);
    return await Promise.all(all);
  }

  #idOf(index: number): string {
    return `${this.#name}-${index}`;
  }

  #enter(index: number, entry: Entry): void {
    this.#entries.set(this.#idOf(index), entry);
  }

  #completed(id: string, text: string): void {
    const entry = this.#entries.get(id);
    if (entry) this.#settle(id, this.#findingsOf(entry.job, unpack(text)));
  }

  #findingsOf(job: Job, done: Done): JobFindings {
    switch (done.kind) {
      case 'done':
        return done.findings;
      case 'undone':
        return this.#options.undone(job, done.limit, done.error && errorOf(done.error));
      case 'refused':
        return this.#undone(job, new QuiesceError('QSC141', `${job.name}: ${done.what}`));
    }
  }

  #undone(job: Job, error: QuiesceError): JobFindings {
    return this.#options.undone(job, { limit: 'interrupted', text: error.seen }, error);
  }

  #failed(id: string, reason: string): void {
    const entry = this.#entries.get(id);
    if (entry) this.#settle(id, this.#undone(entry.job, new QuiesceError('QSC140', `${entry.job.name}: ${reason}`)));
  }

  #settle(id: string, findings: JobFindings): void {
    const entry = this.#entries.get(id)!;
    this.#entries.delete(id);
    this.#options.onDone(entry.job, findings);
    entry.finish(findings);
  }

  #progressed(id: string, progress: Progress): void {
    this.#lonelySinceMs = undefined;
    const entry = this.#entries.get(id);
    if (entry) this.#options.onProgress(entry.job, progress);
  }

  /** Says so for some time. Should this process be killed, nobody goes on working for it. */
  async #isWanted(): Promise<void> {
    this.#wantedSinceMs = performance.now();
    await this.#client.set(wantedKey(this.#name), '1', 'EX', wantedSeconds);
  }

  async #look(isInterrupted: () => boolean): Promise<void> {
    if (this.#entries.size === 0) return;
    if (performance.now() - this.#wantedSinceMs > (wantedSeconds * 1000) / 4) await this.#isWanted();
    if (isInterrupted()) return await this.#stop({ limit: 'interrupted', text: 'interrupted' });
    if ((await this.#queue.getWorkersCount()) > 0) this.#lonelySinceMs = undefined;
    else this.#lonelySinceMs ??= performance.now();
    if (this.#lonelySinceMs === undefined || performance.now() - this.#lonelySinceMs < lonelyMs) return;
    const error = new QuiesceError('QSC142', `nobody took a job for ${lonelyMs / 1000} seconds`);
    await this.#stop({ limit: 'interrupted', text: error.seen }, error);
  }

  /** Workers that have a job of this run in hand see that nobody wants it; the others never get to see theirs. */
  async #stop(limit: LimitHit, error?: QuiesceError): Promise<void> {
    clearInterval(this.#looking);
    await this.#client.del(wantedKey(this.#name));
    await Promise.all([...this.#entries.keys()].map(async (id) => await removed(await this.#queue.getJob(id))));
    for (const [id, { job }] of [...this.#entries]) this.#settle(id, this.#options.undone(job, limit, error));
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    await Promise.all([this.#queue.close(), this.#events.close()]);
    await this.#client.quit();
  }
}

/** One that a worker has in hand cannot be removed. */
async function removed(job: QueueJob | undefined): Promise<void> {
  await job?.remove().catch(() => {});
}

function errorOf({ code, seen, next }: NonNullable<Extract<Done, { kind: 'undone' }>['error']>): QuiesceError {
  return new QuiesceError(code, seen, { next });
}
