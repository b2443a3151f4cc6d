// A pool of workers, as many as are asked at a time. It is opened by whoever wants something of the user's run, and closed
// again. Jobs are begun in the order given by `rank`, and findings are returned in the order of the jobs. A worker that
// comes to an end costs its job only: the job's verdicts are inconclusive, and another worker goes on.

import type { ReplayResult, ScheduleText } from '../engine/index.js';
import { QuiesceError } from '../engine/program/errors.js';
import type { LimitHit, Limits, Progress } from '../engine/search/options.js';
import type { ProjectConfiguration } from './configuration.js';
import { Lane, LaneEnded, type LaneSetup, type Watch } from './lane.js';
import type { TaskOutline } from './outline.js';
import type { Answers, Ask, Job, JobFindings, RequestOf, TaskName } from './protocol.js';
import type { SearchOptions } from './searchOptions.js';
import type { FileSource } from './tasks.js';

export interface JobsOptions {
  readonly lanes: number;
  readonly search: SearchOptions;
  /** Larger ones begin earlier. */
  readonly rank: (job: Job) => number;
  /** What stands for a job that was not done, or whose worker came to an end. */
  readonly undone: (job: Job, limit: LimitHit, error?: QuiesceError) => JobFindings;
  readonly onProgress: (job: Job, progress: Progress) => void;
  readonly onDone: (job: Job, findings: JobFindings) => void;
}

/** Whoever does jobs: the workers of this process, or those of a queue. */
export interface Doing {
  /** Does every job and returns the findings in the order of the jobs. */
  do(jobs: readonly Job[], options: JobsOptions): Promise<readonly JobFindings[]>;
}

export class Pool implements Doing {
  readonly #setup: LaneSetup;
  readonly #idle: Lane[] = [];

  constructor(setup: LaneSetup) {
    this.#setup = setup;
  }

  /** Throws what is wrong with the file: QSC105 to QSC108, QSC111, QSC112, QSC131, QSC132, QSC303, QSC512. */
  async load(source: FileSource, watch: Watch = {}): Promise<readonly TaskOutline[]> {
    return await this.#loading(source.path, { ask: 'load', source }, watch);
  }

  /** Throws likewise, and QSC131 for an option that there is not. */
  async configure(path: string): Promise<ProjectConfiguration> {
    return await this.#loading(path, { ask: 'configure', path });
  }

  /** Replays a schedule, of a user's file or of this package. */
  async replay(schedule: ScheduleText, options: { readonly continue: boolean }): Promise<ReplayResult> {
    return await this.#loading(schedule.name, { ask: 'replay', schedule, ...options });
  }

  /** Projects the explored graph of a task. */
  async graph(task: TaskName, options: RequestOf<'graph'>['options']): Promise<Answers['graph']> {
    return await this.#loading(task.name, { ask: 'graph', task, options }, watchOf(options.limits));
  }

  /** Takes steps that were chosen by hand, and tells all but the first `known`. Throws QSC203 where one of them is not there. */
  async stand(task: TaskName, choices: RequestOf<'stand'>['choices'], known = 0): Promise<Answers['stand']> {
    return await this.#loading(task.name, { ask: 'stand', task, choices, known });
  }

  /** Looks for a state in which a cell holds a value. */
  async find(task: TaskName, { sought, limits }: Omit<RequestOf<'find'>, 'ask' | 'task'>): Promise<Answers['find']> {
    return await this.#loading(task.name, { ask: 'find', task, sought, limits }, watchOf(limits));
  }

  /** Holds what a file of conformance exports to each other. */
  async conform(path: string, options: Omit<RequestOf<'conform'>, 'ask' | 'path'>): Promise<Answers['conform']> {
    return await this.#loading(path, { ask: 'conform', path, ...options }, watchOf(options.limits));
  }

  /** Holds recorded runs to a specification of such a file. */
  async validate(path: string, request: Omit<RequestOf<'validate'>, 'ask' | 'path'>): Promise<Answers['validate']> {
    return await this.#loading(path, { ask: 'validate', path, ...request });
  }

  /** do does every job and returns the findings in the order of the jobs. */
  async do(jobs: readonly Job[], options: JobsOptions): Promise<readonly JobFindings[]> {
    const waiting = jobs.map((job, index) => ({ job, index }));
    waiting.sort((a, b) => options.rank(b.job) - options.rank(a.job) || a.index - b.index);
    const findings: JobFindings[] = new Array(jobs.length);
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        findings[next.index] = await this.#doOne(next.job, options);
      }
    };
    await Promise.all(Array.from({ length: Math.min(options.lanes, jobs.length) }, work));
    return findings;
  }

  async end(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((lane) => lane.end()));
  }

  async #doOne(job: Job, options: JobsOptions): Promise<JobFindings> {
    if (Atomics.load(new Int32Array(this.#setup.stop), 0) === 1)
      return options.undone(job, { limit: 'interrupted', text: 'interrupted before it began' });
    const findings = await this.#attempted(job, options);
    options.onDone(job, findings);
    return findings;
  }

  async #attempted(job: Job, options: JobsOptions): Promise<JobFindings> {
    const seconds = options.search.limits?.seconds;
    const onProgress = (progress: Progress) => options.onProgress(job, progress);
    try {
      const watch = { onProgress, ...(seconds === undefined ? {} : { seconds }) };
      return await this.#ask({ ask: 'do', job, options: options.search }, watch);
    } catch (error) {
      if (!(error instanceof LaneEnded)) throw error;
      return options.undone(job, limitOf(error), error.why === 'stuck' || error.why === 'died' ? error : undefined);
    }
  }

  /** The name of the file belongs to whatever happens while it is loaded. */
  async #loading<A extends Ask>(path: string, request: RequestOf<A>, watch: Watch = {}): Promise<Answers[A]> {
    try {
      return await this.#ask<A>(request, watch);
    } catch (error) {
      if (!(error instanceof LaneEnded)) throw error;
      throw new QuiesceError(error.code, `${path}: ${error.seen}`, { cause: error });
    }
  }

  async #ask<A extends Ask>(request: RequestOf<A>, watch: Watch): Promise<Answers[A]> {
    const lane = this.#idle.pop() ?? new Lane(this.#setup);
    try {
      return await lane.ask<A>(request, watch);
    } finally {
      if (!lane.dead) this.#idle.push(lane);
    }
  }
}

function watchOf(limits: Limits | undefined): Watch {
  return limits?.seconds === undefined ? {} : { seconds: limits.seconds };
}

function limitOf({ why, seen }: LaneEnded): LimitHit {
  if (why === 'stuck') return { limit: 'seconds', text: seen };
  return why === 'memory' ? { limit: 'memory', text: seen } : { limit: 'interrupted', text: seen };
}
