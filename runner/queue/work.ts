// A worker of the queue: takes one job after the other, on as many lanes as it has, and says what each came to. It does
// nothing that the pool of a single machine does not do.

import type { Job as QueueJob } from 'bullmq';
import type { QuiesceError } from '../../engine/program/errors.js';
import type { LimitHit } from '../../engine/search/options.js';
import { withMemoryLimit } from '../memoryShare.js';
import { Pool } from '../pool.js';
import type { Job } from '../protocol.js';
import { nothing } from '../task.js';
import { opened } from './connection.js';
import { releaseHash, sourceHash } from './fingerprint.js';
import { type Done, pack, queueName, type Work, wantedKey } from './message.js';

export interface WorkOptions {
  /** Jobs at a time. */
  readonly lanes: number;
  /** The folder that paths are relative to. */
  readonly from: string;
  /** Told of each job that was begun and ended. */
  readonly say: (text: string) => void;
  /** Called back when it is to end: what is in hand goes back to the queue. */
  readonly untilEnded: Promise<void>;
}

/** A job whose worker does not say for so long that it is alive is given to another. */
const aliveMs = 10_000;
/** A job that so many workers died of is given up. */
const deathsMost = 2;
const lookEveryMs = 500;

/** work takes jobs from the queue at an address until it is ended. Throws QSC138 and QSC139. */
export async function work(url: string, { lanes, from, say, untilEnded }: WorkOptions): Promise<void> {
  const { bullmq, connection, client } = await opened(url);
  const desks = new Desks(from);
  const worker = new bullmq.Worker<Work, string>(
    queueName,
    async (entry) => {
      say(`${entry.name}: begun`);
      const done = await doneOf(entry, {
        ...{ lanes, from, desks },
        isWanted: async () => (await client.exists(wantedKey(entry.data.run))) === 1,
      });
      say(`${entry.name}: ${done.kind}`);
      return pack(done);
    },
    {
      ...{ connection, concurrency: lanes, lockDuration: aliveMs, stalledInterval: aliveMs / 2 },
      maxStalledCount: deathsMost,
    },
  );
  worker.on('error', (error) => say(String(error)));
  await worker.waitUntilReady();
  say(`waiting for jobs, ${lanes} at a time`);
  await untilEnded;
  await worker.close(true);
  await desks.clear();
  client.disconnect();
}

/** Where a job is done: a pool, and how it is told to stop. What it has loaded is the text of one run. */
interface Desk {
  readonly run: string;
  readonly stop: Int32Array;
  readonly pool: Pool;
}

/** Desks that nobody sits at. */
class Desks {
  readonly #from: string;
  #free: Desk[] = [];

  constructor(from: string) {
    this.#from = from;
  }

  /** One of the run, or a new one; those of other runs are cleared away. */
  async take(run: string): Promise<Desk> {
    const others = this.#free.filter((desk) => desk.run !== run);
    this.#free = this.#free.filter((desk) => desk.run === run);
    await Promise.all(others.map(({ pool }) => pool.end()));
    const stop = new SharedArrayBuffer(4);
    return this.#free.pop() ?? { run, stop: new Int32Array(stop), pool: new Pool({ stop, from: this.#from }) };
  }

  leave(desk: Desk): void {
    this.#free.push(desk);
  }

  async clear(): Promise<void> {
    await Promise.all(this.#free.splice(0).map(({ pool }) => pool.end()));
  }
}

interface Hand {
  readonly desks: Desks;
  readonly lanes: number;
  readonly from: string;
  /** Whether anybody still waits for it. */
  readonly isWanted: () => Promise<boolean>;
}

async function doneOf(entry: QueueJob<Work, string>, hand: Hand): Promise<Done> {
  const { data } = entry;
  if (!(await hand.isWanted())) return unwanted;
  const refused = refusal(data, hand.from);
  if (refused !== undefined) return { kind: 'refused', what: refused };
  const desk = await hand.desks.take(data.run);
  const look = async () => {
    if (!(await hand.isWanted())) Atomics.store(desk.stop, 0, 1);
  };
  const looking = setInterval(() => look().catch(() => {}), lookEveryMs);
  const onProgress = (progress: unknown) => void entry.updateProgress(progress as object).catch(() => {});
  try {
    return await attempted(desk.pool, data, hand.lanes, onProgress);
  } finally {
    clearInterval(looking);
    if (Atomics.load(desk.stop, 0) === 0) hand.desks.leave(desk);
    else await desk.pool.end();
  }
}

const unwanted: Done = { kind: 'undone', limit: { limit: 'interrupted', text: 'nobody waits for it' } };

/** Why this worker must not do it: what it has is another text. */
function refusal({ release, source, job }: Work, from: string): string | undefined {
  if (release !== releaseHash()) return 'a worker runs another release of this package';
  try {
    if (source === sourceHash(job.source, from)) return undefined;
  } catch (error) {
    return `a worker cannot read it: ${String(error)}`;
  }
  return 'a worker has another text of the file, or of what it imports';
}

async function attempted(
  pool: Pool,
  { job, search }: Work,
  lanes: number,
  onProgress: (progress: unknown) => void,
): Promise<Done> {
  let undone: { readonly limit: LimitHit; readonly error?: QuiesceError } | undefined;
  const [findings] = await pool.do([job], {
    ...{ lanes: 1, search: withMemoryLimit(search, lanes), rank: () => 0 },
    undone: (_: Job, limit: LimitHit, error?: QuiesceError) => {
      undone = { limit, ...(error ? { error } : {}) };
      return nothing;
    },
    onProgress: (_, progress) => onProgress(progress),
    onDone: () => {},
  });
  if (!undone) return { kind: 'done', findings: findings! };
  const { limit, error } = undone;
  return {
    kind: 'undone',
    limit,
    ...(error ? { error: { code: error.code, seen: error.seen, next: error.next } } : {}),
  };
}
