// A task: one system with the properties to check and the verdicts to expect. Scenarios are turned into tasks, and so is
// a program of the user's own. A task is done in two parts, safety and liveness, each an exploration (design, section 1).

import {
  type Checkpoints,
  type Exploration,
  type ExploredGraph,
  type ExploreOptions,
  explore,
  exploreExecutions,
  formatSchedule,
  type LivenessProperty,
  type Property,
  type SafetyProperty,
  type SampleOptions,
  sample,
  type Verdict,
} from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { codedError } from '../engine/program/errors.js';
import type { LimitHit, Progress } from '../engine/search/options.js';
import type { TaskOutline } from './outline.js';
import type { Expected, ResultError, ResultExploration, ResultRow } from './result.js';
import type { Engine } from './searchOptions.js';

export interface Task {
  readonly scenario: string;
  readonly mechanism: string;
  /** What schedules call it, so that `replay` finds it again: `scenario@mechanism`, or a file. */
  readonly name: string;
  /** The file that declares it: the user's, or this package's. */
  readonly file?: string;
  /** The line of it that declares the scenario or the program, where it is found. */
  readonly line?: number;
  readonly system: System;
  readonly safety: readonly SafetyProperty[];
  readonly liveness: readonly LivenessProperty[];
  /** By property; proved where nothing is said. */
  readonly expected: Readonly<Record<string, Expected>>;
}

export const parts = Object.freeze(['safety', 'liveness'] as const);
export type Part = (typeof parts)[number];

export interface TaskOptions {
  readonly search?: NonNullable<ExploreOptions['search']>;
  readonly store?: NonNullable<ExploreOptions['store']>;
  readonly reduction?: NonNullable<ExploreOptions['reduction']>;
  /**
   * Execution by execution instead of state by state, and only those that need at most so many preemptions; or which of the
   * two loops searches state by state.
   */
  readonly engine?: Engine;
  readonly preemptions?: number;
  readonly limits?: NonNullable<ExploreOptions['limits']>;
  /** Where the exploration of that name keeps how far it is. */
  readonly checkpointsOf?: (exploration: string) => Checkpoints;
  /** Sample instead of exploring. */
  readonly sample?: Pick<SampleOptions, 'sampler' | 'executions' | 'seed'>;
  /** The same task from modules that were loaded anew, where it comes from a file: each shares no variable with the others. */
  readonly anew?: readonly Task[];
  readonly onProgress?: (progress: Progress) => void;
  readonly interrupted?: () => boolean;
  /** Told of the graph when states were explored, before the verdicts are compared with the expected ones. */
  readonly onExplored?: (graph: ExploredGraph) => void;
}

/** What came of one part of a task, or of several together. */
export interface Findings {
  readonly verdicts: readonly ResultRow[];
  readonly explorations: readonly ResultExploration[];
  readonly errors: readonly ResultError[];
}

/** No findings at all. */
export const nothing: Findings = Object.freeze({ verdicts: [], explorations: [], errors: [] });

/** verifyPart explores one part of a task and compares its verdicts with the expected ones. */
export function verifyPart(task: Task, part: Part, options: TaskOptions): Findings {
  const properties = task[part];
  if (properties.length === 0) return nothing;
  if (options.interrupted?.()) return undecided(task, part, interrupted);
  if (options.sample && part === 'liveness') return undecided(task, part, notSampled);
  if (options.engine === 'executions' && part === 'liveness') return undecided(task, part, withoutAnEnd);
  try {
    return findingsOf(task, part, run(task, part, options), options);
  } catch (error) {
    return { ...nothing, errors: [errorOf(task, error)] };
  }
}

/** The built-in properties are among those of a task, so that they are expected and reported like all others. */
function run(task: Task, part: Part, options: TaskOptions): Exploration {
  const properties: readonly Property[] = task[part];
  const system = { ...task.system, name: task.name };
  const { sample: sampling, anew = [], onProgress, interrupted: asked, engine, preemptions, ...more } = options;
  const { checkpointsOf, onExplored, ...searching } = more;
  const watching = { ...(onProgress ? { onProgress } : {}), ...(asked ? { interrupted: asked } : {}) };
  if (sampling) return sample(system, properties, { ...sampling, ...watching, builtIn: false });
  const common = { ...searching, ...watching, ...freshness(anew), builtIn: false };
  if (engine === 'executions')
    return exploreExecutions(system, properties, { ...common, ...(preemptions === undefined ? {} : { preemptions }) });
  const kept = checkpointsOf ? { checkpoints: checkpointsOf(`${task.name} ${part}`) } : {};
  const exploration = explore(system, properties, { ...common, ...kept, ...(engine ? { engine } : {}) });
  onExplored?.(exploration.graph);
  return exploration;
}

/** The functions of one module are asked again, and the others make a system each. */
function freshness([asked, ...others]: readonly Task[]): Pick<ExploreOptions, 'again' | 'fresh'> {
  if (!asked) return {};
  const systems = others.map(({ system }) => system);
  return { again: () => [...asked.safety, ...asked.liveness], fresh: () => systems.shift() };
}

function findingsOf(task: Task, part: Part, exploration: Exploration, options: TaskOptions): Findings {
  return {
    verdicts: exploration.verdicts.map((verdict) => rowOf(task, verdict)),
    explorations: [explorationOf(task, part, exploration, options)],
    errors: [],
  };
}

function rowOf({ scenario, mechanism, expected, file, line }: Outlined, verdict: Verdict): ResultRow {
  const { property, statement, counterexample, ...rest } = verdict;
  const expectation = Object.hasOwn(expected, property) ? expected[property]! : 'proved';
  const asExpected = verdict.verdict === expectation;
  const failing = counterexample && { schedule: formatSchedule(counterexample.schedule), counterexample };
  const named = {
    scenario,
    mechanism,
    property,
    statement,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
  return { ...named, expected: expectation, asExpected, ...rest, ...failing };
}

function explorationOf(
  { scenario, mechanism }: Task,
  kind: Part,
  exploration: Exploration,
  { sample: sampling }: TaskOptions,
): ResultExploration {
  const { mode, states, transitions, depth, complete, elapsedMs, limit, collisionProbability } = exploration;
  const { engine, executions, reduction, inFull } = exploration;
  return {
    ...{ scenario, mechanism, kind, mode, states, transitions, depth, complete, elapsedMs: Math.round(elapsedMs) },
    ...(limit === undefined ? {} : { limit }),
    ...(engine === 'executions' ? { engine } : {}),
    ...(executions === undefined ? {} : { executions }),
    ...(reduction === undefined ? {} : { reduction }),
    ...(inFull === undefined ? {} : { inFull }),
    ...(collisionProbability === undefined ? {} : { collisionProbability }),
    ...(sampling === undefined ? {} : { sampler: sampling.sampler, seed: sampling.seed ?? 1 }),
  };
}

type Outlined = Pick<Task, 'scenario' | 'mechanism' | 'expected' | 'file' | 'line'>;

const interrupted: LimitHit = Object.freeze({ limit: 'interrupted', text: 'interrupted before it began' });
const withoutAnEnd: LimitHit = Object.freeze({ limit: 'engine', text: 'liveness is about executions without an end' });
const notSampled: LimitHit = Object.freeze({ limit: 'steps', text: 'liveness can not be sampled' });

/** undecided gives every property of a part the verdict inconclusive, for a part that was not run. */
export function undecided(task: Task | TaskOutline, part: Part, limit: LimitHit): Findings {
  const unseen = { verdict: 'inconclusive', states: 0, transitions: 0, limit } as const;
  const verdicts = task[part].map(({ name, statement }) => rowOf(task, { property: name, statement, ...unseen }));
  return { ...nothing, verdicts };
}

/** errorOf turns what an exploration threw into plain data. */
export function errorOf({ scenario, mechanism }: Pick<Task, 'scenario' | 'mechanism'>, error: unknown): ResultError {
  const coded = codedError(error);
  const { code, message, exitCode, schedule } = coded;
  return { scenario, mechanism, code, message, exitCode, ...(schedule === undefined ? {} : { schedule }) };
}

/** joinFindings puts findings one after another. */
export function joinFindings(findings: readonly Findings[]): Findings {
  return {
    verdicts: findings.flatMap((one) => one.verdicts),
    explorations: findings.flatMap((one) => one.explorations),
    errors: findings.flatMap((one) => one.errors),
  };
}

/** onlyProperties leaves a task with some of its properties. */
export function onlyProperties(task: Task, names: readonly string[]): Task {
  const isNamed = ({ name }: Property) => names.includes(name);
  return { ...task, safety: task.safety.filter(isNamed), liveness: task.liveness.filter(isNamed) };
}
