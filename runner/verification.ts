// Runs tasks on the pool and makes one result of them: the part of verify and explore that they share.

import { availableParallelism, totalmem } from 'node:os';
import type { CompiledTasks } from './coverage/coverageWorker.js';
import type { CodeCoverage } from './coverage/unreached.js';
import { type Interruption, onInterrupt } from './interruption.js';
import { userFolder } from './invocation.js';
import { runJobs } from './pool.js';
import type { ProgressDisplay } from './progress.js';
import type { Job, JobFindings } from './protocol.js';
import { makeResult, noMechanism, type ResultError, type VerificationResult } from './result.js';
import type { SearchOptions } from './searchOptions.js';
import { errorOf, joinFindings, nothing, parts, type Task, undecided } from './task.js';
import type { TaskSource } from './tasks.js';

/** A task with the source that a worker finds it by. */
export interface SourcedTask {
  readonly source: TaskSource;
  readonly task: Task;
}

export interface VerificationOptions {
  readonly search: SearchOptions;
  /** Explorations at a time; as many as there are cores unless told. */
  readonly lanes?: number;
  readonly properties?: readonly string[];
  /** Shows the progress of so many explorations. */
  readonly display: (explorations: number) => ProgressDisplay;
  /** Also list what of impl/ none of the tasks reached. */
  readonly coverage?: boolean;
}

/** runVerification does every task and returns the result; Ctrl-C makes the rest inconclusive. */
export async function runVerification(
  tasks: readonly SourcedTask[],
  options: VerificationOptions,
): Promise<VerificationResult> {
  const jobs = tasks.flatMap((sourced) => jobsOf(sourced, options));
  const interruption = onInterrupt();
  const display = options.display(jobs.length);
  try {
    const findings = await runAll(tasks, jobs, options, interruption, display);
    const joined = joinFindings(findings);
    const code = options.coverage && !interruption.isAsked() ? await codeCoverage(jobs, findings) : undefined;
    if (code instanceof Error) return makeResult({ ...joined, errors: [...joined.errors, coverageError(code)] });
    return makeResult({ ...joined, ...code });
  } finally {
    display.end();
    interruption.release();
  }
}

function runAll(
  tasks: readonly SourcedTask[],
  jobs: readonly Job[],
  options: VerificationOptions,
  interruption: Interruption,
  display: ProgressDisplay,
): Promise<readonly JobFindings[]> {
  const lanes = Math.max(1, Math.min(options.lanes ?? availableParallelism(), jobs.length));
  const byJob = new Map(tasks.map(({ source, task }) => [keyOf(source, task.name), task]));
  const taskOf = (job: Job) => byJob.get(keyOf(job.source, job.name))!;
  return runJobs(jobs, {
    lanes,
    setup: { stop: interruption.stop, from: userFolder, options: withMemoryLimit(options.search, lanes) },
    rank: (job) => sizeOf(taskOf(job)),
    undone: (job, limit) => (job.part === 'compile' ? nothing : undecided(taskOf(job), job.part, limit)),
    onProgress: (job, progress) => display.update(job, progress),
    onDone: (job, findings) => display.finished(job, findings),
  });
}

function keyOf(source: TaskSource, name: string): string {
  return JSON.stringify([source, name]);
}

/** A job for each part of a task that has something to check, and one to list its programs' edges. */
function jobsOf({ source, task }: SourcedTask, { properties, coverage }: VerificationOptions): Job[] {
  const isAsked = ({ name }: { readonly name: string }) => properties?.includes(name) ?? true;
  const asked = parts.filter((part) => task[part].some(isAsked));
  const jobs = (coverage ? [...asked, 'compile' as const] : asked).map((part) => ({ source, name: task.name, part }));
  return properties ? jobs.map((job) => ({ ...job, properties })) : jobs;
}

/** A guess at how large a task is, good enough to begin the large ones first. */
function sizeOf({ system: { cells, threads } }: Task): number {
  return cells.flat().length * threads.length;
}

/** Unless the user said otherwise, all lanes together may hold three fifths of the machine's memory. */
function withMemoryLimit(search: SearchOptions, lanes: number): SearchOptions {
  const memoryMiB = Math.floor(((totalmem() / 2 ** 20) * 0.6) / lanes);
  return { ...search, limits: { memoryMiB, ...search.limits } };
}

/** Nothing is said of impl/ unless every task was explored to its end. */
async function codeCoverage(
  jobs: readonly Job[],
  findings: readonly JobFindings[],
): Promise<CodeCoverage | Error | undefined> {
  const compiled = jobs.flatMap(({ name, part }, index) =>
    part === 'compile' ? [[name, findings[index]!.compiled] as const] : [],
  );
  if (compiled.some(([, threads]) => threads === undefined)) return undefined;
  const { measureCode } = await import('./coverage/coverage.js');
  return measureCode(Object.fromEntries(compiled) as CompiledTasks).catch((error: Error) => error);
}

function coverageError(error: Error): ResultError {
  return errorOf({ scenario: 'coverage of impl/', mechanism: noMechanism }, error);
}
