// Runs the comparison, or a part of it, on workers, as verify does.

import type { PropertyEntry } from '../../properties/index.js';
import { propertyCatalogue } from '../../properties/index.js';
import { type Compared, compared } from '../../scenarios/compared.js';
import { generalScenarios } from '../../scenarios/index.js';
import { costOf } from '../../simulation/costs.js';
import { onInterrupt } from '../interruption.js';
import { outlineOf } from '../outline.js';
import { Pool } from '../pool.js';
import type { ProgressDisplay } from '../progress.js';
import type { ResultExploration, ResultRow } from '../result.js';
import type { SearchOptions } from '../searchOptions.js';
import { refuseUnknown, type SourcedTask } from '../selection.js';
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
  readonly search?: SearchOptions;
  /** Explorations at a time; as many as there are cores unless told. */
  readonly lanes?: number;
  readonly display: (explorations: number) => ProgressDisplay;
}

/** More states than nearly all of our cells have; a cell that is cut is inconclusive. */
const statesDefault = 12_000_000;

/** The matrix, and what it was made of: verdicts with their paths, explorations with their times. */
export interface CompareResult {
  readonly comparison: Comparison;
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
    const { search, lanes, display } = options;
    const result = await runVerification(pool, tasks, {
      search: { ...search, limits: { states: statesDefault, ...search?.limits } },
      ...{ display, isInterrupted: isAsked },
      ...(lanes === undefined ? {} : { lanes }),
      ...(properties ? { properties } : {}),
    });
    const { errors, explorations, verdicts } = result;
    return {
      comparison: { version: 1, ...rowsAndColumns(tasks, properties), grounds: groundsOf(result), errors },
      ...{ explorations, verdicts },
    };
  } finally {
    await pool.end();
    release();
  }
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
