// Where tasks come from: the catalogue of scenarios, or a user's file with a program, with scenarios, or with both.
// A worker loads a user's file, and says of its tasks what can be said in plain data: functions can not be sent between
// threads, and nothing of the user's is run in the main one.

import { layoutOf } from '../engine/multiprocessor/layout.js';
import type { System } from '../engine/multiprocessor/system.js';
import { withBuiltIn } from '../engine/watch/builtIn.js';
import { isLiveness, type Property } from '../engine/watch/property.js';
import { readExports } from './exports.js';
import { type LoadOptions, loadFile, relativePath } from './loadFile.js';
import { noMechanism } from './result.js';
import type { Task } from './task.js';

/** 'comparison': every compared mechanism in every scenario of the catalogue. */
export type TaskSource = { readonly kind: 'catalogue' } | { readonly kind: 'comparison' } | FileSource;

export interface FileSource {
  readonly kind: 'file';
  /** Relative to the user's folder. */
  readonly path: string;
}

/** loadTasks gives every task of a source, in a stable order. Throws coded errors for bad files and systems. */
export async function loadTasks(source: TaskSource, options: LoadOptions): Promise<readonly Task[]> {
  if (source.kind === 'file') {
    const tasks = await fileTasks(source, options);
    for (const { system } of tasks) layoutOf(system);
    return tasks;
  }
  return source.kind === 'catalogue' ? await catalogueTasks() : (await import('./comparison/tasks.js')).comparedTasks();
}

async function catalogueTasks(): Promise<readonly Task[]> {
  const [{ deepScenarios, scenarios }, { tasksOf }] = await Promise.all([
    import('../scenarios/index.js'),
    import('./verify.js'),
  ]);
  return [...scenarios, ...deepScenarios].flatMap(tasksOf);
}

async function fileTasks({ path }: FileSource, options: LoadOptions): Promise<readonly Task[]> {
  const file = relativePath(path, options.from);
  const { system, properties, scenarios } = readExports(await loadFile(path, options), file);
  const { tasksOf } = await import('./verify.js');
  const ofScenarios = scenarios.flatMap(tasksOf).map((task) => ({ ...task, name: `${file}#${task.name}` }));
  return system === undefined ? ofScenarios : [systemTask(system, properties, file), ...ofScenarios];
}

/** A program of the user's: its own properties, and always the built-in ones. */
function systemTask(system: System, properties: readonly Property[], file: string): Task {
  return {
    ...{ scenario: file, mechanism: noMechanism, name: file, system, expected: {} },
    safety: withBuiltIn(properties.filter((property) => !isLiveness(property))) as Task['safety'],
    liveness: properties.filter(isLiveness),
  };
}
