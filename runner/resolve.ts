// From what was typed or pasted to what it is: a scenario, perhaps with a mechanism; a user's file, perhaps with a
// scenario in it; a mutant; a configuration of the TLA+ specification; a schedule as text, as JSON or in a file; a trace of
// the specification. Everybody who takes words from a user asks here, and gets what it can use or a coded error that
// says what the word is instead.

import { readFileSync, type Stats, statSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import { parseSchedule, type ScheduleText } from '../engine/explain/schedule.js';
import { type ErrorCode, QuiesceError } from '../engine/program/errors.js';
import { unknownText } from '../engine/program/misspelt.js';
import { packageRoot } from './packageRoot.js';

export type Meaning =
  | { readonly kind: 'scenario'; readonly scenario: string; readonly mechanism?: string }
  /** `task`: a scenario of the file, perhaps with a mechanism after an @. */
  | { readonly kind: 'file'; readonly path: string; readonly task?: string }
  | { readonly kind: 'mutant'; readonly name: string }
  | { readonly kind: 'configuration'; readonly name: string }
  | { readonly kind: 'schedule'; readonly schedule: ScheduleText }
  | { readonly kind: 'trace'; readonly text: string };

export type MeaningKind = Meaning['kind'];
export type MeaningOf<K extends MeaningKind> = Extract<Meaning, { readonly kind: K }>;

/** By kind: what an unknown word of it is called, what a word of it is, and who takes such words. */
const kinds: Readonly<Record<MeaningKind, { unknown: ErrorCode; is: string; taker: string }>> = Object.freeze({
  scenario: { unknown: 'QSC101', is: 'a scenario', taker: 'quiesce verify SCENARIO' },
  file: { unknown: 'QSC111', is: 'a file with programs', taker: 'quiesce verify FILE' },
  mutant: { unknown: 'QSC114', is: 'a mutant', taker: 'quiesce mutants NAME' },
  configuration: { unknown: 'QSC412', is: 'a configuration of the TLA+ specification', taker: 'quiesce tla NAME' },
  schedule: { unknown: 'QSC111', is: 'a schedule', taker: "quiesce replay 'v1 NAME ...'" },
  trace: { unknown: 'QSC111', is: 'a trace of the TLA+ specification', taker: 'quiesce replay FILE' },
});

/** resolve says what a word is, of the kinds that are wanted. Throws a coded error for what is none of them. */
export async function resolve<K extends MeaningKind>(
  word: string,
  wanted: readonly K[],
  from: string,
): Promise<MeaningOf<K>> {
  const found = (await shown(word, wanted, from)) ?? (await named(word, wanted));
  if (found && isWanted(found, wanted)) return found;
  if (found) {
    const { is, taker } = kinds[found.kind];
    throw new QuiesceError('QSC110', `${JSON.stringify(word)} is ${is}`, { next: taker });
  }
  throw await unknown(word, wanted, from);
}

function isWanted<K extends MeaningKind>(found: Meaning, wanted: readonly K[]): found is MeaningOf<K> {
  return (wanted as readonly MeaningKind[]).includes(found.kind);
}

/** What shows by itself what it is: pasted text, or a path. */
async function shown(word: string, wanted: readonly MeaningKind[], from: string): Promise<Meaning | undefined> {
  const wantsText = wanted.includes('schedule') || wanted.includes('trace');
  if (word.trim() === '' && !wantsText) return undefined;
  if (isPasted(word)) return await written(word);
  if (/\.(cfg|tla)$/.test(word)) return { kind: 'configuration', name: word };
  const file = fileOf(word, from);
  if (file) return file;
  if (isFile(word, from) || (wantsText && isPath(word))) return await written(readText(word, from));
  return wanted.includes('file') && isPath(word) ? { kind: 'file', path: word } : undefined;
}

/** A version and spaces, or braces: no name and no path looks like that. */
function isPasted(word: string): boolean {
  const text = word.trim();
  return text === '' || text.startsWith('{') || /^v\d+(\s|$)/.test(text);
}

async function written(text: string): Promise<Meaning> {
  const { isTrace } = await import('../tla/conformance/replayedTrace.js');
  return isTrace(text) ? { kind: 'trace', text } : { kind: 'schedule', schedule: parseSchedule(text) };
}

const textMostBytes = 64 * 2 ** 20;

function readText(path: string, from: string): string {
  return textOf(path, from, "check the path, or paste the schedule in quotes: quiesce replay 'v1 NAME ...'");
}

/** textOf reads a file of a user's, of any kind. Throws QSC111. */
export function textOf(path: string, from: string, next = 'check the path'): string {
  try {
    const found = statSync(resolvePath(from, path));
    if (!found.isFile() && !found.isFIFO()) throw new QuiesceError('QSC111', `${path} is no file`, { next });
    if (found.size > textMostBytes) throw new QuiesceError('QSC111', `${path} has ${found.size} bytes`, { next });
    return readFileSync(resolvePath(from, path), 'utf8');
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown'})`;
    throw new QuiesceError('QSC111', `${path} ${reason}`, { next });
  }
}

/**
 * fileOf takes a word for a file, perhaps with a scenario after a #. The file's own name may have one too: what exists decides, the longest first.
 * What does not exist is a file all the same where it is written like one.
 */
export function fileOf(word: string, from: string): MeaningOf<'file'> | undefined {
  const cuts = [word.length, ...Array.from(word, (_, at) => word.length - 1 - at).filter((at) => word[at] === '#')];
  const at = cuts.find((cut) => isSource(word.slice(0, cut)) && isFile(word.slice(0, cut), from));
  const cut = at ?? cuts.toReversed().find((each) => isSource(word.slice(0, each)));
  if (cut === undefined) return undefined;
  const path = word.slice(0, cut);
  return cut === word.length ? { kind: 'file', path } : { kind: 'file', path, task: word.slice(cut + 1) };
}

function isSource(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

function isPath(word: string): boolean {
  return /[\\/]/.test(word) || /\.\w+$/.test(word);
}

function isFile(path: string, from: string): boolean {
  return found(path, from)?.isFile() ?? false;
}

function isFolder(path: string, from: string): boolean {
  return found(path, from)?.isDirectory() ?? false;
}

function found(path: string, from: string): Stats | undefined {
  try {
    return statSync(resolvePath(from, path), { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** A name of something of ours. Of several kinds that have it, the wanted one. */
async function named(word: string, wanted: readonly MeaningKind[]): Promise<Meaning | undefined> {
  const all = ['scenario', 'mutant', 'configuration'] as const;
  const order = [...all.filter((kind) => wanted.includes(kind)), ...all.filter((kind) => !wanted.includes(kind))];
  for (const kind of order) {
    const [name, mechanism] = kind === 'scenario' ? word.split('@') : [word];
    if (!(await namesOf(kind)).includes(name!)) continue;
    if (kind === 'scenario') return { kind, scenario: name!, ...(mechanism === undefined ? {} : { mechanism }) };
    return { kind, name: word };
  }
  return undefined;
}

async function namesOf(kind: 'scenario' | 'mutant' | 'configuration'): Promise<readonly string[]> {
  if (kind === 'scenario') {
    const [{ deepScenarios, scenarios }, { tokenWorkloads }] = await Promise.all([
      import('../scenarios/index.js'),
      import('../scenarios/token/index.js'),
    ]);
    return [...scenarios, ...deepScenarios, ...tokenWorkloads].map(({ name }) => name);
  }
  if (kind === 'mutant') return (await import('../mutants/catalogue.js')).mutants.map(({ name }) => name);
  const { readManifest, shortName } = await import('../tla/manifest.js');
  const { entries } = readManifest(join(packageRoot, 'tla'));
  return entries.flatMap(({ configuration }) => [configuration, shortName(configuration)]);
}

async function unknown(word: string, wanted: readonly MeaningKind[], from: string): Promise<QuiesceError> {
  const names = wanted.filter((kind) => kind === 'scenario' || kind === 'mutant' || kind === 'configuration');
  const known = (await Promise.all(names.map(namesOf))).flat();
  const code = kinds[names[0] ?? wanted[0]!].unknown;
  if (word.trim() === '') return new QuiesceError(code, 'an empty word', { next: kinds[wanted[0]!].taker });
  if (isFolder(word, from)) return new QuiesceError(code, `${word} is a folder`, { next: 'name a file in it' });
  return new QuiesceError(code, known.length > 0 ? unknownText(word, known) : `${word} does not exist`);
}
