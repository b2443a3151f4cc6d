// A mutant: the paper's mechanism with one deliberate defect, given as data, and where to look for its death first.
// It is run in place of a sound mechanism of a scenario, and held to the verdicts that are expected of that one.

import type { MechanismVariant } from '../../impl/contract.js';
import { hotSwap } from '../../impl/hotswap/hotSwap.js';
import type { HotSwapOptions } from '../../impl/hotswap/options.js';
import type { Scenario, ScenarioVariant } from '../scenario.js';
import type { Task } from '../task.js';
import { taskOf } from '../verify.js';

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

/** mutantTask runs the mutant in place of its base, with the base's expected verdicts; undefined where that says nothing. */
export function mutantTask(scenario: Scenario, mutant: Mutant, base: Base): Task | undefined {
  const sound = scenario.variants.find(({ mechanism }) => mechanism.name === base);
  const isPossible = base === 'asItIs' || !('install' in mutant.change);
  if (!sound || !isPossible || mutant.actsIn?.(scenario) === false) return undefined;
  const variant: ScenarioVariant = { ...sound, mechanism: mutated(mutant, base) };
  return taskOf(scenario, variant);
}
