// What a comparison found, as plain data: a cell for each mechanism, scenario and property. Reports, the README and the
// committed matrix are made of it; it holds no clock and no path.

import type { VerdictKind } from '../../engine/explain/verdict.js';
import type { MechanismCost } from '../../simulation/costs.js';
import type { ResultError, ResultRow, VerificationResult } from '../result.js';

export interface ComparedCell {
  readonly mechanism: string;
  readonly scenario: string;
  readonly property: string;
  readonly verdict: VerdictKind;
  /** Refuted only. */
  readonly refutation?: Refutation;
}

export interface Refutation {
  /** The length of the schedule, and whether breadth-first search proves it to be the shortest. */
  readonly steps: number;
  readonly length: 'shortest' | 'shortest found';
  /** What `replay` takes. */
  readonly schedule: string;
}

/** A row of the matrix: a mechanism, what it does, and where its idea comes from. */
export interface ComparedMechanism {
  readonly name: string;
  readonly statement: string;
  readonly from: string;
  readonly asks?: string;
  /** Counted on the simulated multiprocessor; left out where time decides, which a simulation of one schedule cannot say. */
  readonly cost?: MechanismCost;
}

/** A column: a property with its number in the catalogue, where it has one. */
export interface ComparedProperty {
  readonly name: string;
  readonly number: string;
  readonly statement: string;
}

export interface Comparison {
  readonly version: 1;
  readonly mechanisms: readonly ComparedMechanism[];
  readonly scenarios: readonly string[];
  readonly properties: readonly ComparedProperty[];
  readonly grounds: readonly ComparedGround[];
  readonly errors: readonly ResultError[];
}

/** A mechanism in a scenario: what came of each property. */
export interface ComparedGround {
  readonly mechanism: string;
  readonly scenario: string;
  readonly verdicts: Readonly<Record<string, Exclude<VerdictKind, 'refuted'> | Refutation>>;
}

/** groundsOf keeps of a verification what a comparison is about. */
export function groundsOf({ verdicts }: VerificationResult): readonly ComparedGround[] {
  const grounds = new Map<string, ResultRow[]>();
  for (const row of verdicts) {
    const key = `${row.scenario}@${row.mechanism}`;
    grounds.set(key, [...(grounds.get(key) ?? []), row]);
  }
  return [...grounds.values()].map((rows) => ({
    mechanism: rows[0]!.mechanism,
    scenario: rows[0]!.scenario,
    verdicts: Object.fromEntries(rows.map((row) => [row.property, verdictOf(row)])),
  }));
}

function verdictOf({ verdict, counterexample, schedule }: ResultRow): ComparedGround['verdicts'][string] {
  if (verdict !== 'refuted') return verdict;
  return { steps: counterexample!.steps.length, length: counterexample!.length, schedule: schedule! };
}

/** cellsOf lists the cells of a comparison. */
export function cellsOf({ grounds }: Pick<Comparison, 'grounds'>): readonly ComparedCell[] {
  return grounds.flatMap(({ mechanism, scenario, verdicts }) =>
    Object.entries(verdicts).map(([property, found]) => {
      const cell = { mechanism, scenario, property };
      return typeof found === 'string'
        ? { ...cell, verdict: found }
        : { ...cell, verdict: 'refuted', refutation: found };
    }),
  );
}

/** merged is a comparison with what another one found of the same mechanisms and scenarios in its place, or added. */
export function merged(whole: Comparison, part: Comparison, order: readonly string[]): Comparison {
  const keyOfGround = ({ mechanism, scenario }: ComparedGround) => `${scenario}@${mechanism}`;
  const scenarios = [...new Set([...whole.scenarios, ...part.scenarios])];
  const grounds = new Map([...whole.grounds, ...part.grounds].map((ground) => [keyOfGround(ground), ground]));
  const mechanisms = new Map([...whole.mechanisms, ...part.mechanisms].map((each) => [each.name, each]));
  return {
    version: 1,
    mechanisms: order.flatMap((name) => mechanisms.get(name) ?? []),
    scenarios,
    properties: part.properties,
    grounds: order.flatMap((mechanism) =>
      scenarios.flatMap((scenario) => grounds.get(`${scenario}@${mechanism}`) ?? []),
    ),
    errors: part.errors,
  };
}

/** A cell that is not as it was, or was not there, or is not there any more. */
export interface Difference {
  readonly before?: ComparedCell;
  readonly now?: ComparedCell;
}

/** differences lists the cells that differ from those of another comparison, where both looked. */
export function differences(now: Comparison, before: Comparison): readonly Difference[] {
  const [newer, older] = [cellsOf(now), cellsOf(before)];
  const isPart = now.properties.length < before.properties.length;
  const isAsked = (cell: ComparedCell) => !isPart || now.properties.some(({ name }) => name === cell.property);
  const known = new Map(older.map((cell) => [keyOf(cell), cell]));
  const seen = new Set(newer.map(keyOf));
  const grounds = new Set(now.grounds.map(({ mechanism, scenario }) => `${scenario}@${mechanism}`));
  const changed = newer.flatMap((cell) => {
    const old = known.get(keyOf(cell));
    return old && JSON.stringify(old) === JSON.stringify(cell) ? [] : [{ now: cell, ...(old ? { before: old } : {}) }];
  });
  const isLooked = (cell: ComparedCell) => grounds.has(`${cell.scenario}@${cell.mechanism}`) && isAsked(cell);
  const gone = older.filter((cell) => isLooked(cell) && !seen.has(keyOf(cell)));
  return [...changed, ...gone.map((cell) => ({ before: cell }))];
}

function keyOf({ mechanism, scenario, property }: ComparedCell): string {
  return `${scenario}@${mechanism}:${property}`;
}

export type ComparisonExitCode = 0 | 1 | 3 | 4;

/**
 * comparisonExitCode: 4 errors; held against the committed matrix, 1 a cell is not as there and 0 all are; else 3 a cell is
 * undecided, and 0.
 */
export function comparisonExitCode(comparison: Comparison, changed?: readonly Difference[]): ComparisonExitCode {
  if (comparison.errors.length > 0) return 4;
  if (changed) return changed.length > 0 ? 1 : 0;
  return cellsOf(comparison).some(({ verdict }) => verdict === 'inconclusive' || verdict === 'unrefuted') ? 3 : 0;
}
