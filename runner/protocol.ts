// What the main thread and its workers say to each other: requests one way; progress, names and answers the other. Plain
// data.

import type { Choice, CompiledThread, ReplayResult, ScheduleText } from '../engine/index.js';
import type { ErrorCode } from '../engine/program/errors.js';
import type { Limits, Progress } from '../engine/search/options.js';
import type { ProjectConfiguration } from './configuration.js';
import type { NamedRun, OwnResult, RunsOptions, RunsResult } from './conformance/own.js';
import type { FoundState, Sought, Stand } from './graph/stand.js';
import type { StateGraph, StateGraphOptions } from './graph/stateGraph.js';
import type { TaskOutline } from './outline.js';
import type { SearchOptions } from './searchOptions.js';
import type { Findings, Part } from './task.js';
import type { FileSource, TaskSource } from './tasks.js';

/** One part of one task; 'compile' only lists the edges that its programs can take, for measuring coverage. */
export interface Job {
  readonly source: TaskSource;
  /** The task's name. */
  readonly name: string;
  readonly part: Part | 'compile';
  /** Only these properties; all unless told. */
  readonly properties?: readonly string[];
  /** Also list the edges that its programs can take, as 'compile' does. */
  readonly listsEdges?: true;
}

/** Which task is meant, and where it is found. */
export interface TaskName {
  readonly source: TaskSource;
  readonly name: string;
}

/** What a job comes to; `compiled` is undefined where edges were not asked for, or a limit cut the search for them. */
export interface JobFindings extends Findings {
  readonly compiled?: readonly CompiledThread[];
}

export type Request =
  /** Check a user's file, load it, and say what there is in it. */
  | { readonly ask: 'load'; readonly source: FileSource }
  /** Load a project's configuration. */
  | { readonly ask: 'configure'; readonly path: string }
  | { readonly ask: 'do'; readonly job: Job; readonly options: SearchOptions }
  | { readonly ask: 'replay'; readonly schedule: ScheduleText; readonly continue: boolean }
  /** Project the explored graph of a task. */
  | {
      readonly ask: 'graph';
      readonly task: TaskName;
      readonly options: Omit<StateGraphOptions, 'interrupted'>;
    }
  /** Take steps that were chosen by hand, and say where that leads. The first `known` steps are not told again. */
  | { readonly ask: 'stand'; readonly task: TaskName; readonly choices: readonly Choice[]; readonly known: number }
  /** Look for a state. */
  | { readonly ask: 'find'; readonly task: TaskName; readonly sought: Sought; readonly limits: Limits }
  /** Hold every pair of a file of conformance to each other. */
  | { readonly ask: 'conform'; readonly path: string; readonly limits?: Limits; readonly commit: boolean }
  /** Hold recorded runs to a specification of such a file. */
  | {
      readonly ask: 'validate';
      readonly path: string;
      readonly runs: readonly NamedRun[];
      readonly options: RunsOptions;
    };

export interface Answers {
  readonly load: readonly TaskOutline[];
  readonly configure: ProjectConfiguration;
  readonly do: JobFindings;
  readonly replay: ReplayResult;
  readonly graph: StateGraph;
  readonly stand: Stand;
  readonly find: FoundState;
  readonly conform: OwnResult;
  readonly validate: RunsResult;
}

export type Ask = Request['ask'];
export type RequestOf<A extends Ask> = Extract<Request, { readonly ask: A }>;

export interface WorkerSetup {
  /** One integer: 1 when the user wants to stop. */
  readonly stop: SharedArrayBuffer;
  /** What of the user's is being run: engine/program/nowRunning.ts. */
  readonly running: SharedArrayBuffer;
  readonly from: string;
}

/** A coded error as plain data. */
export interface ErrorText {
  readonly code: ErrorCode;
  readonly seen: string;
  readonly next: string;
}

export type FromWorker =
  | { readonly say: 'progress'; readonly progress: Progress }
  /** What a number in `running` stands for. */
  | { readonly say: 'named'; readonly id: number; readonly what: string }
  /** Nothing is left to do, though the answer is not there yet: it waits for something that never comes. */
  | { readonly say: 'idle' }
  | { readonly say: 'answer'; readonly answer: Answers[Ask] }
  | { readonly say: 'failed'; readonly error: ErrorText };
