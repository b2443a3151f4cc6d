// verify: what the command line does, for programs. Everything of the user's is loaded and run by workers, which are
// watched over; nothing of it is run in this thread.

import { listGiven, recordGiven } from '../engine/program/given.js';
import type { ProgressDisplay } from './progress.js';
import type { VerificationResult } from './result.js';
import type { SearchOptions } from './searchOptions.js';

export interface VerifyOptions extends SearchOptions {
  /** Only these properties. */
  readonly properties?: readonly string[];
  /** Only these mechanisms. */
  readonly mechanisms?: readonly string[];
  /** Only what has a name like one of these: `*` stands for any signs. */
  readonly like?: readonly string[];
  /** Where nothing is named: this package's scenarios instead of the project's. */
  readonly builtin?: boolean;
  /** Where nothing is named: the deep ones of this package's scenarios. */
  readonly deep?: boolean;
  /** Explorations at a time; as many as there are cores unless told. */
  readonly lanes?: number;
  /** The folder that paths are relative to; the working folder unless told. */
  readonly from?: string;
  /** All of it together: what is not done after so many seconds is inconclusive. */
  readonly budgetSeconds?: number;
  /** Shows the progress of so many explorations. */
  readonly display?: (explorations: number) => ProgressDisplay;
  /** Let the workers of a queue do it: the address of a Redis or Valkey server. See `quiesce worker`. */
  readonly queue?: string;
  /** Also list what of impl/ none of the scenarios reached: with all of this package's scenarios only. */
  readonly coverage?: boolean;
}

const silent: ProgressDisplay = Object.freeze({ update: () => {}, finished: () => {}, end: () => {} });

/**
 * verify loads what is named (scenarios of this package by name, files of one's own by path; where nothing is named, what
 * the project's configuration lists, or its files named *.quiesce.ts) and says of every verdict whether it is as expected.
 * Workers do it, as under `quiesce verify`: Ctrl-C makes the rest inconclusive, and user code that does not come back is
 * stopped and named. Throws QSC101 to QSC112 for what can not be loaded, QSC131 to QSC133, QSC303 and QSC512; QSC138 and QSC139
 * for a queue.
 *
 * @example
 * const result = await verify(['noCommonFormat'], { properties: ['noFailure'], mechanisms: ['asItIs'] });
 * exitCodeOf(result) // => 0
 */
export async function verify(words: readonly string[] = [], options: VerifyOptions = {}): Promise<VerificationResult> {
  listGiven('QSC110', 'names and files: a list of texts', words, (each) => typeof each === 'string');
  recordGiven('QSC110', 'options: a record', options);
  const [{ Pool }, { onInterrupt }, { userFolder }] = await Promise.all([
    import('./pool.js'),
    import('./interruption.js'),
    import('./invocation.js'),
  ]);
  const from = options.from ?? userFolder;
  const interruption = onInterrupt();
  const pool = new Pool({ stop: interruption.stop, from });
  const release = stopAfter(interruption.stop, options.budgetSeconds);
  try {
    return await verifyOn(pool, words, { ...options, from }, () => interruption.isAsked());
  } finally {
    release();
    await pool.end();
    interruption.release();
  }
}

/** Asks everything to stop after so many seconds, as Ctrl-C does; returns how to call that off. */
export function stopAfter(stop: SharedArrayBuffer, seconds: number | undefined): () => void {
  if (seconds === undefined) return () => {};
  const timer = setTimeout(() => Atomics.store(new Int32Array(stop), 0, 1), seconds * 1000);
  return () => clearTimeout(timer);
}

async function verifyOn(
  pool: import('./pool.js').Pool,
  words: readonly string[],
  options: VerifyOptions & { readonly from: string },
  isInterrupted: () => boolean,
): Promise<VerificationResult> {
  const [{ selectTasks }, { runVerification }, { projectOf }] = await Promise.all([
    import('./selection.js'),
    import('./verification.js'),
    import('./project.js'),
  ]);
  const {
    from,
    display = () => silent,
    mechanisms,
    lanes,
    coverage,
    builtin,
    deep,
    properties,
    like,
    queue,
    ...rest
  } = options;
  const { budgetSeconds: _, ...search } = rest;
  const project = words.length > 0 || builtin || deep ? undefined : await projectOf(pool, from);
  const limits = { ...project?.limits, ...search.limits };
  const seconds = limits.seconds === undefined ? {} : { seconds: limits.seconds };
  const named = {
    ...(mechanisms ? { mechanisms } : {}),
    ...(properties ? { properties } : {}),
    ...(like ? { like } : {}),
  };
  const files = project?.files ?? [];
  const selection = { words, from, ...named, ...seconds, builtin: builtin ?? false, deep: deep ?? false, files };
  const tasks = await selectTasks(pool, selection);
  const doing = queue === undefined ? pool : await queuedAt(queue, from, isInterrupted);
  return await runVerification(doing, tasks, {
    search: { ...search, ...(Object.keys(limits).length > 0 ? { limits } : {}) },
    ...{ display, isInterrupted, coverage: coverage ?? false, elsewhere: queue !== undefined },
    ...(properties ? { properties } : {}),
    ...(lanes === undefined ? (project?.jobs === undefined ? {} : { lanes: project.jobs }) : { lanes }),
  });
}

async function queuedAt(...where: Parameters<typeof import('./queue/queued.js').Queued.at>) {
  const { Queued } = await import('./queue/queued.js');
  return await Queued.at(...where);
}
