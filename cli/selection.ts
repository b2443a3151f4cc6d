// What the user asked to verify: names of scenarios and files, then mechanisms and properties, each known or refused
// with the nearest name.

import { QuiesceError } from '../engine/program/errors.js';
import { userFolder } from '../runner/invocation.js';
import { isFilePath } from '../runner/loadFile.js';
import { loadTasks, type TaskSource } from '../runner/tasks.js';
import type { SourcedTask } from '../runner/verification.js';
import { unknownText } from './nearest.js';

export interface Selection {
  readonly words: readonly string[];
  readonly mechanisms?: readonly string[];
  readonly properties?: readonly string[];
  readonly deep?: boolean;
}

/** selectTasks loads what the words name (all scenarios when there are none). Throws QSC101, QSC102, QSC103. */
export async function selectTasks(selection: Selection): Promise<readonly SourcedTask[]> {
  const named =
    selection.words.length === 0 ? await allTasks(selection.deep ?? false) : await namedTasks(selection.words);
  refuseUnknown('QSC103', selection.mechanisms, [...new Set(named.map(({ task }) => task.mechanism))]);
  const mine = named.filter(({ task }) => selection.mechanisms?.includes(task.mechanism) ?? true);
  const properties = mine.flatMap(({ task }) => [...task.safety, ...task.liveness]).map(({ name }) => name);
  refuseUnknown('QSC102', selection.properties, [...new Set(properties)]);
  return mine;
}

async function allTasks(deep: boolean): Promise<readonly SourcedTask[]> {
  const { deepScenarios, scenarios } = await import('../scenarios/index.js');
  const names = new Set((deep ? deepScenarios : scenarios).map(({ name }) => name));
  return (await sourced({ kind: 'catalogue' })).filter(({ task }) => names.has(task.scenario));
}

async function namedTasks(words: readonly string[]): Promise<readonly SourcedTask[]> {
  const lists: (readonly SourcedTask[])[] = [];
  for (const word of new Set(words)) lists.push(isFilePath(word) ? await fileTasks(word) : await scenarioTasks(word));
  return lists.flat();
}

function fileTasks(path: string): Promise<readonly SourcedTask[]> {
  return sourced({ kind: 'scenarioFile', path });
}

async function scenarioTasks(name: string): Promise<readonly SourcedTask[]> {
  const all = await sourced({ kind: 'catalogue' });
  refuseUnknown('QSC101', [name], [...new Set(all.map(({ task }) => task.scenario))]);
  return all.filter(({ task }) => task.scenario === name);
}

async function sourced(source: TaskSource): Promise<readonly SourcedTask[]> {
  const tasks = await loadTasks(source, { from: userFolder });
  return tasks.map((task) => ({ source, task }));
}

/** refuseUnknown throws the code with the nearest known name. */
export function refuseUnknown(
  code: 'QSC101' | 'QSC102' | 'QSC103' | 'QSC114',
  asked: readonly string[] | undefined,
  known: readonly string[],
): void {
  const unknown = asked?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new QuiesceError(code, unknownText(unknown, known));
}
