// The result of running mutants, as plain data.
// A mutant is killed when a property that the sound mechanism keeps in a scenario is refuted with the mutant there.
// One that is proved equivalent is listed apart and not scored; it must survive, or its proof is wrong.

import type { Counterexample } from '../engine/explain/verdict.js';
import type { DefectOfThePaper, MutantOutOfReach } from '../mutants/mutant.js';

/** What killed a mutant: of the properties refuted in one exploration, the one with the fewest steps. */
export interface MutantKill {
  readonly property: string;
  readonly scenario: string;
  /** As schedules call it: the mutant's name, and the sound mechanism that it changes where that is not the paper's. */
  readonly mechanism: string;
  readonly steps: number;
  readonly length: Counterexample['length'];
  /** The failing schedule in text, as `replay` takes it. */
  readonly schedule: string;
  /** Of the exploration that found it. */
  readonly states: number;
  /** Other properties refuted in the same exploration. */
  readonly also: readonly string[];
}

export type MutantFate = 'killed' | 'survived' | 'equivalent' | 'inconclusive' | 'failed';

export interface MutantRow {
  readonly mutant: string;
  /** Numbers of the catalogue of mutants and defects: M1 to M25, D1 to D8. */
  readonly numbers: readonly string[];
  readonly statement: string;
  readonly fate: MutantFate;
  readonly kill?: MutantKill;
  /** Why no scenario can tell it from the sound mechanism. */
  readonly proof?: string;
  /** What an exploration threw. */
  readonly error?: string;
  /** Explorations that it took, and the states of all of them. */
  readonly explorations: number;
  readonly states: number;
}

export interface MutantResult {
  readonly version: 1;
  readonly mutants: readonly MutantRow[];
  readonly inThePaper: readonly DefectOfThePaper[];
  readonly outOfReach: readonly MutantOutOfReach[];
  readonly totals: Readonly<Record<MutantFate | 'states', number>>;
}

/** makeMutantResult puts rows together and counts them. */
export function makeMutantResult(
  mutants: readonly MutantRow[],
  outOfReach: readonly MutantOutOfReach[] = [],
  inThePaper: readonly DefectOfThePaper[] = [],
): MutantResult {
  const of = (fate: MutantFate) => mutants.filter((row) => row.fate === fate).length;
  const totals = {
    killed: of('killed'),
    survived: of('survived'),
    equivalent: of('equivalent'),
    inconclusive: of('inconclusive'),
    failed: of('failed'),
    states: mutants.reduce((total, { states }) => total + states, 0),
  };
  return { version: 1, mutants, inThePaper, outOfReach, totals };
}

/** refutesItsProof is true of a mutant that is listed as equivalent and was killed. */
export function refutesItsProof(row: MutantRow): boolean {
  return row.fate === 'killed' && row.proof !== undefined;
}

/** mutantExitCodeOf: 0 all killed but those proved equivalent, 1 a survivor or a wrong proof, 3 undecided, 4 an error. */
export function mutantExitCodeOf({ mutants, totals }: MutantResult): 0 | 1 | 3 | 4 {
  if (totals.failed > 0) return 4;
  if (totals.survived > 0 || mutants.some(refutesItsProof)) return 1;
  return totals.inconclusive > 0 ? 3 : 0;
}
