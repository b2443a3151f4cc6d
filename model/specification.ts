// The machine as a specification of the mechanism of impl/hotswap: one machine for each reference that is swapped, with its
// rules, its abstraction and its bounds. A reference that is swapped several times keeps its machine, which comes back to
// idle; of two references each has its own, and each sees its own events.

import { fileURLToPath } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import {
  type Abstraction,
  MachineAutomaton,
  type MachineState,
  MachineText,
  type Rule,
  type Specification,
} from '../conformance/index.js';
import { QuiesceError } from '../engine/program/index.js';
import type { MechanismVariant, Site } from '../impl/contract.js';
import { type HotSwap, isHotSwap } from '../impl/hotswap/layout.js';
import { abstractionOf } from './abstraction.js';
import { swapBounds } from './bounds.js';
import { type Subject, swapRules } from './rules.js';
import { swapMachine } from './swapMachine.js';

/** What may be put in the place of what is shipped: a mutant, or one's own. */
export interface Replacements {
  readonly machine?: AnyStateMachine;
  readonly rules?: (subject: Subject) => readonly Rule<MachineState>[];
  readonly abstraction?: (hotSwap: HotSwap, ref: string) => Abstraction<MachineState>;
}

/** The specification of the swaps of one reference. */
export interface SwapSpecification extends Specification<MachineState> {
  readonly ref: string;
  readonly automaton: MachineAutomaton;
}

/** swapAutomaton is the machine for some processors, to be asked. */
export function swapAutomaton(processors: readonly number[], machine: AnyStateMachine = swapMachine): MachineAutomaton {
  const files = ['./swapMachine.ts', './swapMachine.js'].map((name) => fileURLToPath(new URL(name, import.meta.url)));
  return new MachineAutomaton(machine, { input: { processors }, text: MachineText.of(files) });
}

/** swapSpecifications are those of a mechanism in a site. Throws QSC404 where there is nothing to specify. */
export function swapSpecifications(
  variant: MechanismVariant,
  site: Site,
  { machine = swapMachine, rules = swapRules, abstraction = abstractionOf }: Replacements = {},
): readonly SwapSpecification[] {
  const { mechanism } = variant.install(site);
  if (!isHotSwap(mechanism)) throw new QuiesceError('QSC404', `${variant.name} is not the mechanism of impl/hotswap`);
  const swapped = site.references.filter(({ swaps }) => swaps > 0);
  if (swapped.length === 0) throw new QuiesceError('QSC404', `${variant.name} swaps nothing there`);
  return swapped.map(({ name: ref, swaps }) => ({
    ref,
    name: `conforms.${ref}`,
    statement: `every step of the swaps of ${ref} is one that the machine allows`,
    automaton: swapAutomaton(mechanism.callerProcessors, machine),
    abstraction: abstraction(mechanism, ref),
    rules: rules({ ref, swapper: mechanism.references[ref]!.swapper }),
    bounds: swapBounds(ref, swaps),
  }));
}

/**
 * isSpecified tells whether there is something to specify: the mechanism of impl/hotswap, and a swap. The machine knows
 * threads and no activities, and no calls that cannot be held back: what an event loop adds is for properties to judge.
 */
export function isSpecified(variant: MechanismVariant, site: Site): boolean {
  const { mechanism } = variant.install(site);
  if (!isHotSwap(mechanism) || mechanism.rows.length > 0 || mechanism.options.synchronousCalls) return false;
  return site.references.some(({ swaps }) => swaps > 0);
}
