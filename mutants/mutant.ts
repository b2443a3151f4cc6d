// A mutant: the paper's mechanism with one deliberate defect, given as data, and where to look for its death first.
// It is run in place of a sound mechanism of a scenario, and held to the verdicts that are expected of that one.

import type { MechanismVariant } from '../impl/contract.js';
import { hotSwap } from '../impl/hotswap/hotSwap.js';
import type { HotSwapOptions } from '../impl/hotswap/options.js';
import type { Scenario } from '../scenarios/scenario.js';

/** The sound mechanisms that a mutant may change, by the names that they have in scenarios. */
export const bases = Object.freeze({
  asItIs: {},
  abortAnywhere: { abort: 'anywhere' },
  withDeadline: { abort: 'deadline' },
  withBlockDeadline: { abort: 'blockDeadline' },
  sleepStaysCounted: { sleepStaysCounted: true },
} satisfies Readonly<Record<string, Partial<HotSwapOptions>>>);

export type Base = keyof typeof bases;

/** Where to run a mutant. */
export interface Ground {
  readonly scenario: string;
  readonly base: Base;
}

export interface Mutant {
  readonly name: string;
  /** Numbers of the catalogue: M1 to M25, D1 to D8; none for a defect of our own. */
  readonly numbers: readonly string[];
  readonly statement: string;
  /** What it changes in the options of its base; or a mechanism that takes the place of the paper's. */
  readonly change: Partial<HotSwapOptions> | MechanismVariant;
  /** Where it is likely to die, the cheapest first. All other scenarios follow. */
  readonly grounds: readonly Ground[];
  /** Where the defect can act at all; everywhere unless told. */
  readonly actsIn?: (scenario: Scenario) => boolean;
  /** Why it cannot be told from the sound mechanism, if it cannot. */
  readonly equivalent?: string;
}

/** mutated is the mechanism with the defect. */
export function mutated({ name, statement, change }: Mutant, base: Base): MechanismVariant {
  if ('install' in change) return change;
  const full = base === 'asItIs' ? name : `${name}.${base}`;
  return hotSwap(full, statement, { ...bases[base], ...change });
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
