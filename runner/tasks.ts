// Where tasks come from: the catalogue of scenarios, or a user's file with a program, with scenarios, or with both.
// A worker loads a user's file, and says of its tasks what can be said in plain data: functions can not be sent between
// threads, and nothing of the user's is run in the main one.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { layoutOf } from '../engine/multiprocessor/layout.js';
import type { Scenario } from '../scenarios/scenario.js';
import { declaredAt } from './declaredAt.js';
import { declaredInPackage } from './declaredInPackage.js';
import { type Exported, readExports } from './exports.js';
import { type LoadOptions, loadFile, relativePath } from './loadFile.js';
import { lookedAt } from './lookedAt.js';
import type { Task } from './task.js';
import { systemTask, variantTasks } from './variants.js';

/** 'comparison': every compared mechanism in every scenario of the catalogue. */
export type TaskSource = { readonly kind: 'catalogue' } | { readonly kind: 'comparison' } | FileSource;

export interface FileSource {
  readonly kind: 'file';
  /** Relative to the user's folder. */
  readonly path: string;
}

export interface TaskLoadOptions extends LoadOptions {
  /** Only the tasks of this scenario, where the source is this package's: the others are not built. */
  readonly scenario?: string;
}

/** loadTasks gives every task of a source, in a stable order. Throws coded errors for bad files and systems. */
export async function loadTasks(source: TaskSource, options: TaskLoadOptions): Promise<readonly Task[]> {
  if (source.kind === 'file') {
    const tasks = await fileTasks(source, options);
    for (const { system } of tasks) layoutOf(system);
    return tasks;
  }
  const isWanted = ({ name }: Pick<Scenario, 'name'>) => options.scenario === undefined || name === options.scenario;
  const isOfComparison = source.kind === 'comparison';
  const tasks = isOfComparison
    ? (await import('./comparison/tasks.js')).comparedTasks(isWanted)
    : await catalogueTasks(isWanted);
  return tasks.map((task) => ({ ...task, ...declaredInPackage(task.scenario) }));
}

/** scenarioOf is the scenario that a task of this package's is of, by the task's name. */
export function scenarioOf(task: string): string {
  return task.split('@')[0]!;
}

async function catalogueTasks(isWanted: (scenario: Pick<Scenario, 'name'>) => boolean): Promise<readonly Task[]> {
  const [{ deepScenarios, scenarios }, { tasksOf }, { tokenWorkloads }] = await Promise.all([
    import('../scenarios/index.js'),
    import('./verify.js'),
    import('../scenarios/token/index.js'),
  ]);
  const { tokenTask } = await import('./token.js');
  const ofToken = tokenWorkloads.filter(isWanted).map((workload) => tokenTask(workload));
  return [...[...scenarios, ...deepScenarios].filter(isWanted).flatMap(tasksOf), ...ofToken];
}

async function fileTasks({ path }: FileSource, options: LoadOptions): Promise<readonly Task[]> {
  const file = relativePath(path, options.from);
  const exported = await loadFile(path, options);
  const tasks = await lookedAt(file, () => exportedTasks(file, exported));
  const text = readFileSync(resolve(options.from, path), 'utf8');
  return tasks.map((task) => {
    const line = declaredAt(text, [task.scenario, task.mechanism]);
    return line === undefined ? task : { ...task, line };
  });
}

async function exportedTasks(file: string, exported: Exported): Promise<readonly Task[]> {
  const { isOwnFile, ownTasks, readOwnFile } = await import('./conformance/ownFile.js');
  if (isOwnFile(exported)) return ownTasks(file, readOwnFile(exported, file)).map((task) => ({ ...task, file }));
  const { system, properties, expected, variants, scenarios } = readExports(exported, file);
  const { tasksOf } = await import('./verify.js');
  const ofScenarios = scenarios.flatMap(tasksOf).map((task) => ({ ...task, name: `${file}#${task.name}` }));
  const ofSystem = system === undefined ? [] : [systemTask(file, { system, properties, expected })];
  return [...ofSystem, ...variantTasks(file, variants, properties), ...ofScenarios].map((task) => ({ ...task, file }));
}
