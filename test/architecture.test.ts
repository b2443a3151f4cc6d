// Imports point one way, and the files are as the contributing page says: headers, no banned words, no file out of hand.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** By room, the rooms that it may import from. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'engine/program': [],
  'engine/operations': ['engine/program'],
  'engine/threads': ['engine/program', 'engine/operations'],
  'engine/multiprocessor': ['engine/program', 'engine/operations', 'engine/threads'],
  'engine/watch': ['engine/program', 'engine/operations', 'engine/threads', 'engine/multiprocessor'],
  'engine/reduction': [
    'engine/program',
    'engine/operations',
    'engine/threads',
    'engine/multiprocessor',
    'engine/watch',
  ],
  'engine/kernel': [],
  'engine/search': [
    'engine/kernel',
    'engine/program',
    'engine/operations',
    'engine/threads',
    'engine/multiprocessor',
    'engine/watch',
    'engine/reduction',
  ],
  'engine/drivers': ['engine/program', 'engine/operations', 'engine/threads', 'engine/multiprocessor', 'engine/watch'],
  'engine/executions': ['engine/program', 'engine/operations', 'engine/threads', 'engine/multiprocessor'],
  'engine/explain': [
    'engine/program',
    'engine/operations',
    'engine/threads',
    'engine/multiprocessor',
    'engine/watch',
    'engine/search',
    'engine/drivers',
    'engine/executions',
  ],
  engine: [],
  conformance: ['engine'],
  impl: ['engine/program'],
  properties: ['impl', 'engine'],
  scenarios: ['impl', 'engine', 'properties'],
  model: ['impl', 'engine', 'conformance'],
  tla: ['impl', 'engine', 'conformance', 'model'],
  proof: ['engine/program', 'conformance/tla', 'tla'],
  simulation: ['impl', 'engine'],
  'runtime/erase': [],
  runtime: ['engine/program'],
  mutants: ['impl', 'engine', 'scenarios', 'properties', 'conformance', 'model', 'tla'],
  runner: [
    ...['impl', 'engine', 'scenarios', 'properties', 'conformance', 'model', 'tla', 'mutants', 'simulation'],
    ...['runtime/threads', 'runtime/litmus.ts'],
  ],
  reports: ['engine', 'mutants', 'runner', 'simulation'],
  bench: ['impl', 'engine', 'scenarios', 'properties', 'runner', 'runtime'],
  integrations: ['impl', 'engine', 'scenarios', 'properties', 'conformance', 'reports'],
  cli: [
    ...['impl', 'engine', 'scenarios', 'properties', 'conformance', 'model', 'tla'],
    ...['mutants', 'runner', 'reports', 'proof', 'simulation'],
  ],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

const rooms = Object.keys(allowed);
const files = rooms.flatMap((room) => sourcesOf(room));
const imports = files.flatMap(importsOf);

describe('the architecture', () => {
  it('has files in every room that is built', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(200);
  });

  it('has imports that point one way', () => {
    const wrong = imports.filter(({ from, to }) => !mayImport(roomOf(from), to));

    expect(wrong).toEqual([]);
  });

  it('would notice an import against the direction', () => {
    expect(mayImport('engine/multiprocessor', 'engine/search/search.ts')).toBe(false);
    expect(mayImport('impl', 'engine/watch/property.ts')).toBe(false);
    expect(mayImport('reports', 'impl/events.ts')).toBe(false);
    expect(mayImport('conformance', 'impl/events.ts')).toBe(false);
    expect(mayImport('model', 'runner/task.ts')).toBe(false);
  });

  it('has a room for conformance that knows nothing of hot-swapping', () => {
    const events = [...read('impl/events.ts').matchAll(/^ {2}readonly (\w+): \{/gm)].map(([, name]) => name!);
    const told = files.filter((file) => file.startsWith('conformance/')).flatMap((file) => wordsOf(file));

    expect(events.length).toBeGreaterThan(20);
    expect(told.filter((word) => ['hotSwap', 'swapper', 'mediator'].includes(word))).toEqual([]);
    expect(events.filter((name) => !ordinary.includes(name) && told.includes(name))).toEqual([]);
  });
});

describe('what the hot swap is held to', () => {
  const isOurs = (file: string) => /^(model|tla\/conformance|runner|mutants)\//.test(file);
  const used = imports.filter(({ from, to }) => isOurs(from) && to.startsWith('conformance/'));

  it('is written with what anybody can import, and nothing else of conformance', () => {
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter(({ to }) => to !== 'conformance/index.ts')).toEqual([]);
    expect(read('conformance.ts')).toContain("export * from './conformance/index.js'");
  });
});

/** Names of events that are ordinary words of the language and of English too. */
const ordinary = ['return', 'enter', 'leave', 'invoke', 'phase'];

/** The words of a file's code, its comments left out. */
function wordsOf(file: string): readonly string[] {
  const code = read(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  return code.match(/\w+/g) ?? [];
}

describe("the package's main entry", () => {
  const reached = reachedFrom(['index.ts']);
  const foreign = (file: string) =>
    [
      ...read(file).matchAll(/(?:^(?!\/\/|import type |export type ).*\bfrom |\bimport\(|^import )'([\w@][^'\n]*)'/gm),
    ].map(([, name]) => name!);

  it('reaches what it is made of', () => {
    expect(reached).toEqual(expect.arrayContaining(['engine/explore.ts', 'reports/console.ts', 'scenarios/index.ts']));
  });

  it('needs no module of Node and no package but the widths of signs, so that it bundles for a browser', () => {
    const isPure = (name: string) => name === 'string-width';

    expect(
      reached.flatMap((file) =>
        foreign(file)
          .filter((name) => !isPure(name))
          .map((name) => `${file}: ${name}`),
      ),
    ).toEqual([]);
  });

  it('would notice one', () => {
    expect(foreign('runner/lane.ts')).toContain('node:worker_threads');
  });
});

describe('every source file', () => {
  it('opens with a header', () => {
    expect(files.filter((file) => !/^(#!.*\n)?(\/\/|\/\*\*)/.test(read(file)))).toEqual([]);
  });

  it('has no word that says "later"', () => {
    expect(files.filter((file) => /\b(TODO|FIXME|XXX)\b/.test(read(file)))).toEqual([]);
  });

  it('is of a size that can be read, or has a reason not to be', () => {
    const large = new Map([
      ['engine/program/errors.ts', 'the one table of errors'],
      ['engine/threads/automaton.ts', 'the tables of compiled threads and their growth belong together'],
      ['engine/multiprocessor/multiprocessor.ts', 'all that a step does, in one place'],
      ['engine/search/search.ts', 'the hot loop and what it does with a new state'],
      ['mutants/engine.ts', 'the one table of defects of the engine'],
      ['runner/mutants/engineChecks.ts', 'the one table of checks of the engine, and their small systems'],
      ['mutants/mechanism.ts', 'the one table of defects of the mechanism'],
      ['proof/perProcessor/swap.ts', 'the actions of the per-processor form, as its specification has them'],
      ['proof/perProcessor/invariant.ts', 'one proof, to be read from its beginning to its end'],
      ['mutants/clustered.ts', 'the one table of defects of the per-processor form'],
    ]);

    const outgrown = files.filter((file) => read(file).split('\n').length > 400 && !large.has(file));

    expect(outgrown).toEqual([]);
  });
});

function sourcesOf(room: string): string[] {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(room, name));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function importsOf(file: string): Import[] {
  const found = [...read(file).matchAll(/(?:^(?:import|export|\}) ?.*\bfrom |^import |\bimport\(\s*)'(\.[^']+)'/gm)];
  return found.map(([, path]) => ({ from: file, to: normalize(join(dirname(file), path!)).replace(/\.js$/, '.ts') }));
}

/** Everything that is loaded with these files or may be later; what is imported for its types only is not. */
function reachedFrom(entries: readonly string[]): string[] {
  const found = new Set(entries);
  for (const file of found) for (const { to } of importsOf(file)) if (!isOfTypesOnly(file, to)) found.add(to);
  return [...found];
}

function isOfTypesOnly(file: string, to: string): boolean {
  const name = to.split('/').at(-1)!.replace(/\.ts$/, '.js');
  return !new RegExp(`^(?!(?:import|export) type ).*[/']${name.replaceAll('.', '\\.')}'`, 'm').test(read(file));
}

function roomOf(file: string): string {
  return rooms.filter((room) => file.startsWith(`${room}/`)).sort((a, b) => b.length - a.length)[0] ?? file;
}

function mayImport(room: string, target: string): boolean {
  const open = [room, ...(allowed[room] ?? [])];
  return open.some((each) => target === each || target.startsWith(`${each}/`));
}
