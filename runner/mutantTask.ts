// From a mutant to the task that hunts it: in the place of a sound mechanism of a scenario, held to that one's verdicts.

import { type Base, type Mutant, mutated } from '../mutants/mutant.js';
import type { Scenario, ScenarioVariant } from '../scenarios/scenario.js';
import type { Task } from './task.js';
import { taskOf } from './verify.js';

/** mutantTask runs the mutant in place of its base, with the base's expected verdicts; undefined where that says nothing. */
export function mutantTask(scenario: Scenario, mutant: Mutant, base: Base): Task | undefined {
  const sound = scenario.variants.find(({ mechanism }) => mechanism.name === base);
  const isPossible = base === 'asItIs' || !('install' in mutant.change);
  if (!sound || !isPossible || mutant.actsIn?.(scenario) === false) return undefined;
  const variant: ScenarioVariant = { ...sound, mechanism: mutated(mutant, base) };
  return taskOf(scenario, variant);
}
