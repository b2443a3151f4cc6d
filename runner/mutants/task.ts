// From a mutant of the mechanism to the task that hunts it. It runs in a copy of the package, where every mechanism has
// the defect: the scenario's own mechanism under the mutant's name, held to the verdicts expected of the sound one.

import { mutantNamed } from '../../mutants/catalogue.js';
import { scenarios } from '../../scenarios/index.js';
import type { Scenario, ScenarioVariant } from '../../scenarios/scenario.js';
import type { Task } from '../task.js';
import { tokenTask, tokenWorkloadNamed } from '../token.js';
import { taskOf } from '../verify.js';

/** mutantMechanism is what schedules call a mechanism with the defect of a mutant. */
export function mutantMechanism(mutant: string, mechanism: string): string {
  return mechanism === 'asItIs' ? mutant : `${mutant}.${mechanism}`;
}

/** renamed is the variant of a scenario under the mutant's name. */
export function renamed(variant: ScenarioVariant, mutant: string): ScenarioVariant {
  const { mechanism } = variant;
  return { ...variant, mechanism: Object.freeze({ ...mechanism, name: mutantMechanism(mutant, mechanism.name) }) };
}

/** Entries of a store buffer where a mutant is hunted with one: more would be more states, and no more defects. */
const storeBuffer = 2;

/** mutantTask runs the mutant in the place of one of a scenario's mechanisms; undefined where it has no such mechanism. */
export function mutantTask(scenario: Scenario, mutant: string, mechanism: string): Task | undefined {
  const sound = scenario.variants.find((variant) => variant.mechanism.name === mechanism);
  if (!sound) return undefined;
  const task = taskOf(scenario, renamed(sound, mutant));
  const memory = mutantNamed('mechanism', mutant)?.memory;
  return memory === undefined ? task : { ...task, system: { ...task.system, memory, storeBuffer } };
}

/** What a schedule of a mutant says of itself: `scenario@mutant`, or `scenario@mutant.mechanism`. */
export interface MutantSchedule {
  readonly scenario: string;
  readonly mutant: string;
  readonly mechanism: string;
}

/** parseMutantSchedule reads the name of a schedule. */
export function parseMutantSchedule(name: string): MutantSchedule {
  const [scenario = '', variant = ''] = name.split('@');
  const [mutant = '', mechanism = 'asItIs'] = variant.split('.');
  return { scenario, mutant, mechanism };
}

/** huntedTask finds the task that the schedule of a kill belongs to. */
export function huntedTask(name: string): Task | undefined {
  const { scenario, mutant, mechanism } = parseMutantSchedule(name);
  const ofToken = tokenWorkloadNamed(scenario);
  if (ofToken) return tokenTask(ofToken, mutantMechanism(mutant, mechanism));
  const found = scenarios.find((one) => one.name === scenario);
  return found && mutantTask(found, mutant, mechanism);
}
