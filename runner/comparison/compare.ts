// Runs the comparison, or a part of it, on workers, as verify does.

import type { PropertyEntry } from '../../properties/index.js';
import { propertyCatalogue } from '../../properties/index.js';
import { type Compared, compared, takesMinutes } from '../../scenarios/compared.js';
import { generalScenarios } from '../../scenarios/index.js';
import { costOf } from '../../simulation/costs.js';
import { onInterrupt } from '../interruption.js';
import { outlineOf } from '../outline.js';
import { Pool } from '../pool.js';
import type { ProgressDisplay } from '../progress.js';
import { makeResult, type ResultExploration, type ResultRow, type VerificationResult } from '../result.js';
import type { SearchOptions } from '../searchOptions.js';
import { refuseUnknown, type SourcedTask } from '../selection.js';
import { joinFindings, parts, undecided } from '../task.js';
import { loadTasks } from '../tasks.js';
import { runVerification } from '../verification.js';
import { type ComparedMechanism, type Comparison, groundsOf } from './result.js';

export interface CompareOptions {
  /** Only these mechanisms. */
  readonly mechanisms?: readonly string[];
  /** Only in these scenarios. */
  readonly scenarios?: readonly string[];
  /** Only these properties. */
  readonly properties?: readonly string[];
  /** Also what takes minutes. */
  readonly deep?: boolean;
  readonly search?: SearchOptions;
  /** Explorations at a time; as many as there are cores unless told. */
  readonly lanes?: number;
  readonly display: (explorations: number) => ProgressDisplay;
}

/** More states than any of our cells has but those that are deep; a cell that is cut is inconclusive. */
const statesDefault = 12_000_000;

/** Of a cell that is deep, explored with persistent sets. */
const deepStatesDefault = 40_000_000;

/** The matrix, and what it was made of: verdicts with their paths, explorations with their times. */
export interface CompareResult {
  readonly comparison: Comparison;
  /** What of it was explored: without the cells that were left to the deep comparison. */
  readonly explored: Comparison;
  readonly explorations: readonly ResultExploration[];
  readonly verdicts: readonly ResultRow[];
}

/** compare explores every cell and returns the matrix. Throws QSC101, QSC102 and QSC103 for unknown names. */
export async function compare(options: CompareOptions): Promise<CompareResult> {
  const tasks = await selected(options);
  const { properties } = options;
  const { stop, isAsked, release } = onInterrupt();
  const pool = new Pool({ stop, from: '.' });
  try {
    const usual = await explored(pool, tasks.filter(isUsual), options, isAsked);
    const deep = await exploredDeep(pool, tasks.filter(isDeep), options, isAsked);
    const { errors, explorations, verdicts } = makeResult(joinFindings([usual, deep]));
    const shape = { version: 1, ...rowsAndColumns(tasks, properties), errors } as const;
    const grounds = [...groundsOf(usual), ...groundsOf(deep)];
    const looked = options.deep ? grounds : groundsOf(usual);
    return { comparison: { ...shape, grounds }, explored: { ...shape, grounds: looked }, explorations, verdicts };
  } finally {
    await pool.end();
    release();
  }
}

function isDeep({ task }: SourcedTask): boolean {
  return takesMinutes(task.mechanism, task.scenario);
}

function isUsual(sourced: SourcedTask): boolean {
  return !isDeep(sourced);
}

function explored(
  pool: Pool,
  tasks: readonly SourcedTask[],
  { search, lanes, display, properties }: CompareOptions,
  isInterrupted: () => boolean,
  usual: SearchOptions = { limits: { states: statesDefault } },
): Promise<VerificationResult> {
  return runVerification(pool, tasks, {
    search: { ...usual, ...search, limits: { ...usual.limits, ...search?.limits } },
    ...{ display, isInterrupted },
    ...(lanes === undefined ? {} : { lanes }),
    ...(properties ? { properties } : {}),
  });
}

/** Persistent sets leave out so much of these that they end; what they refute has the shortest path that they found. */
async function exploredDeep(
  pool: Pool,
  tasks: readonly SourcedTask[],
  options: CompareOptions,
  isInterrupted: () => boolean,
): Promise<VerificationResult> {
  if (!options.deep) return leftOut(tasks, options);
  const search = { reduction: 'persistent', limits: { states: deepStatesDefault } } as const;
  return explored(pool, tasks, options, isInterrupted, search);
}

const notAsked = Object.freeze({ limit: 'states', text: 'asked for with --deep' } as const);

function leftOut(tasks: readonly SourcedTask[], { properties }: CompareOptions): VerificationResult {
  const findings = tasks.flatMap(({ task }) => parts.map((part) => undecided(task, part, notAsked)));
  const { verdicts, ...rest } = joinFindings(findings);
  return makeResult({ ...rest, verdicts: verdicts.filter(({ property }) => properties?.includes(property) ?? true) });
}

async function selected({ mechanisms, scenarios: names, properties }: CompareOptions): Promise<readonly SourcedTask[]> {
  const source = { kind: 'comparison' } as const;
  refuseUnknown(
    'QSC102',
    properties,
    propertyCatalogue.map(({ name }) => name),
  );
  refuseUnknown(
    'QSC103',
    mechanisms,
    compared.map(({ mechanism }) => mechanism.name),
  );
  refuseUnknown(
    'QSC101',
    names,
    generalScenarios.map(({ name }) => name),
  );
  const tasks = (await loadTasks(source, { from: '.' })).map((task) => ({ source, task: outlineOf(task) }));
  return tasks.filter(
    ({ task }) => (mechanisms?.includes(task.mechanism) ?? true) && (names?.includes(task.scenario) ?? true),
  );
}

function rowsAndColumns(
  tasks: readonly SourcedTask[],
  asked: readonly string[] | undefined,
): Pick<Comparison, 'mechanisms' | 'scenarios' | 'properties'> {
  const chosen = new Set(tasks.map(({ task }) => task.mechanism));
  return {
    mechanisms: compared.filter(({ mechanism }) => chosen.has(mechanism.name)).map(rowOf),
    scenarios: [...new Set(tasks.map(({ task }) => task.scenario))],
    properties: propertyCatalogue.filter(({ name }) => asked?.includes(name) ?? true).map(columnOf),
  };
}

/** rowOf is a mechanism as a row of the matrix, with what it costs. */
export function rowOf({ mechanism, from, asks }: Compared): ComparedMechanism {
  const { name, statement } = mechanism;
  const cost = /deadline/i.test(name) ? {} : { cost: costOf(mechanism) };
  return { name, statement, from, ...(asks === undefined ? {} : { asks }), ...cost };
}

function columnOf({ name, number, statement }: PropertyEntry): Comparison['properties'][number] {
  return { name, number, statement };
}
