// A user's file of what is held to what: it exports systems and specifications (or one of each), which of them make pairs,
// which pairs are expected to diverge, and where the figures of coverage are committed. Each pair is a system and a
// specification, or two specifications.

import { keepsTo, type ModelsOptions, type RecordingFormat, type Specification } from '../../conformance/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { isRecord } from '../../engine/program/index.js';
import { meant } from '../../engine/program/misspelt.js';
import type { Exported } from '../exports.js';
import type { Task } from '../task.js';

export interface OwnPair {
  /** `system@specification`, or `specification@specification`. */
  readonly name: string;
  readonly held: { readonly system: System } | { readonly specification: Specification };
  readonly to: Specification;
  readonly options: ModelsOptions;
  readonly expected: 'conforms' | 'diverges';
}

export interface OwnFile {
  readonly pairs: readonly OwnPair[];
  readonly specifications: Readonly<Record<string, Specification>>;
  /** The file with the committed figures, beside this one. */
  readonly coverage?: string;
  readonly recording: RecordingFormat;
}

const names = ['system', 'systems', 'specification', 'specifications', 'pairs', 'diverging', 'coverage', 'recording'];

/** isOwnFile tells a file of conformance by its exports. */
export function isOwnFile(exported: Exported): boolean {
  return 'specification' in exported || 'specifications' in exported;
}

/** readOwnFile reads the exports. Throws QSC106 and QSC131. */
export function readOwnFile(exported: Exported, file: string): OwnFile {
  refuseMisnamed(exported, file);
  const { system, specification, coverage, recording = {}, diverging = [], pairs } = exported;
  const systems = named(exported.systems ?? (system === undefined ? {} : { system }), isSystem, file, 'systems');
  const specifications = named(exported.specifications ?? { specification }, isSpecification, file, 'specifications');
  if (coverage !== undefined && typeof coverage !== 'string') throw wrong(file, "'coverage': the path of a .json file");
  if (!isRecord(recording)) throw wrong(file, "'recording': how a recorded run is read");
  if (!Array.isArray(diverging)) throw wrong(file, "'diverging': names of pairs, system@specification");
  const all = pairs ?? Object.keys(systems).flatMap((one) => Object.keys(specifications).map((other) => [one, other]));
  if (!Array.isArray(all) || !all.every(isPair)) throw wrong(file, "'pairs': a list of [system, specification]");
  const known = { systems, specifications, diverging: diverging.map(String) };
  const made = all.map((pair) => pairOf(pair, known, file));
  const strange = known.diverging.find((name) => !made.some((pair) => pair.name === name));
  if (strange !== undefined)
    throw wrong(file, `'diverging': ${strange} is none of ${made.map(({ name }) => name).join(', ')}`);
  return { pairs: made, specifications, recording, ...(coverage === undefined ? {} : { coverage }) };
}

function refuseMisnamed(exported: Exported, file: string): void {
  for (const name of Object.keys(exported).filter(
    (each) => !names.includes(each) && typeof exported[each] !== 'function',
  )) {
    const near = meant(
      name,
      names.filter((known) => !Object.hasOwn(exported, known)),
    );
    if (near !== undefined) throw new QuiesceError('QSC131', `${file} exports "${name}"; did you mean "${near}"?`);
  }
}

function named<T>(
  value: unknown,
  is: (one: unknown) => one is T,
  file: string,
  what: string,
): Readonly<Record<string, T>> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  const isWhole = isRecord(value) && entries.every(([name, one]) => /^\w+$/.test(name) && is(one));
  if (isWhole) return Object.fromEntries(entries) as Record<string, T>;
  throw wrong(
    file,
    `'${what}': by name of letters and digits, ${what === 'systems' ? '{ cells, threads }' : 'specification(...)'}`,
  );
}

type Pair = readonly [string, string, ModelsOptions?];

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string';
}

function pairOf(
  [one, other, options = {}]: Pair,
  {
    systems,
    specifications,
    diverging,
  }: {
    readonly systems: Readonly<Record<string, System>>;
    readonly specifications: Readonly<Record<string, Specification>>;
    readonly diverging: readonly string[];
  },
  file: string,
): OwnPair {
  const name = `${one}@${other}`;
  const [system, to] = [systems[one], specifications[other]];
  const specification = specifications[one];
  if (!to || (!system && !specification))
    throw wrong(
      file,
      `'pairs': ${name}, and there are ${[...Object.keys(systems), ...Object.keys(specifications)].join(', ')}`,
    );
  const expected = diverging.includes(name) ? 'diverges' : 'conforms';
  return { name, held: system ? { system } : { specification: specification! }, to, options, expected };
}

function isSystem(value: unknown): value is System {
  return isRecord(value) && Array.isArray(value.cells) && Array.isArray(value.threads);
}

function isSpecification(value: unknown): value is Specification {
  const { automaton, rules } = (value ?? {}) as { readonly automaton?: unknown; readonly rules?: unknown };
  return typeof automaton === 'object' && automaton !== null && Array.isArray(rules);
}

function wrong(file: string, wanted: string): QuiesceError {
  return new QuiesceError('QSC106', `${file} does not export ${wanted}`);
}

/** ownTasks are the pairs with a system, for verify and replay. */
export function ownTasks(file: string, { pairs }: OwnFile): readonly Task[] {
  return pairs.flatMap(({ name, held, to, expected }) => {
    if (!('system' in held)) return [];
    const property = keepsTo(to);
    return [
      {
        scenario: file,
        mechanism: name,
        name: `${file}#${name}`,
        system: held.system,
        safety: [property],
        liveness: [],
        expected: expected === 'diverges' ? { [property.name]: 'refuted' as const } : {},
      },
    ];
  });
}
