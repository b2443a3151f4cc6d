// Explores random scenarios, one after the other, and says of the first that fails: what it shrank to, the schedule that
// shows it, and the line that gives it again. QUIESCE_RANDOM says how many in all; the nightly run takes 10,000.

import fc, { type Arbitrary, type RunDetails } from 'fast-check';
import { type Exploration, explore, formatSchedule } from '../../../engine/index.js';
import { safetyProperties } from '../../../properties/index.js';
import { pathText } from '../../../reports/counterexample.js';
import { buildSystem, contextOf, type Scenario } from '../../../scenarios/index.js';
import { type Explored, listener } from './statistics.js';

export const statesMax = 200_000;

/** Files that share the scenarios, so that two workers explore them side by side. */
const parts = 4;

/** How many there are in all, unless told: with the deep tests more. */
const usual = process.env.QUIESCE_DEEP === undefined ? 20 : 500;

/** scenariosInPart is how many of all random scenarios a file explores. */
export function scenariosInPart(): number {
  return Math.ceil(Number(process.env.QUIESCE_RANDOM ?? usual) / parts);
}

export interface Random {
  readonly arbitrary: Arbitrary<Scenario>;
  readonly seed: number;
  readonly runs: number;
}

/** exploreAll explores every interleaving of each scenario. Throws where a safety property is refuted. */
export function exploreAll({ arbitrary, seed, runs }: Random): readonly Explored[] {
  const found: Explored[] = [];
  const property = fc.property(arbitrary, (scenario) => void found.push(exploreOne(scenario)));
  const details = fc.check(property, parametersOf(seed, runs));
  if (details.failed) throw new Error(failureText(details));
  return found;
}

/** A seed and a path that were printed take the place of the written ones. */
function parametersOf(seed: number, runs: number) {
  const { QUIESCE_SEED, QUIESCE_PATH } = process.env;
  if (QUIESCE_PATH === undefined) return { seed, numRuns: runs };
  return { seed: Number(QUIESCE_SEED), path: QUIESCE_PATH, numRuns: runs, endOnFailure: true };
}

/** exploreOne throws what refutes a property of the scenario, with its shrunk schedule. */
export function exploreOne(scenario: Scenario): Explored {
  const { property, heard } = listener();
  const system = { ...buildSystem(scenario, scenario.variants[0]!), name: 'random' };
  const properties = [...safetyProperties(contextOf(scenario, system)), property];
  const exploration = explore(system, properties, { limits: { states: statesMax }, liveExecutions: 2 });
  const refutation = refutationText(exploration);
  if (refutation !== undefined) throw new Error(refutation);
  return { states: exploration.states, cut: !exploration.complete, happenings: heard(scenario) };
}

function refutationText({ verdicts }: Exploration): string | undefined {
  const refuted = verdicts.flatMap(({ counterexample }) => counterexample ?? []);
  const [first] = refuted.sort((a, b) => a.steps.length - b.steps.length);
  if (!first) return undefined;
  const { property, reason, schedule } = first;
  return [`${property} is refuted: ${reason}`, ...pathText(first), `schedule: ${formatSchedule(schedule)}`].join('\n');
}

/** The scenario that it shrank to, what happened there, and the line that gives it again. */
function failureText({ counterexample, counterexamplePath, errorInstance, seed }: RunDetails<[Scenario]>): string {
  const { message } = errorInstance as Error;
  const line = `QUIESCE_SEED=${seed} QUIESCE_PATH=${counterexamplePath} npx vitest run test/integrations/random`;
  return [`a random scenario: ${counterexample![0].statement}`, message, `again: ${line}`].join('\n');
}
