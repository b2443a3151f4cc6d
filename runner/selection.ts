// What is to be verified: what was named, or else what the project has, with those of the mechanisms and properties that
// were asked for, each known or refused with the nearest name.

import { availableParallelism } from 'node:os';
import { type ErrorCode, QuiesceError } from '../engine/program/errors.js';
import { unknownText } from '../engine/program/misspelt.js';
import { outlineOf, type TaskOutline } from './outline.js';
import type { Pool } from './pool.js';
import { resolve } from './resolve.js';
import { loadTasks, type TaskSource } from './tasks.js';

/** A task with the source that a worker finds it by. */
export interface SourcedTask {
  readonly source: TaskSource;
  readonly task: TaskOutline;
}

export interface Selection {
  /** Names of scenarios, and files; where there are none, the project's own, or with `builtin` this package's. */
  readonly words: readonly string[];
  readonly mechanisms?: readonly string[];
  readonly properties?: readonly string[];
  /** Only what has a name like one of these: `*` stands for any signs. */
  readonly like?: readonly string[];
  /** This package's scenarios instead of the project's. */
  readonly builtin?: boolean;
  /** Of this package's scenarios, the deep ones instead of the ordinary ones. */
  readonly deep?: boolean;
  /** The folder of the user, which paths are relative to. */
  readonly from: string;
  /** Of the user's limit, for the loading of files. */
  readonly seconds?: number;
  /** The files that the project has, where nothing is named. */
  readonly files: readonly string[];
}

/** selectTasks loads what is named. Throws QSC101, QSC102, QSC103, QSC110, and what loading a file throws. */
export async function selectTasks(pool: Pool, selection: Selection): Promise<readonly SourcedTask[]> {
  const all = likeNamed(await selected(pool, selection), selection.like);
  refuseUnknown('QSC103', selection.mechanisms, [...new Set(all.map(({ task }) => task.mechanism))]);
  const mine = all.filter(({ task }) => selection.mechanisms?.includes(task.mechanism) ?? true);
  const properties = mine.flatMap(({ task }) => [...task.safety, ...task.liveness]).map(({ name }) => name);
  refuseUnknown('QSC102', selection.properties, [...new Set(properties)]);
  return mine;
}

/** Throws QSC101 for a pattern that nothing is like. */
function likeNamed(all: readonly SourcedTask[], patterns: readonly string[] | undefined): readonly SourcedTask[] {
  if (patterns === undefined) return all;
  const isLike = (pattern: string, { task }: SourcedTask) =>
    [task.scenario, task.name].some((name) => expressionOf(pattern).test(name));
  const idle = patterns.find((pattern) => !all.some((one) => isLike(pattern, one)));
  if (idle !== undefined) throw new QuiesceError('QSC101', `nothing has a name like ${JSON.stringify(idle)}`);
  return all.filter((one) => patterns.some((pattern) => isLike(pattern, one)));
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

async function selected(pool: Pool, selection: Selection): Promise<readonly SourcedTask[]> {
  if (selection.words.length > 0) return await namedTasks(pool, selection);
  if (selection.builtin || selection.deep) return await catalogueTasks(selection.deep ?? false);
  return await allFiles(pool, selection);
}

/**
 * As many at a time as there are cores: each takes a worker with a compiler of its own. Of several files with something
 * wrong the first is reported, whichever comes to light first: files are begun in order, so those before it were begun.
 */
async function allFiles(pool: Pool, selection: Selection): Promise<readonly SourcedTask[]> {
  const lists: (readonly SourcedTask[])[] = new Array(selection.files.length);
  const wrong: unknown[] = [];
  const waiting = [...selection.files.entries()];
  const load = async ([index, file]: readonly [number, string]) => {
    try {
      lists[index] = await fileTasks(pool, file, selection);
    } catch (error) {
      wrong[index] = error;
    }
  };
  const lane = async () => {
    for (let next = waiting.shift(); next && wrong.length === 0; next = waiting.shift()) await load(next);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  for (const error of Object.values(wrong)) throw error;
  return lists.flat();
}

async function catalogueTasks(deep: boolean): Promise<readonly SourcedTask[]> {
  const [{ deepScenarios, scenarios }, { tokenWorkloads }] = await Promise.all([
    import('../scenarios/index.js'),
    import('../scenarios/token/index.js'),
  ]);
  const names = new Set((deep ? deepScenarios : [...scenarios, ...tokenWorkloads]).map(({ name }) => name));
  return (await catalogue()).filter(({ task }) => names.has(task.scenario));
}

/** Of all scenarios, or of one. */
async function catalogue(scenario?: string): Promise<readonly SourcedTask[]> {
  const source = { kind: 'catalogue' } as const;
  const only = scenario === undefined ? {} : { scenario };
  return (await loadTasks(source, { from: '.', ...only })).map((task) => ({ source, task: outlineOf(task) }));
}

async function namedTasks(pool: Pool, selection: Selection): Promise<readonly SourcedTask[]> {
  const lists: (readonly SourcedTask[])[] = [];
  for (const word of new Set(selection.words)) lists.push(await tasksNamed(pool, word, selection));
  return lists.flat();
}

async function tasksNamed(pool: Pool, word: string, selection: Selection): Promise<readonly SourcedTask[]> {
  const meaning = await resolve(word, ['scenario', 'file'], selection.from);
  if (meaning.kind === 'file') return only(await fileTasks(pool, meaning.path, selection), meaning.task, word);
  const { scenario, mechanism } = meaning;
  return only(await catalogue(scenario), mechanism === undefined ? undefined : `${scenario}@${mechanism}`, word);
}

async function fileTasks(pool: Pool, path: string, { seconds }: Selection): Promise<readonly SourcedTask[]> {
  const source = { kind: 'file', path } as const;
  const tasks = await pool.load(source, seconds === undefined ? {} : { seconds });
  // A file that changes what lists are made with, say, exports something, and nothing is left of it on the way here.
  if (tasks.length === 0) throw new QuiesceError('QSC106', `${path} exports nothing that can be verified`);
  return tasks.map((task) => ({ source, task }));
}

/** Of the tasks of a file or a scenario, those of `scenario` or `scenario@mechanism`. */
function only(tasks: readonly SourcedTask[], wanted: string | undefined, word: string): readonly SourcedTask[] {
  if (wanted === undefined) return tasks;
  const [scenario, mechanism] = wanted.split('@');
  const found = tasks.filter(
    ({ task }) => task.scenario === scenario && (mechanism === undefined || task.mechanism === mechanism),
  );
  if (found.length > 0) return found;
  const isScenario = tasks.some(({ task }) => task.scenario === scenario);
  const known = tasks.map(({ task }) => (isScenario ? task.mechanism : task.scenario));
  const text = unknownText(isScenario ? mechanism! : scenario!, [...new Set(known)]);
  throw new QuiesceError(isScenario ? 'QSC103' : 'QSC101', `${word}: ${text}`);
}

/** refuseUnknown throws the code with the nearest known name. */
export function refuseUnknown(code: ErrorCode, asked: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = asked?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new QuiesceError(code, unknownText(unknown, known));
}
