// The committed figures of coverage, model/coverage.json: a floor, by `scenario@mechanism reference`, and `total`.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Coverage, coverageKinds, type Floor } from '../../conformance/index.js';
import { isRecord, QuiesceError } from '../../engine/program/index.js';
import type { ConformanceResult, ConformanceRow } from './result.js';

export type CommittedCoverage = Readonly<Record<string, Floor>>;

/** Where the figures are, from the package's folder. */
export const coverageFile = 'model/coverage.json';

/** keyOf names a row in the committed figures. */
export function keyOf({ scenario, mechanism, ref }: Pick<ConformanceRow, 'scenario' | 'mechanism' | 'ref'>): string {
  return `${scenario}@${mechanism} ${ref}`;
}

/** committedCoverage reads the committed figures, from the package's folder. Throws QSC408. */
export function committedCoverage(packageRoot: string): CommittedCoverage {
  return parseCoverage(readFileSync(join(packageRoot, coverageFile), 'utf8'));
}

/** parseCoverage reads the text of the committed figures. A floor that is not one is an error, not the ground. Throws QSC408. */
export function parseCoverage(text: string): CommittedCoverage {
  const read = parsed(text);
  if (!isRecord(read) || !isRecord(read.total)) throw new QuiesceError('QSC408', `${coverageFile} has no "total"`);
  const wrong = Object.entries(read).find(([, floor]) => !isFloor(floor));
  if (wrong) throw new QuiesceError('QSC408', `${coverageFile}: ${wrong[0]} is ${JSON.stringify(wrong[1])}`);
  return read as CommittedCoverage;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new QuiesceError('QSC408', `${coverageFile}: ${String(error)}`, { cause: error });
  }
}

/** isFloor tells whether something is a floor: by kind, how many of how many, and at least one. */
export function isFloor(floor: unknown): boolean {
  const kinds: readonly string[] = coverageKinds;
  const entries = isRecord(floor) ? Object.entries(floor) : [];
  return entries.length > 0 && entries.every(([kind, ratio]) => kinds.includes(kind) && isRatio(ratio));
}

function isRatio(ratio: unknown): boolean {
  if (!Array.isArray(ratio) || ratio.length !== 2) return false;
  const [realised, of] = ratio;
  return Number.isSafeInteger(realised) && Number.isSafeInteger(of) && realised >= 0 && realised <= of;
}

/** withoutFloor lists the rows that conform and have no committed figures, and the figures that no row has any more. */
export function withoutFloor(rows: readonly ConformanceRow[], committed: CommittedCoverage): readonly string[] {
  const conforming = rows.filter(({ verdict }) => verdict === 'conforms').map(keyOf);
  const seen = rows.filter(({ verdict }) => verdict !== 'diverges').map(keyOf);
  const figures = Object.keys(committed).filter((key) => key !== 'total');
  return [
    ...conforming.filter((key) => !figures.includes(key)).map((key) => `${key} has no committed figure`),
    ...figures.filter((key) => !seen.includes(key)).map((key) => `${key} is committed and conforms no more`),
  ];
}

/** coverageDocument is the text of the committed figures for a result: a line for each machine. */
export function coverageDocument({ rows, total }: ConformanceResult): string {
  const conforming = rows.filter(({ verdict }) => verdict === 'conforms');
  const figures = [...conforming.map((row) => [keyOf(row), row.coverage] as const), ['total', total] as const];
  const lines = figures.map(([key, coverage]) => `  ${JSON.stringify(key)}: ${JSON.stringify(figuresOf(coverage))}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function figuresOf(coverage: Coverage): Floor {
  const known = Object.entries(coverage).flatMap(([kind, covered]) =>
    covered ? [[kind, [covered.realised, covered.of]] as const] : [],
  );
  return Object.fromEntries(known);
}
