// Which machine goes with which reference of a scenario: one machine for each reference that is swapped, with the rules
// and the abstraction for the mechanism of impl/hotswap. A reference that is swapped several times keeps its machine,
// which comes back to idle; a scenario with two references runs two machines side by side, each seeing its own events.

import type { AnyStateMachine } from 'xstate';
import { QuiesceError } from '../engine/program/index.js';
import type { InvariantProperty } from '../engine/watch/property.js';
import type { Mechanism, MechanismVariant } from '../impl/contract.js';
import type { HotSwap } from '../impl/hotswap/layout.js';
import { siteOf } from '../scenarios/build.js';
import type { Scenario } from '../scenarios/scenario.js';
import { type Abstraction, abstractionOf } from './abstraction.js';
import { MachineAutomaton } from './automaton.js';
import { Conformance, type Pairing } from './conformance.js';
import { type Rule, swapRules } from './rules.js';
import { swapMachine } from './swapMachine.js';

/** What may be put in the place of what is shipped: a mutant, or a user's own. */
export interface PairingOptions {
  readonly machine?: AnyStateMachine;
  readonly rules?: readonly Rule[];
  readonly abstraction?: (hotSwap: HotSwap, ref: string) => Abstraction;
}

/** pairingsOf pairs each swapped reference with a machine. Throws QSC404 where there is nothing to pair. */
export function pairingsOf(
  scenario: Scenario,
  variant: MechanismVariant,
  { machine = swapMachine, rules = swapRules, abstraction = abstractionOf }: PairingOptions = {},
): readonly Pairing[] {
  const site = siteOf(scenario);
  const { mechanism } = variant.install(site);
  if (!isHotSwap(mechanism)) throw new QuiesceError('QSC404', `${variant.name} is not the mechanism of impl/hotswap`);
  const swapped = site.references.filter(({ swaps }) => swaps > 0);
  if (swapped.length === 0) throw new QuiesceError('QSC404', `scenario ${scenario.name} swaps nothing`);
  return swapped.map(({ name: ref, swaps }) => ({
    subject: { ref, swappers: [mechanism.references[ref]!.swapper], swaps },
    automaton: new MachineAutomaton(machine, { processors: mechanism.callerProcessors }),
    abstraction: abstraction(mechanism, ref),
    rules,
  }));
}

function isHotSwap(mechanism: Mechanism): mechanism is HotSwap {
  return 'references' in mechanism && 'generations' in mechanism;
}

/** isPaired tells whether there is something to conform: the mechanism of impl/hotswap, and a swap. */
export function isPaired(scenario: Scenario, variant: MechanismVariant): boolean {
  const site = siteOf(scenario);
  return isHotSwap(variant.install(site).mechanism) && site.references.some(({ swaps }) => swaps > 0);
}

/** conformanceProperties are the claims that a mechanism conforms, one for each machine; none where there is nothing to pair. */
export function conformanceProperties(scenario: Scenario, variant: MechanismVariant): readonly InvariantProperty[] {
  if (!isPaired(scenario, variant)) return [];
  return pairingsOf(scenario, variant).map((pairing) => new Conformance(pairing).property);
}
