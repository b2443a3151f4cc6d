// Runs tasks on the pool and makes one result of them.

import { availableParallelism } from 'node:os';
import type { QuiesceError } from '../engine/program/errors.js';
import type { LimitHit } from '../engine/search/options.js';
import type { CompiledTasks } from './coverage/coverageWorker.js';
import type { CodeCoverage } from './coverage/unreached.js';
import { withMemoryLimit } from './memoryShare.js';
import type { Doing } from './pool.js';
import type { ProgressDisplay } from './progress.js';
import type { Job, JobFindings } from './protocol.js';
import { makeResult, noMechanism, type ResultError, type VerificationResult } from './result.js';
import type { SearchOptions } from './searchOptions.js';
import type { SourcedTask } from './selection.js';
import { errorOf, joinFindings, nothing, parts, undecided } from './task.js';
import type { TaskSource } from './tasks.js';

export interface VerificationOptions {
  readonly search: SearchOptions;
  /** Explorations at a time; as many as there are cores unless told. */
  readonly lanes?: number;
  readonly properties?: readonly string[];
  /** Others than this machine do it, and know how much memory they have. */
  readonly elsewhere?: boolean;
  /** Shows the progress of so many explorations. */
  readonly display: (explorations: number) => ProgressDisplay;
  /** Also list what of impl/ none of the tasks reached. */
  readonly coverage?: boolean;
  readonly isInterrupted: () => boolean;
}

/** runVerification does every task and returns the result; an interruption makes the rest inconclusive. */
export async function runVerification(
  doing: Doing,
  tasks: readonly SourcedTask[],
  options: VerificationOptions,
): Promise<VerificationResult> {
  const jobs = tasks.flatMap((sourced) => jobsOf(sourced, options));
  const display = options.display(jobs.length);
  try {
    const findings = await runAll(doing, tasks, jobs, options, display);
    const joined = joinFindings(findings);
    const code = options.coverage && !options.isInterrupted() ? await codeCoverage(jobs, findings) : undefined;
    if (code instanceof Error) return makeResult({ ...joined, errors: [...joined.errors, coverageError(code)] });
    return makeResult({ ...joined, ...code });
  } finally {
    display.end();
  }
}

function runAll(
  doing: Doing,
  tasks: readonly SourcedTask[],
  jobs: readonly Job[],
  options: VerificationOptions,
  display: ProgressDisplay,
): Promise<readonly JobFindings[]> {
  const lanes = Math.max(1, Math.min(options.lanes ?? availableParallelism(), jobs.length));
  const byJob = new Map(tasks.map(({ source, task }) => [keyOf(source, task.name), task]));
  const taskOf = (job: Job) => byJob.get(keyOf(job.source, job.name))!;
  const undone = (job: Job, limit: LimitHit, error?: QuiesceError): JobFindings => {
    if (job.part === 'compile') return nothing;
    const errors = error ? [errorOf(taskOf(job), error)] : [];
    return { ...undecided(asked(taskOf(job), options), job.part, limit), errors };
  };
  return doing.do(jobs, {
    ...{ lanes, undone, search: options.elsewhere ? options.search : withMemoryLimit(options.search, lanes) },
    rank: (job) => taskOf(job).size,
    onProgress: (job, progress) => display.update(job, progress),
    onDone: (job, findings) => display.finished(job, findings),
  });
}

/** A task with those of its properties that were asked for. */
function asked(task: SourcedTask['task'], { properties }: VerificationOptions): SourcedTask['task'] {
  const isAsked = ({ name }: { readonly name: string }) => properties?.includes(name) ?? true;
  return { ...task, safety: task.safety.filter(isAsked), liveness: task.liveness.filter(isAsked) };
}

function keyOf(source: TaskSource, name: string): string {
  return JSON.stringify([source, name]);
}

/**
 * A job for each part of a task that has something to check. For coverage the first of them lists its programs' edges, which
 * takes no search of its own; a task with nothing to check has a job for that.
 */
function jobsOf({ source, task }: SourcedTask, options: VerificationOptions): Job[] {
  const { properties, coverage } = options;
  const wanted = parts.filter((part) => asked(task, options)[part].length > 0);
  const jobs = wanted.map((part) => ({ source, name: task.name, part, ...(properties ? { properties } : {}) }));
  if (!coverage) return jobs;
  const [first, ...others] = jobs;
  return first ? [{ ...first, listsEdges: true }, ...others] : [{ source, name: task.name, part: 'compile' }];
}

/** Nothing is said of impl/ unless every task was explored to its end. */
async function codeCoverage(
  jobs: readonly Job[],
  findings: readonly JobFindings[],
): Promise<CodeCoverage | Error | undefined> {
  const compiled = jobs.flatMap(({ name, part, listsEdges }, index) =>
    part === 'compile' || listsEdges ? [[name, findings[index]!.compiled] as const] : [],
  );
  if (compiled.some(([, threads]) => threads === undefined)) return undefined;
  const { measureCode } = await import('./coverage/coverage.js');
  return measureCode(Object.fromEntries(compiled) as CompiledTasks).catch((error: Error) => error);
}

function coverageError(error: Error): ResultError {
  return errorOf({ scenario: 'coverage of impl/', mechanism: noMechanism }, error);
}
