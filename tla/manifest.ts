// The manifest: every configuration with what is expected of it. A test holds both engines to it.

import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { QuiesceError } from '../engine/program/errors.js';
import { type Configuration, parseConfiguration } from './configuration.js';
import { type Module, parseModule, readText } from './module.js';
import type { TlaResult, TlaVerdict } from './result.js';
import { type Whole, wholeOf } from './whole.js';

export interface ManifestEntry {
  readonly configuration: string;
  readonly module: string;
  readonly mode: 'safety' | 'liveness' | 'refinement';
  /** What it shows, in one line. */
  readonly shows: string;
  readonly expected: TlaVerdict;
  /** The claim that is violated. */
  readonly violated?: string;
  /** Distinct states; only where the claims hold, because an engine stops at a violation when it likes. */
  readonly states?: number;
  /** Levels of the search where the claims hold; else states of a shortest counterexample. Not of a lasso. */
  readonly depth?: number;
  /** The assumption that it drops. */
  readonly drops?: string;
  /** The labelled state graph is committed in graphs/. */
  readonly graph?: true;
}

export interface Manifest {
  readonly version: 1;
  readonly entries: readonly ManifestEntry[];
}

/** shortName is how people name a configuration: OneCaller, ClusteredOneCaller. */
export function shortName(configuration: string): string {
  return configuration.replace(/^MC(HotSwap)?/, '');
}

/** readManifest reads the manifest of a folder. Throws QSC412 where it cannot be read, is none, or does not list what is there. */
export function readManifest(folder: string): Manifest {
  const manifest = parseManifest(readText(join(folder, 'manifest.json')));
  const listed = new Set(manifest.entries.map(({ configuration }) => configuration));
  const there = readdirSync(folder).flatMap((name) => (name.endsWith('.cfg') ? [basename(name, '.cfg')] : []));
  const unlisted = there.find((name) => !listed.has(name));
  if (unlisted !== undefined) throw wrong(`it has no ${unlisted}`);
  return manifest;
}

/** parseManifest reads a manifest. Throws QSC412 for what is none. */
export function parseManifest(text: string): Manifest {
  const manifest = parsed(text) as Partial<Manifest> | null;
  if (manifest?.version !== 1 || !Array.isArray(manifest.entries)) throw wrong('it has no version 1 or no entries');
  const index = manifest.entries.findIndex((entry) => !isEntry(entry));
  if (index >= 0) throw wrong(`entry ${index + 1} is damaged`);
  return manifest as Manifest;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('it is no JSON');
  }
}

function wrong(why: string): QuiesceError {
  return new QuiesceError('QSC412', `manifest.json: ${why}`);
}

const verdicts: readonly unknown[] = Object.freeze([
  ...['holds', 'deadlock', 'invariant violated', 'liveness violated', 'refinement violated'],
]);

function isEntry(entry: unknown): entry is ManifestEntry {
  if (typeof entry !== 'object' || entry === null) return false;
  const { configuration, module, mode, shows, expected, violated, drops, states, depth, graph } = entry as {
    readonly [name in keyof ManifestEntry]: unknown;
  };
  const isName = (name: unknown) => typeof name === 'string' && /^\w+$/.test(name);
  const isText = (text: unknown) => text === undefined || typeof text === 'string';
  const isCount = (count: unknown) => count === undefined || (Number.isSafeInteger(count) && (count as number) > 0);
  if (![configuration, module].every(isName) || typeof shows !== 'string') return false;
  if (!['safety', 'liveness', 'refinement'].includes(mode as string) || !verdicts.includes(expected)) return false;
  return [violated, drops].every(isText) && [states, depth].every(isCount) && [undefined, true].includes(graph as true);
}

export interface Loaded {
  readonly entry: ManifestEntry;
  readonly module: Module;
  readonly beside: readonly Module[];
  readonly configuration: Configuration;
  /** All of it in one module, as the embedded engine needs it. */
  readonly whole: Whole;
}

/** loadEntry reads what a configuration needs. Throws QSC412 to QSC414. */
export function loadEntry(folder: string, entry: ManifestEntry): Loaded {
  const module = parseModule(readText(join(folder, `${entry.module}.tla`)));
  const text = readText(join(folder, `${entry.configuration}.cfg`));
  const configuration = parseConfiguration(entry.configuration, text);
  const beside = modulesBeside(folder, module);
  return { entry, module, beside, configuration, whole: wholeOf(module, beside, configuration) };
}

const libraries = ['Naturals', 'Integers', 'FiniteSets', 'Sequences', 'TLC', 'Bags', 'Reals'];

/** The modules that a module extends or instantiates, and theirs. */
function modulesBeside(folder: string, module: Module): readonly Module[] {
  const instances = [...module.code.matchAll(/\bINSTANCE\s+(\w+)/g)].map((found) => found[1]!);
  const names = [...new Set([...module.extended, ...instances])];
  const own = names.filter((name) => !libraries.includes(name));
  const direct = own.map((name) => parseModule(readText(join(folder, `${name}.tla`))));
  return [...direct, ...direct.flatMap((each) => modulesBeside(folder, each))];
}

/** loadNamed loads configurations by name, or a user's own by path; all of the manifest where none is named. */
export function loadNamed(folder: string, userFolder: string, names: readonly string[]): readonly Loaded[] {
  const { entries } = readManifest(folder);
  if (names.length === 0) return entries.map((entry) => loadEntry(folder, entry));
  return names.map((name) => {
    const found = entries.find(({ configuration }) => [configuration, shortName(configuration)].includes(name));
    return found ? loadEntry(folder, found) : loadOwn(resolve(userFolder, name), name);
  });
}

/** A configuration of the user's: its module is the one beside it whose name it begins with, the longest of them. */
function loadOwn(path: string, name: string): Loaded {
  if (!name.endsWith('.cfg')) throw new QuiesceError('QSC412', `no configuration ${name} in the manifest`);
  const configuration = basename(path, '.cfg');
  const lengths = Array.from(configuration, (_, index) => configuration.length - index);
  const module = lengths
    .map((length) => configuration.slice(0, length))
    .find((each) => existsSync(join(dirname(path), `${each}.tla`)));
  readText(path);
  if (module === undefined) throw new QuiesceError('QSC412', `no module beside ${name} whose name it begins with`);
  const loaded = loadEntry(dirname(path), { configuration, module, mode: 'safety', shows: name, expected: 'holds' });
  return { ...loaded, entry: { ...loaded.entry, mode: modeOf(loaded) } };
}

/** A refinement is a property of the form Alias!Spec. */
function modeOf({ configuration, module }: Loaded): ManifestEntry['mode'] {
  if (configuration.properties.length === 0) return 'safety';
  const isRefinement = configuration.properties.some((name) => /^\s*\w+!/.test(module.definitions.get(name) ?? ''));
  return isRefinement ? 'refinement' : 'liveness';
}

/** departures lists how an outcome differs from what the manifest expects; empty where it does not. */
export function departures(entry: ManifestEntry, outcome: TlaResult): readonly string[] {
  const pairs = [
    ['verdict', entry.expected, outcome.verdict],
    ['violated', entry.violated, entry.violated === undefined ? undefined : outcome.violated],
    ['states', entry.states, entry.states === undefined ? undefined : outcome.states],
    ['depth', entry.depth, entry.depth === undefined ? undefined : outcome.depth],
  ] as const;
  return pairs.flatMap(([what, expected, seen]) => {
    if (expected === seen) return [];
    return [
      `${what === 'verdict' ? verdictText(outcome) : `${what} is ${String(seen)}`}, expected ${String(expected)}`,
    ];
  });
}

/** The verdict with what is violated in it: "invariant NotLost violated". */
function verdictText({ verdict, violated }: TlaResult): string {
  return violated === undefined ? verdict : verdict.replace(/ violated$/, ` ${violated} violated`);
}
