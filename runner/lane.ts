// A lane: one worker, and the request that it has in hand. It watches the worker from outside, because user code that
// never comes back can be stopped in no other way: a call of it that takes too long, a file that never finishes loading,
// a file that ends its process. Whatever happens to the worker, the request gets an answer or a coded error.

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { QuiesceError } from '../engine/program/errors.js';
import { runningWords } from '../engine/program/nowRunning.js';
import type { Progress } from '../engine/search/options.js';
import { loading } from './loadFile.js';
import { packageRoot } from './packageRoot.js';
import type { Answers, Ask, FromWorker, RequestOf, WorkerSetup } from './protocol.js';

/** How long one call of a program or a property may take; and the running of a file's top level. */
const callLimitMs = 60_000;
/** With a limit of seconds, how long the loading of a file may take at least: our compiler works in it too. */
const loadingLeastMs = 15_000;
/** With a limit of seconds, how long a call may go on when they are over. */
const graceMs = 1000;
/** How long a worker may take to notice that the user wants to stop. */
const patienceMs = 5000;
const lookEveryMs = 250;

export type LaneSetup = Omit<WorkerSetup, 'running'>;

/** How a request is watched over. */
export interface Watch {
  /** The user's limit. */
  readonly seconds?: number;
  readonly onProgress?: (progress: Progress) => void;
}

/** Why a lane came to an end before its request had an answer. */
export class LaneEnded extends QuiesceError {
  /** interrupted: the user wanted to stop. */
  readonly why: 'stuck' | 'died' | 'memory' | 'interrupted';

  constructor(why: LaneEnded['why'], seen: string) {
    super(why === 'stuck' ? 'QSC303' : why === 'memory' ? 'QSC301' : why === 'died' ? 'QSC132' : 'QSC302', seen);
    this.why = why;
  }
}

/** What a lane has in hand. */
interface Hand {
  readonly ask: Ask;
  readonly watch: Watch;
  readonly beganMs: number;
  readonly finish: (answer: never) => void;
  readonly fail: (error: QuiesceError) => void;
}

/** A call of the user's code that has not come back. */
interface Call {
  readonly entries: number;
  readonly sinceMs: number;
}

/** The limit that a call has gone beyond, in seconds; undefined where it has not. */
function secondsOver(what: string, callMs: number, requestMs: number, { seconds }: Watch): number | undefined {
  const isLoading = what.startsWith(loading);
  const ownMs = isLoading && seconds !== undefined ? Math.max(loadingLeastMs, seconds * 1000) : callLimitMs;
  if (callMs > ownMs) return ownMs / 1000;
  const isOver = !isLoading && seconds !== undefined && requestMs > seconds * 1000 && callMs > graceMs;
  return isOver ? seconds : undefined;
}

export class Lane {
  dead = false;
  readonly #worker: Worker;
  readonly #stop: Int32Array;
  readonly #running = new Int32Array(new SharedArrayBuffer(4 * runningWords));
  readonly #names = new Map<number, string>();
  readonly #looking: NodeJS.Timeout;
  #hand: Hand | undefined;
  #call: Call | undefined;
  #isIdle = false;
  #stoppedSinceMs: number | undefined;

  constructor(setup: LaneSetup) {
    this.#stop = new Int32Array(setup.stop);
    const workerData: WorkerSetup = { ...setup, running: this.#running.buffer as SharedArrayBuffer };
    // Options of Node's own command line are for whoever gave them: a loader of theirs would take our files over.
    const options = { workerData, stdout: true, execArgv: [] };
    this.#worker = new Worker(join(packageRoot, 'dist', 'runner', 'worker.js'), options);
    // Its listeners stay: a port without any is not read again.
    this.#worker.stdout.on('data', (text) => process.stderr.write(text));
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error) => this.#died(error));
    this.#worker.on('exit', (code) => this.#exited(code));
    this.#looking = setInterval(() => this.#look(), lookEveryMs);
  }

  /** Throws what the worker throws, and LaneEnded when it comes to an end. */
  ask<A extends Ask>(request: RequestOf<A>, watch: Watch = {}): Promise<Answers[A]> {
    return new Promise<Answers[A]>((finish, fail) => {
      this.#hand = { ask: request.ask, watch, beganMs: performance.now(), finish, fail };
      this.#isIdle = false;
      this.#worker.postMessage(request);
    });
  }

  async end(): Promise<void> {
    this.dead = true;
    clearInterval(this.#looking);
    await this.#worker.terminate();
  }

  #hear(message: FromWorker): void {
    if (message.say === 'named') this.#names.set(message.id, message.what);
    if (message.say === 'idle') this.#isIdle = true;
    if (message.say === 'progress') this.#hand?.watch.onProgress?.(message.progress);
    if (message.say === 'answer') this.#take()?.finish(message.answer as never);
    if (message.say === 'failed') {
      const { code, seen, next } = message.error;
      this.#take()?.fail(new QuiesceError(code, seen, { next }));
    }
  }

  #take(): Hand | undefined {
    const hand = this.#hand;
    this.#hand = undefined;
    return hand;
  }

  #giveUp(why: LaneEnded['why'], seen: string): void {
    void this.end();
    this.#take()?.fail(new LaneEnded(why, seen));
  }

  #died(error: Error & { code?: string }): void {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#giveUp('memory', 'the memory of its worker');
    else this.#giveUp('died', `${error.name ?? 'it threw'}: ${error.message ?? String(error)}`);
  }

  #exited(code: number): void {
    if (this.#isIdle) this.#giveUp('died', 'a promise at its top level never settles');
    else this.#giveUp('died', `it ends its own process: process.exit(${code})`);
  }

  #look(): void {
    this.#lookForStop();
    const stuck = this.#stuckIn();
    if (stuck !== undefined) this.#giveUp('stuck', stuck);
  }

  #lookForStop(): void {
    if (Atomics.load(this.#stop, 0) !== 1) return;
    this.#stoppedSinceMs ??= performance.now();
    if (performance.now() - this.#stoppedSinceMs > patienceMs) this.#giveUp('interrupted', 'interrupted');
  }

  /** What has been running for too long in one call, in words. */
  #stuckIn(): string | undefined {
    const id = Atomics.load(this.#running, 1);
    const entries = Atomics.load(this.#running, 0);
    const nowMs = performance.now();
    if (!this.#hand || id === 0) this.#call = undefined;
    else if (this.#call?.entries !== entries) this.#call = { entries, sinceMs: nowMs };
    if (!this.#hand || !this.#call) return undefined;
    const what = this.#names.get(id) ?? 'user code';
    const overSeconds = secondsOver(what, nowMs - this.#call.sinceMs, nowMs - this.#hand.beganMs, this.#hand.watch);
    return overSeconds === undefined ? undefined : `${what} does not come back within ${overSeconds} seconds`;
  }
}
