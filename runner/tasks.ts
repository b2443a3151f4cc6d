// Where tasks come from: the catalogue of scenarios, a user's scenario file, or a user's program.
// The main thread and each worker load them by the same source, because functions can not be sent between threads.

import { layoutOf } from '../engine/multiprocessor/layout.js';
import type { System } from '../engine/multiprocessor/system.js';
import { QuiesceError } from '../engine/program/errors.js';
import { withBuiltIn } from '../engine/watch/builtIn.js';
import { isLiveness, type Property } from '../engine/watch/property.js';
import type { Scenario } from '../scenarios/scenario.js';
import { isFilePath, type LoadOptions, loadFile, relativePath } from './loadFile.js';
import { noMechanism } from './result.js';
import type { Task } from './task.js';

export type TaskSource =
  | { readonly kind: 'catalogue' }
  | { readonly kind: 'scenarioFile'; readonly path: string }
  | { readonly kind: 'systemFile'; readonly path: string };

/** loadTasks gives every task of a source, in a stable order. Throws coded errors for bad files and systems. */
export async function loadTasks(source: TaskSource, options: LoadOptions): Promise<readonly Task[]> {
  if (source.kind === 'catalogue') return catalogueTasks();
  const exported = await loadFile(source.path, options);
  const name = relativePath(source.path, options.from);
  const tasks = source.kind === 'systemFile' ? [systemTask(exported, name)] : await scenarioTasks(exported, name);
  for (const { system } of tasks) layoutOf(system);
  return tasks;
}

async function catalogueTasks(): Promise<readonly Task[]> {
  const { deepScenarios, scenarios } = await import('../scenarios/index.js');
  const { tasksOf } = await import('./verify.js');
  return [...scenarios, ...deepScenarios].flatMap(tasksOf);
}

async function scenarioTasks(exported: Readonly<Record<string, unknown>>, file: string): Promise<readonly Task[]> {
  const { tasksOf } = await import('./verify.js');
  const found = Object.values(exported).filter(isScenario);
  if (found.length === 0) throw wrongExport(file, exported, 'a scenario: { name, statement, ..., variants }');
  return found.flatMap((scenario) => tasksOf(scenario).map((task) => ({ ...task, name: `${file}#${task.name}` })));
}

function isScenario(value: unknown): value is Scenario {
  if (typeof value !== 'object' || value === null) return false;
  const { name, variants } = value as Partial<Record<string, unknown>>;
  return typeof name === 'string' && Array.isArray(variants);
}

/** A program of the user's: its own properties, and always the built-in ones. */
function systemTask(exported: Readonly<Record<string, unknown>>, file: string): Task {
  const { system, properties = [] } = exported;
  if (!isSystem(system)) throw wrongExport(file, exported, "'system': { cells, threads }");
  if (!isProperties(properties)) throw wrongExport(file, exported, "'properties': a list of properties");
  return {
    ...{ scenario: file, mechanism: noMechanism, name: file, system, expected: {} },
    safety: withBuiltIn(properties.filter((property) => !isLiveness(property))) as Task['safety'],
    liveness: properties.filter(isLiveness),
  };
}

function isSystem(value: unknown): value is System {
  if (typeof value !== 'object' || value === null) return false;
  const { cells, threads } = value as Partial<Record<string, unknown>>;
  return Array.isArray(cells) && Array.isArray(threads);
}

function isProperties(value: unknown): value is readonly Property[] {
  return Array.isArray(value) && value.every((one) => typeof one?.kind === 'string' && typeof one?.name === 'string');
}

function wrongExport(file: string, exported: Readonly<Record<string, unknown>>, wanted: string): QuiesceError {
  const names = Object.keys(exported);
  const seen = names.length === 0 ? 'nothing' : names.join(', ');
  return new QuiesceError('QSC106', `${file} exports ${seen}, not ${wanted}`);
}

/** sourceOfSchedule tells from a schedule's name where its task is found. */
export function sourceOfSchedule(name: string): TaskSource {
  const [file, scenario] = name.split('#');
  if (scenario !== undefined) return { kind: 'scenarioFile', path: file! };
  return isFilePath(name) ? { kind: 'systemFile', path: name } : { kind: 'catalogue' };
}
