// Everything that the package exports, given what nobody would write: each function and class of each entry of package.json,
// listed by what is there, so that a new export is covered by itself. Each answers, or throws a coded error, at the call or
// at its first step; 300 calls of each, in `npm run test:deep` 20,000.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dice } from './dice.js';

const calls = process.env.QUIESCE_RANDOM === undefined ? 300 : 20_000;
const root = join(import.meta.dirname, '..', '..');

/** As it is built: what is tried is what people get. */
const quiesce: typeof import('../../index.js') = await import(join(root, 'dist', 'index.js'));
const { atEnd, cell, explore, formatSchedule, load, QuiesceError, store, thread } = quiesce;
const count = cell('count', 0);

function* increment(): import('../../index.js').Program {
  const seen = yield* load(count);
  yield* store(count, seen + 1);
}

const system = { name: 'lost', cells: [count], threads: [thread('t1', increment), thread('t2', increment)] };
const kept = atEnd('noLostUpdate', (state) => state.read(count) === 2);
const { schedule, ...counterexample } = explore(system, [kept]).verdicts[0]!.counterexample!;
const scenario = quiesce.scenarios.find(({ name }) => name === 'noCommonFormat')!;
const result = { version: 1, verdicts: [], explorations: [], errors: [], totals: { verdicts: 0 } };
const limits = { states: 100, seconds: 5 };

type Unchecked = (...given: readonly unknown[]) => unknown;

/** Arguments as they should be, of what takes more than one thing; alterations of them go deeper than the odd ones do. */
const good: Readonly<Record<string, readonly unknown[]>> = {
  explore: [system, [kept], { limits }],
  exploreExecutions: [system, [kept], { limits }],
  sample: [system, [kept], { sampler: 'random', seed: 1, executions: 3, limits }],
  outcomes: [system, () => 1, { limits }],
  walk: [system, schedule.choices],
  replay: [system, schedule, { properties: [kept] }],
  formatSchedule: [schedule],
  parseSchedule: [formatSchedule(schedule)],
  cell: ['count', 0, { modulo: 4 }],
  cells: ['count', 3, 0, { home: 0 }],
  thread: ['t1', increment, { size: 1 }, { processor: 0 }],
  inRegion: [quiesce.region('node', { kind: 'node' }), { next: count, all: [count] }, 1],
  happenedTogether: [[{ name: 'taken' }, { name: 'counted', data: { holders: 1 } }]],
  select: [quiesce.when(count, quiesce.is(0), () => load(count))],
  send: [quiesce.channel('jobs', 1), 1],
  acquire: [quiesce.mutex('lock'), { name: 't1', slot: 0, processor: 0 }],
  awaitAll: [quiesce.eventLoop(), [quiesce.promise('one')], { name: 't1' }],
  sleep: [quiesce.eventLoop(), 5, { name: 't1' }],
  monitor: ['calm', { init: 0, on: (state: number) => state }, { statement: 'all is calm' }],
  defineScenario: [scenario],
  buildSystem: [scenario, scenario.variants[0]],
  counterexampleText: [{ ...counterexample, schedule }, 'v1 lost t1', 'npx quiesce', {}],
  consoleReport: [result, { command: 'npx quiesce' }],
  markdownReport: [result, { command: 'npx quiesce' }],
};

const odd = [
  ...[undefined, null, 0, -1, 0.5, 1e9, Number.NaN, '', 'x', true, 10n, Symbol('s')],
  ...[[], {}, [null], [{}], [1], { name: 1 }, Object.create(null), new Map(), () => 1, cell, count, [count]],
  ...[{ cells: 1, threads: [] }, { cells: [], threads: 'x' }, { kind: 'equal' }, { version: 1, verdicts: [null] }],
  ...[quiesce.channel('jobs', 1), quiesce.eventLoop(), { name: 't1', slot: 0, processor: 0 }, kept, schedule],
];

/** Does what it says when it is called with what it takes: only what it cannot take is given to it. */
const isRefused: Readonly<Record<string, (first: unknown) => boolean>> = {
  verify: (words) => words !== undefined && !Array.isArray(words),
};

/** Takes nothing, and starts programs. */
const leftOut: readonly string[] = ['installedSolvers'];

/** An argument as it should be, another one, or it with a part that is another: a record's, or an element of a list. */
function altered(given: unknown, roll: (below: number) => number): unknown {
  const way = roll(3);
  if (way === 0) return given;
  const other = odd[roll(odd.length)];
  if (way === 1 || typeof given !== 'object' || given === null) return other;
  const keys = Object.keys(given);
  const key = keys[roll(keys.length)];
  if (key === undefined) return other;
  if (Array.isArray(given)) return given.with(Number(key), roll(2) === 0 ? other : altered(given[Number(key)], roll));
  return { ...given, [key]: roll(2) === 0 ? other : altered(given[key as keyof typeof given], roll) };
}

function argumentsOf(name: string, roll: (below: number) => number): readonly unknown[] {
  const known = good[name];
  if (known !== undefined && roll(2) === 0) return known.map((each) => altered(each, roll));
  const given = Array.from({ length: roll(5) }, () => odd[roll(odd.length)]);
  return (isRefused[name]?.(given[0]) ?? true) ? given : argumentsOf(name, roll);
}

interface Exported {
  readonly name: string;
  readonly call: Unchecked;
}

const entries = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports as Record<string, unknown>;
const builtFiles = Object.values(entries).flatMap((entry) => {
  const built = (entry as { readonly default?: string }).default;
  return built === undefined ? [] : [built];
});

async function exportedBy(file: string): Promise<readonly Exported[]> {
  const all: Record<string, unknown> = await import(join(root, file));
  return Object.entries(all).flatMap(([name, made]) => {
    if (typeof made === 'object' && made !== null && Object.prototype.toString.call(made) === '[object Module]')
      return Object.entries(made).flatMap(([part, call]) => callable(`${name}.${part}`, call));
    return callable(name, made);
  });
}

function callable(name: string, made: unknown): readonly Exported[] {
  if (typeof made !== 'function' || leftOut.includes(name)) return [];
  const isClass = /^class\b/.test(Function.prototype.toString.call(made));
  return [{ name, call: isClass ? (...given) => Reflect.construct(made, given) : (made as Unchecked) }];
}

function isCoded(error: unknown): boolean {
  return error instanceof QuiesceError && error.code !== 'QSC901';
}

/** What a call comes to: what it throws, at once, at its first step or when its promise is settled. */
async function thrownBy(call: Unchecked, given: readonly unknown[], waited: Promise<unknown>[]): Promise<unknown> {
  try {
    const made = call(...given) as Partial<PromiseLike<unknown> & Iterable<unknown>> | null | undefined;
    if (made instanceof Promise) waited.push(made.catch((error: unknown) => error));
    else if (typeof made === 'object' && typeof made?.[Symbol.iterator] === 'function') made[Symbol.iterator]!().next();
    return undefined;
  } catch (error) {
    return error;
  }
}

function shown(error: unknown, given: readonly unknown[]): string {
  const text = inspect(given, { breakLength: Number.POSITIVE_INFINITY, depth: 3 }).slice(0, 200);
  return `${inspect(error).split('\n').slice(0, 1).join('').slice(0, 150)} for ${text}`;
}

async function wrongOf({ name, call }: Exported): Promise<readonly string[]> {
  const roll = dice(13);
  const wrong: string[] = [];
  for (let made = 0; made < calls; made++) {
    const given = argumentsOf(name, roll);
    const waited: Promise<unknown>[] = [];
    const thrown = await thrownBy(call, given, waited);
    const error = waited.length > 0 ? await Promise.race([waited[0], after(100)]) : thrown;
    if (error instanceof Error && !isCoded(error)) wrong.push(shown(error, given));
  }
  return wrong;
}

/** What is only imported for what it does exports nothing that could be called. */
const rooms = (await Promise.all(builtFiles.map(async (file) => [file, await exportedBy(file)] as const))).filter(
  ([, exported]) => exported.length > 0,
);

describe.each(rooms)('whatever is given to what %s exports,', (_, exported) => {
  it.each(exported)('$name answers or refuses it with a code', { timeout: 3_600_000 }, async (each) => {
    expect((await wrongOf(each)).slice(0, 3)).toEqual([]);
  });
});

describe('arguments as they should be are taken:', () => {
  it.each(Object.entries(good))('%s', (name, given) => {
    const call = (quiesce as Readonly<Record<string, unknown>>)[name] as Unchecked;

    expect(() => call(...given)).not.toThrow();
  });
});
