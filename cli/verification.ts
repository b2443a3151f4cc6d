// Runs tasks on the pool and makes one result of them: the part of verify and explore that they share.

import { availableParallelism, totalmem } from 'node:os';
import { makeResult, type VerificationResult } from '../reports/result.js';
import { joinOutcomes, parts, type Task, undecided } from '../scenarios/task.js';
import { onInterrupt } from './interruption.js';
import { userFolder } from './invocation.js';
import { runJobs } from './pool.js';
import { progressDisplay } from './progress.js';
import type { Job } from './protocol.js';
import type { SearchOptions } from './searchOptions.js';
import type { TaskSource } from './tasks.js';

/** A task with the source that a worker finds it by. */
export interface SourcedTask {
  readonly source: TaskSource;
  readonly task: Task;
}

export interface VerificationOptions {
  readonly search: SearchOptions;
  readonly lanes?: number;
  readonly properties?: readonly string[];
  /** How many states a job may have, roughly: larger ones begin earlier. */
  readonly rank: (job: Job) => number;
}

/** runVerification does every task and returns the result; Ctrl-C makes the rest inconclusive. */
export async function runVerification(
  tasks: readonly SourcedTask[],
  options: VerificationOptions,
): Promise<VerificationResult> {
  const jobs = tasks.flatMap((sourced) => jobsOf(sourced, options.properties));
  const byName = new Map(tasks.map(({ source, task }) => [keyOf(source, task.name), task]));
  const lanes = Math.max(1, Math.min(options.lanes ?? availableParallelism(), jobs.length));
  const interruption = onInterrupt();
  const display = progressDisplay(process.stderr, jobs.length);
  try {
    const outcomes = await runJobs(jobs, {
      lanes,
      setup: { stop: interruption.stop, from: userFolder, options: withMemoryLimit(options.search, lanes) },
      rank: options.rank,
      undone: (job, limit) => undecided(byName.get(keyOf(job.source, job.name))!, job.part, limit),
      onProgress: (job, progress) => display.update(job, progress),
      onDone: (job, outcome) => display.finished(job, outcome),
    });
    return makeResult(joinOutcomes(outcomes));
  } finally {
    display.end();
    interruption.release();
  }
}

function keyOf(source: TaskSource, name: string): string {
  return JSON.stringify([source, name]);
}

/** A job for each part of a task that has something to check. */
function jobsOf({ source, task }: SourcedTask, properties: readonly string[] | undefined): Job[] {
  return parts
    .filter((part) => task[part].length > 0)
    .map((part) => ({ source, name: task.name, part, ...(properties ? { properties } : {}) }));
}

/** Unless the user said otherwise, all lanes together may hold three fifths of the machine's memory. */
function withMemoryLimit(search: SearchOptions, lanes: number): SearchOptions {
  const memoryMiB = Math.floor(((totalmem() / 2 ** 20) * 0.6) / lanes);
  return { ...search, limits: { memoryMiB, ...search.limits } };
}
