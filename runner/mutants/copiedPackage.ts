// A copy of the package with edits, and a worker that runs in it: own module instances, which are gone when it is closed.
// Copies lie under out/mutants/ in the user's folder while they are used.

import { rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { threadId, Worker } from 'node:worker_threads';
import { QuiesceError } from '../../engine/program/errors.js';
import type { Edit } from '../../mutants/mutant.js';
import { userFolder } from '../invocation.js';
import type { Answers, Ask, CopySetup, FromCopy, QuestionOf } from './answer.js';
import { makeCopy, removeCopy } from './copy.js';

/** The copies of this thread. */
const copies = join(userFolder, 'out', 'mutants', `run${process.pid}.${threadId}`);
let made = 0;

/** How long a worker may take to notice that the user wants to stop. */
const patienceMs = 5000;

/** A question that waits for its answer. */
interface Waiting {
  readonly resolve: (said: FromCopy) => void;
  readonly reject: (error: Error) => void;
}

export class CopiedPackage {
  readonly folder = join(copies, String(made++));
  readonly #stop: SharedArrayBuffer;
  #worker: Worker | undefined;
  #waiting: Waiting | undefined;

  /** Throws QSC109, QSC113 and QSC115. */
  constructor(edits: readonly Edit[], stop: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.#stop = stop;
    if (made === 1) process.once('exit', () => removeCopy(copies));
    try {
      makeCopy(this.folder, edits);
    } catch (error) {
      removeFolder(this.folder);
      throw error;
    }
  }

  /** ask puts a question to the copy, one at a time. Throws what the copy throws, and QSC302 where it does not stop. */
  async ask<A extends Ask>(question: QuestionOf<A>): Promise<Answers[A]> {
    const watch = this.#giveUpWhenStopped();
    try {
      const said = await new Promise<FromCopy>((resolve, reject) => {
        this.#waiting = { resolve, reject };
        this.#running().postMessage(question);
      });
      if ('answer' in said) return said.answer as Answers[A];
      throw new QuiesceError(said.code, said.seen, { next: said.next });
    } finally {
      this.#waiting = undefined;
      clearInterval(watch);
    }
  }

  /** Its listeners stay: a port without any is not read again. */
  #running(): Worker {
    if (this.#worker) return this.#worker;
    const workerData: CopySetup = { stop: this.#stop };
    const worker = new Worker(join(this.folder, 'dist', 'runner', 'mutants', 'worker.js'), { workerData });
    worker.on('message', (said: FromCopy) => this.#waiting?.resolve(said));
    worker.on('error', (error) => this.#waiting?.reject(ended(error.message)));
    worker.on('exit', () => this.#waiting?.reject(ended('it exited')));
    this.#worker = worker;
    return worker;
  }

  /** A mutant of the engine may not even look whether it is to stop. */
  #giveUpWhenStopped(): NodeJS.Timeout {
    const stop = new Int32Array(this.#stop);
    let stoppedSinceMs: number | undefined;
    return setInterval(() => {
      if (Atomics.load(stop, 0) !== 1) return;
      stoppedSinceMs ??= performance.now();
      if (performance.now() - stoppedSinceMs > patienceMs)
        this.#waiting?.reject(new QuiesceError('QSC302', 'a mutant was not done'));
    }, 250);
  }

  /** close ends the worker and removes the copy. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
    removeFolder(this.folder);
  }
}

function ended(why: string): QuiesceError {
  return new QuiesceError('QSC901', `the worker of a mutant ended: ${why}`);
}

/** Folders that were made for the copy go with it, unless something else lies there. */
function removeFolder(folder: string): void {
  removeCopy(folder);
  const above = [copies, dirname(copies), dirname(dirname(copies))];
  try {
    for (const each of above) rmdirSync(each);
  } catch {
    // Another copy is in use, or the user has something there.
  }
}

/** withCopy lends a copy with edits, and removes it afterwards. */
export async function withCopy<T>(
  edits: readonly Edit[],
  use: (copy: CopiedPackage) => Promise<T>,
  stop?: SharedArrayBuffer,
): Promise<T> {
  const copy = new CopiedPackage(edits, stop);
  try {
    return await use(copy);
  } finally {
    await copy.close();
  }
}
