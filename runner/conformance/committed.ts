// The committed figures of coverage, model/coverage.json: a floor, by `scenario@mechanism reference`, and `total`.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Floor } from '../../conformance/coverage.js';
import type { Coverage } from '../../conformance/result.js';
import type { ConformanceResult, ConformanceRow } from './result.js';

export type CommittedCoverage = Readonly<Record<string, Floor>>;

/** Where the figures are, from the package's folder. */
export const coverageFile = 'model/coverage.json';

/** keyOf names a row in the committed figures. */
export function keyOf({ scenario, mechanism, ref }: Pick<ConformanceRow, 'scenario' | 'mechanism' | 'ref'>): string {
  return `${scenario}@${mechanism} ${ref}`;
}

/** committedCoverage reads the committed figures, from the package's folder. */
export function committedCoverage(packageRoot: string): CommittedCoverage {
  return JSON.parse(readFileSync(join(packageRoot, coverageFile), 'utf8'));
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
