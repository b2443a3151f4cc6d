// The declared instances of a system and variations of them, in which some values of fixed symbols are others: so that
// what is true by the accident of a few instances is not taken for a law.

import type { System } from '../form/system.js';
import { Chance } from '../instance/chance.js';
import { Evaluator } from '../instance/evaluate.js';
import { type Instance, instanceOf, valuesOf } from '../instance/instance.js';

/** How many variations are kept, and how many are tried: most break an axiom. */
const variations = Object.freeze({ kept: 12, tried: 300 });

/** variedInstances lists the declared instances, then the variations. The same in every run. */
export function variedInstances(system: System): readonly Instance[] {
  const declared = system.instances.map((input) => instanceOf(system, input));
  const chance = new Chance(2);
  const varied: Instance[] = [];
  for (let tried = 0; tried < variations.tried && varied.length < variations.kept; tried++) {
    const proposal = variationOf(declared[tried % declared.length]!, chance);
    if (obeysAxioms(proposal)) varied.push(proposal);
  }
  return [...declared, ...varied];
}

function variationOf(instance: Instance, chance: Chance): Instance {
  const fixed = instance.fixed.slice();
  for (const symbol of instance.system.fixed) {
    const { offset, size } = instance.places.get(symbol)!;
    const values = valuesOf(symbol.result, instance.elements).length;
    for (let index = 0; index < size; index++) if (chance.below(4) === 0) fixed[offset + index] = chance.below(values);
  }
  return Object.freeze({ ...instance, name: `${instance.name}, varied`, fixed });
}

function obeysAxioms(instance: Instance): boolean {
  const evaluator = new Evaluator(instance);
  const none = new Uint8Array(instance.stateSize);
  return Object.values(instance.system.axioms).every(({ holds }) => evaluator.holds(holds, none));
}
