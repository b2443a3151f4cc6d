// Litmus tests and small scenarios by real worker threads, for a bounded time: every outcome that is seen has to be one that
// exploration allows. What it gives is a measurement, of this machine and this moment: it refutes, and proves nothing.

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sharedMemory } from '../../runtime/threads/memory.js';
import { packageRoot } from '../packageRoot.js';
import { allowedOutcomes } from './allowed.js';
import { meetingOf, repetitionsOf } from './meeting.js';
import { nameOf, type Subject, systemOf } from './subject.js';
import type { Said, ThreadSetup } from './worker.js';

export interface ThreadsOptions {
  /** Seconds for each subject. */
  readonly seconds: number;
  /** Repetitions of each at most. */
  readonly repetitions: number;
  readonly seed: number;
  /** One operation in so many is held up for a random time. */
  readonly delayOneIn: number;
  /** The deliberate defect: accesses are plain ones. */
  readonly isPlain: boolean;
}

/** What is done unless told. */
export const threadsDefaults: ThreadsOptions = Object.freeze({
  seconds: 2,
  repetitions: 1_000_000,
  seed: 1,
  delayOneIn: 20,
  isPlain: false,
});

/** An outcome that was seen, how often, and whether exploration allows it. */
export interface SeenOutcome {
  readonly outcome: string;
  /** Undefined where the threads did not come to the end that counts. */
  readonly times: number | undefined;
  readonly isAllowed: boolean;
}

export interface ThreadsChecked {
  readonly name: string;
  readonly threads: number;
  readonly repetitions: number;
  /** How many outcomes exploration allows, over how many states. */
  readonly allowed: number;
  readonly states: number;
  readonly seen: readonly SeenOutcome[];
  /** The outcomes that exploration allows. */
  readonly allowedOutcomes: readonly string[];
  /** Why the threads did not come to an end: one threw, or nothing moved any more. */
  readonly failure?: string;
}

/** isAllowed tells whether all that was seen is allowed, and something was. */
export function isAllowed({ seen, failure }: ThreadsChecked): boolean {
  return failure === undefined && seen.length > 0 && seen.every((one) => one.isAllowed);
}

/** checkThreads explores a subject, runs it by threads, and compares. Throws QSC617 where exploration is cut. */
export async function checkThreads(subject: Subject, options: ThreadsOptions): Promise<ThreadsChecked> {
  const { outcomes, states } = allowedOutcomes(subject);
  const { threads } = systemOf(subject);
  const { counts, failure, repetitions } = await new Running(subject, threads.length, options).ended();
  const seen = [...counts].map(([outcome, times]) => ({ outcome, times, isAllowed: outcomes.has(outcome) }));
  const found = {
    name: nameOf(subject),
    threads: threads.length,
    repetitions,
    allowed: outcomes.size,
    states,
    allowedOutcomes: [...outcomes],
  };
  const sorted = seen.sort((a, b) => (a.outcome < b.outcome ? -1 : 1));
  return { ...found, seen: sorted, ...(failure === undefined ? {} : { failure }) };
}

/** Cells that a small subject has at most. */
const cellsMost = 1024;
/** Bytes of what a thread's calls return at most. */
const toldMost = 1 << 14;
/** Milliseconds without a repetition after which nothing moves any more. */
const stillMs = 10_000;

interface Ended {
  readonly counts: ReadonlyMap<string, number | undefined>;
  readonly failure?: string;
  readonly repetitions: number;
}

class Running {
  readonly #workers: readonly Worker[];
  readonly #setup: Omit<ThreadSetup, 'slot' | 'manner'>;
  readonly #counts = new Map<string, number | undefined>();

  constructor(subject: Subject, threads: number, { seconds, repetitions, seed, delayOneIn, isPlain }: ThreadsOptions) {
    this.#setup = {
      subject,
      memory: sharedMemory(cellsMost, threads),
      meeting: meetingOf(threads),
      told: Array.from({ length: threads }, () => new SharedArrayBuffer(toldMost)),
      forMs: seconds * 1000,
      repetitionsMost: repetitions,
    };
    this.#workers = Array.from({ length: threads }, (_, slot) => {
      const manner = { delayOneIn, isPlain, seed: (seed * 7919 + slot * 104_729) | 1 };
      const workerData: ThreadSetup = { ...this.#setup, slot, manner };
      return new Worker(join(packageRoot, 'dist', 'runner', 'realThreads', 'worker.js'), { workerData });
    });
  }

  async ended(): Promise<Ended> {
    const failure = await this.#failure();
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
    const repetitions = repetitionsOf(this.#setup.meeting);
    return { counts: this.#counts, repetitions, ...(failure === undefined ? {} : { failure }) };
  }

  /** Why the run did not come to its end; undefined where it did. */
  #failure(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const over = (failure?: string) => {
        clearInterval(watching);
        resolve(failure);
      };
      const watching = this.#watch(over);
      for (const worker of this.#workers) {
        worker.on('message', (said: Said) => this.#hear(said, over));
        worker.on('error', (error) => over(String(error)));
      }
    });
  }

  #hear(said: Said, over: (failure?: string) => void): void {
    if ('failed' in said) over(said.failed);
    else if ('outcome' in said) this.#counts.set(said.outcome, undefined);
    else {
      for (const [outcome, count] of said.counts) this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + count);
      over();
    }
  }

  #watch(over: (failure: string) => void): NodeJS.Timeout {
    let [before, sinceMs] = [-1, performance.now()];
    return setInterval(() => {
      const repetitions = repetitionsOf(this.#setup.meeting);
      if (repetitions !== before) [before, sinceMs] = [repetitions, performance.now()];
      else if (performance.now() - sinceMs > stillMs) over(`nothing moved for ${stillMs / 1000} s`);
    }, 200);
  }
}
