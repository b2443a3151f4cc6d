// The result of running mutants, as plain data.
// A mutant is killed when something that the sound text passes fails with the mutant, or something that it fails passes.
// One that is proved equivalent is listed apart and not scored; it must survive, or its proof is wrong.

import type { ModelAlong } from '../../conformance/index.js';
import type { Counterexample } from '../../engine/explain/verdict.js';
import type { DefectOfThePaper, Edit, Mutant, MutantKind, MutantOutOfReach } from '../../mutants/mutant.js';

/** The failing path, where what gave the mutant away has one: the shortest of those found in one exploration. */
export interface KillingPath {
  readonly steps: number;
  readonly length: Counterexample['length'];
  /** The failing schedule in text, as `replay` takes it. */
  readonly schedule: string;
  /** States of the exploration that found it. */
  readonly states: number;
  /** Other properties refuted in the same exploration. */
  readonly also: readonly string[];
}

/** The path itself, for a page: what steps it takes, and what the mutated specification beside it makes of them. */
export interface KillingSteps {
  readonly counterexample: Counterexample;
  readonly models?: readonly ModelAlong[];
}

/** What gave a mutant away. */
export interface MutantKill {
  /** The property, the claim, the check, or the other side. */
  readonly by: string;
  /** `scenario`, or `scenario@mechanism` where that is not the paper's; a configuration; or `checks`. */
  readonly in: string;
  /** In words, where there is no path. */
  readonly seen?: string;
  readonly path?: KillingPath;
  readonly taken?: KillingSteps;
}

export type MutantFate = 'killed' | 'survived' | 'equivalent' | 'inconclusive' | 'failed';

export interface MutantRow {
  readonly kind: MutantKind;
  readonly mutant: string;
  /** Numbers of the catalogue of mutants and defects: M1 to M25, D1 to D8. */
  readonly numbers: readonly string[];
  readonly statement: string;
  readonly edits: readonly Edit[];
  /** Where the first of them begins to change its file. */
  readonly line?: number;
  readonly fate: MutantFate;
  readonly kill?: MutantKill;
  /** Why nothing can tell it from the sound text. */
  readonly proof?: string;
  /** What was thrown. */
  readonly error?: string;
  /** Explorations that it took, and the states of all of them. */
  readonly explorations: number;
  readonly states: number;
}

export interface MutantResult {
  readonly version: 2;
  readonly mutants: readonly MutantRow[];
  readonly inThePaper: readonly DefectOfThePaper[];
  readonly outOfReach: readonly MutantOutOfReach[];
  readonly totals: Readonly<Record<MutantFate | 'states', number>>;
}

/** What was found out about a mutant. */
export type Found = Pick<MutantRow, 'fate' | 'kill' | 'error' | 'explorations' | 'states'>;

/** rowOf is the row of a mutant of which this was found out. */
export function rowOf(mutant: Mutant, found: Found, line?: number): MutantRow {
  const { kind, name, numbers, statement, edits, equivalent } = mutant;
  return {
    ...{ kind, mutant: name, numbers, statement, edits },
    ...(line === undefined ? {} : { line }),
    ...found,
    ...(equivalent === undefined ? {} : { proof: equivalent }),
  };
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
  return { version: 2, mutants, inThePaper, outOfReach, totals };
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
