// A user's file of conformance, done: each pair held to each other, and the figures compared with the committed ones; or recorded
// runs held to one of its specifications. Runs in a worker; what comes of it is plain data.

import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type ConformanceReport,
  type CoverageKind,
  conforms,
  type ModelsReport,
  type RecordingFormat,
  type RunReport,
  validate,
} from '../../conformance/index.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { unknownText } from '../../engine/program/misspelt.js';
import { enter, leave } from '../../engine/program/nowRunning.js';
import type { Limits } from '../../engine/search/options.js';
import { type LoadOptions, loadFile, relativePath } from '../loadFile.js';
import { lookedAt } from '../lookedAt.js';
import { againstFigures, figuresDocument, type OwnFigures, readFigures } from './ownFigures.js';
import { type OwnFile, type OwnPair, readOwnFile } from './ownFile.js';

export interface OwnRow {
  readonly pair: string;
  /** The line of the file that declares its specification, where it is found. */
  readonly line?: number;
  readonly expected: OwnPair['expected'];
  readonly verdict: ConformanceReport['verdict'];
  /** Of a system and a specification; else of two specifications. */
  readonly report?: ConformanceReport;
  readonly models?: ModelsReport;
  readonly below: readonly CoverageKind[];
}

export interface OwnResult {
  readonly version: 1;
  readonly file: string;
  readonly rows: readonly OwnRow[];
  /** In sentences: figures that are not committed, or that nothing has any more. */
  readonly withoutFloor: readonly string[];
  /** Where figures are committed, from the file's folder, and the text that would be. */
  readonly figures?: { readonly path: string; readonly text: string };
}

export interface OwnOptions {
  readonly limits?: Limits;
  readonly interrupted: () => boolean;
  /** The figures are to be written anew: the committed ones are not read. */
  readonly commit: boolean;
}

/** conformOwn holds every pair of a file. Throws QSC106, QSC131, QSC404, QSC408, and what `conforms` throws. */
export async function conformOwn(path: string, loading: LoadOptions, options: OwnOptions): Promise<OwnResult> {
  const file = relativePath(path, loading.from);
  const exported = await loadFile(path, loading);
  const own = await lookedAt(file, () => readOwnFile(exported, file));
  if (own.pairs.length === 0) throw new QuiesceError('QSC404', `${file}: there is no pair to hold to each other`);
  const place = own.coverage === undefined ? undefined : resolve(loading.from, dirname(path), own.coverage);
  const committed = place !== undefined && !options.commit ? readFigures(place, own.coverage!) : undefined;
  const lines = readFileSync(resolve(loading.from, path), 'utf8').split('\n');
  const checked = own.pairs.map((pair) => ({ ...checkedPair(file, pair, options), ...lineOf(pair, lines) }));
  const rows = checked.map((row) => ({ ...row, ...floorOf(row, committed) }));
  const conforming = rows.flatMap(({ pair, verdict, report }) =>
    report && verdict === 'conforms' ? [[pair, report] as const] : [],
  );
  return {
    version: 1,
    file,
    rows: rows.map(({ lost: _, ...row }) => row),
    withoutFloor: [...rows.flatMap(({ lost }) => lost ?? []), ...forgotten(own, committed)],
    ...(place === undefined ? {} : { figures: { path: own.coverage!, text: figuresDocument(conforming) } }),
  };
}

/** Where the pair's specification stands in the list of them, else where they are exported. */
function lineOf({ name }: OwnPair, lines: readonly string[]): { readonly line?: number } {
  const list = lines.findIndex((line) => /^\s*export\s+const\s+(specifications?|pairs)\b/.test(line));
  const specification = name.split('@')[1]!;
  const isEntry = (line: string) =>
    line.startsWith(specification) && /^\s*[:,(]/.test(line.slice(specification.length));
  const own = lines.findIndex((line, index) => index > list && isEntry(line.trimStart()));
  const found = list >= 0 && own >= 0 ? own : list;
  return found < 0 ? {} : { line: found + 1 };
}

function checkedPair(file: string, { name, held, to, options: models, expected }: OwnPair, options: OwnOptions) {
  const { limits, interrupted } = options;
  if ('specification' in held) {
    const report = conforms(held.specification, to, models);
    return { pair: name, expected, verdict: report.verdict, models: report };
  }
  const system = { ...held.system, name: `${file}#${name}` };
  const report = conforms(system, to, { ...(limits ? { limits } : {}), interrupted });
  return { pair: name, expected, verdict: report.verdict, report };
}

function floorOf({ pair, verdict, report }: Omit<OwnRow, 'below'>, committed: OwnFigures | undefined) {
  return committed && report && verdict === 'conforms'
    ? againstFigures(pair, report, committed)
    : { below: [], lost: undefined };
}

function forgotten({ pairs }: OwnFile, committed: OwnFigures | undefined): readonly string[] {
  const known = pairs.filter(({ expected }) => expected === 'conforms').map(({ name }) => name);
  return Object.keys(committed ?? {}).flatMap((name) =>
    known.includes(name) ? [] : [`${name} is committed, and no pair that has to conform`],
  );
}

/** ownExitCode is 0 where all is as expected and above its floor, 1 where something is not, 3 where a limit was reached. */
export function ownExitCode({ rows, withoutFloor }: OwnResult): 0 | 1 | 3 {
  const wrong = rows.some(
    ({ verdict, expected, below }) => (verdict !== 'inconclusive' && verdict !== expected) || below.length > 0,
  );
  if (wrong || withoutFloor.length > 0) return 1;
  return rows.some(({ verdict }) => verdict === 'inconclusive') ? 3 : 0;
}

/** A recorded run, and where it was read from. */
export interface NamedRun {
  readonly name: string;
  readonly text: string;
}

export interface RunRow extends RunReport {
  readonly run: string;
}

export interface RunsResult {
  readonly version: 1;
  readonly file: string;
  readonly specification: string;
  readonly rows: readonly RunRow[];
}

export interface RunsOptions {
  /** Needed where the file has several. */
  readonly specification?: string;
  /** Says otherwise than the file's `recording`. */
  readonly recording: RecordingFormat;
  readonly nodesMax?: number;
}

/** validateOwn holds recorded runs to a specification of a file. Throws QSC102, QSC106, QSC131, QSC402 and QSC406. */
export async function validateOwn(
  path: string,
  runs: readonly NamedRun[],
  loading: LoadOptions,
  { specification: wanted, recording: told, nodesMax }: RunsOptions,
): Promise<RunsResult> {
  const file = relativePath(path, loading.from);
  const exported = await loadFile(path, loading);
  const { specifications, recording } = await lookedAt(file, () => readOwnFile(exported, file));
  const names = Object.keys(specifications);
  const name = wanted ?? (names.length === 1 ? names[0]! : '');
  const specification = specifications[name];
  if (!specification)
    throw new QuiesceError(
      'QSC102',
      wanted === undefined ? `${file} has ${names.join(', ')}: say which` : unknownText(wanted, names),
      { next: `--specification ${names[0]}` },
    );
  const format = { ...recording, ...told } as RecordingFormat;
  const rows = runs.map((run) => ({
    run: run.name,
    ...inNameOf(run.name, () => validate(run.text, specification, format, nodesMax === undefined ? {} : { nodesMax })),
  }));
  return { version: 1, file, specification: name, rows };
}

/** The name of the run belongs to whatever goes wrong with it; and whoever watches is told what is running. */
function inNameOf<T>(run: string, call: () => T): T {
  const around = enter(`the specification, following ${run},`);
  try {
    return call();
  } catch (error) {
    if (!(error instanceof QuiesceError)) throw error;
    throw new QuiesceError(error.code, `${run}: ${error.seen}`, { next: error.next, cause: error });
  } finally {
    leave(around);
  }
}

/** runsExitCode is 0 where every run is accepted, 1 where one is not, 3 where the search for an order reached its limit. */
export function runsExitCode({ rows }: RunsResult): 0 | 1 | 3 {
  if (rows.some(({ verdict }) => verdict === 'refused' || verdict === 'vacuous')) return 1;
  return rows.some(({ verdict }) => verdict === 'inconclusive') ? 3 : 0;
}
