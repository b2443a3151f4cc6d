// A mutant: the product with one deliberate defect, as an edit of the text that people read. It has a name, a sentence,
// the numbers of the catalogues of defects that it belongs to, and what must kill it. Nothing in the text knows of it.

import type { Scenario } from '../scenarios/scenario.js';

/** What is broken: the mechanism of impl/, the xstate machine, the TLA+ specification, a property, or the engine. */
export const mutantKinds = Object.freeze(['mechanism', 'machine', 'specification', 'property', 'engine'] as const);
export type MutantKind = (typeof mutantKinds)[number];

/** One replacement in one file. The text that is looked for must stand there exactly once. */
export interface Edit {
  /** From the package's folder: `impl/hotswap/swap.ts`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/**
 * What kills a mutant, and where: `noDeadlock in selfSwapAwaited@withDeadline`. By kind:
 * - mechanism: a property in a scenario with one of its mechanisms (`asItIs` unless told); `machine` there; or
 *   `specification` in a configuration;
 * - machine: `implementation` or `coverage`, in a scenario with one of its mechanisms;
 * - specification: what a configuration claims, `deadlock`, or `implementation`, in a configuration;
 * - property: `quiescence of M`, in a scenario: M a mutant of the mechanism that it no longer refutes, or `asItIs`, of
 *   which it no longer says what is expected;
 * - engine: a check in `checks`.
 */
export type Killer = `${string} in ${string}`;

export interface Mutant {
  readonly kind: MutantKind;
  /** Unique within its kind. */
  readonly name: string;
  /** Numbers of the catalogues: M1 to M25 for mutants, D1 to D8 for defects of K42's released code; none for our own. */
  readonly numbers: readonly string[];
  readonly statement: string;
  readonly edits: readonly Edit[];
  /** The likeliest and cheapest first. */
  readonly killedBy: readonly Killer[];
  /** Where a defect of the mechanism can act at all; everywhere unless told. */
  readonly actsIn?: (scenario: Scenario) => boolean;
  /** The memory with which it is hunted: a fence that is dropped shows where stores are buffered, and nowhere else. */
  readonly memory?: 'tso';
  /** Why it cannot be told from the sound text, if it cannot. It is hunted everywhere all the same, and must survive. */
  readonly equivalent?: string;
}

/** A mutant of the catalogue that needs what is not built. */
export interface MutantOutOfReach {
  readonly number: string;
  readonly statement: string;
  readonly needs: string;
}

/** A defect that the paper's own mechanism has: a scenario expects its refutation. */
export interface DefectOfThePaper {
  readonly number: string;
  readonly statement: string;
  readonly scenario: string;
  readonly property: string;
}

/** Where a killer is looked for. */
export interface Ground {
  /** The property, the check, or the other side. */
  readonly by: string;
  /** The scenario or the configuration. */
  readonly at: string;
  /** The sound mechanism that the mutant changes, or runs beside. */
  readonly mechanism: string;
}

/** groundOf reads a killer. */
export function groundOf(killer: Killer): Ground {
  const [by, place] = killer.split(/ in (?=[^ ]+$)/) as [string, string];
  const [at, mechanism = 'asItIs'] = place.split('@') as [string, string?];
  return { by, at, mechanism };
}

/** decidingKillers are those that decide about a mutant. What the models make of one of the mechanism is for `conform`. */
export function decidingKillers({ kind, killedBy }: Mutant): readonly Killer[] {
  const isModel = (killer: Killer) => ['machine', 'specification'].includes(groundOf(killer).by);
  return kind === 'mechanism' ? killedBy.filter((killer) => !isModel(killer)) : killedBy;
}

/** lines puts lines of text together, as an edit looks for them. */
export function lines(...each: readonly string[]): string {
  return each.join('\n');
}
