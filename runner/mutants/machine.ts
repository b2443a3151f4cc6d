// Implementation and xstate machine against each other, in the copy that has a mutant of either. A mutant of the machine
// that allows too much is given away by transitions that nothing realises, beyond those of the machine as it is.

import { groundOf, type Killer, type Mutant } from '../../mutants/mutant.js';
import { scenarios } from '../../scenarios/index.js';
import { modelsOf } from '../conformance/along.js';
import type { ConformanceRow, Divergence } from '../conformance/result.js';
import { conformScenario } from '../conformance/scenario.js';
import { type Answer, unexplored } from './answer.js';
import type { KillingSteps } from './result.js';
import { mutantMechanism } from './task.js';

/** askMachine holds a scenario to the machine, and tells what gives the mutant away. */
export function askMachine(mutant: Mutant, killer: Killer, unreached: readonly string[] = []): Answer {
  const { by, at, mechanism } = groundOf(killer);
  const rows = conformed(at, mechanism, mutant.kind === 'mechanism' ? mutant.name : undefined);
  const refused = by === 'coverage' ? undefined : rows.find(({ divergence }) => divergence)?.divergence;
  const seen = by === 'coverage' ? superfluous(rows, unreached) : refused && refusal(refused);
  const states = rows.reduce((sum, row) => sum + row.states, 0);
  const answer = { ...unexplored, explorations: 1, states };
  if (seen === undefined) return answer;
  return {
    ...answer,
    kill: { by, in: killer.split(' in ')[1]!, seen, ...(refused ? { taken: takenBy(refused) } : {}) },
  };
}

/** unreachedIn lists the transitions of the machine that nothing realises in a scenario with a mechanism. */
export function unreachedIn(ground: string): readonly string[] {
  const { at, mechanism } = groundOf(`coverage in ${ground}`);
  return transitionsIn(conformed(at, mechanism));
}

function conformed(at: string, mechanism: string, mutant?: string): readonly ConformanceRow[] {
  const scenario = scenarios.find(({ name }) => name === at);
  const variant = scenario?.variants.find((each) => each.mechanism.name === mechanism)?.mechanism;
  if (!scenario || !variant) throw new RangeError(`no scenario ${at} with ${mechanism}`);
  const called = mutant === undefined ? variant.name : mutantMechanism(mutant, variant.name);
  return conformScenario(scenario, { ...variant, name: called }, { pairs: false }).rows;
}

function refusal({ step, reason }: Divergence): string {
  return `the implementation, at step ${step + 1}: ${reason}`;
}

/** What the machine of this copy makes of the path: the mutant, where it is one of the machine. */
function takenBy({ counterexample }: Divergence): KillingSteps {
  return { counterexample, models: modelsOf(counterexample) };
}

function superfluous(rows: readonly ConformanceRow[], known: readonly string[]): string | undefined {
  const news = transitionsIn(rows).filter((transition) => !known.includes(transition));
  const [first] = news;
  if (first === undefined) return undefined;
  const [state, event] = /^(.*?) \{.*\} => (.*)$/.exec(first)?.slice(1) ?? [first];
  return `${news.length} transitions that nothing realises, first ${event} in ${state}`;
}

function transitionsIn(rows: readonly ConformanceRow[]): readonly string[] {
  return rows.flatMap(({ unreached }) => unreached.map(({ state, step }) => `${state} => ${step}`));
}
