// Hunts a mutant of the mechanism, in the copy that has it: one scenario after the other, until a property is refuted that
// the sound mechanism keeps there. Breadth-first search finds the shortest failing schedule before it has seen all
// states, so every exploration begins with a low limit of states, and is done again with a higher one if need be.

import { decidingKillers, groundOf, type Killer, type Mutant } from '../../mutants/mutant.js';
import { scenarios } from '../../scenarios/index.js';
import type { Scenario } from '../../scenarios/scenario.js';
import { tokenMechanism } from '../../scenarios/token/index.js';
import type { ResultRow } from '../result.js';
import { type Findings, onlyProperties, type Part, parts, type Task, verifyPart } from '../task.js';
import { tokenTask, tokenWorkloadNamed } from '../token.js';
import type { Answer, Asking } from './answer.js';
import type { MutantKill } from './result.js';
import { mutantMechanism, mutantTask } from './task.js';

/** The limits of states of an exploration, one after the other. The last one leaves nothing undecided so far. */
const limits = Object.freeze([4_000, 40_000, 6_000_000]);

/** The mechanisms that everything of a scenario is hunted with: the paper's, and its cures; contrasts break claims anyway. */
const sound: readonly string[] = Object.freeze([
  'asItIs',
  'abortAnywhere',
  'withDeadline',
  'withBlockDeadline',
  'sleepStaysCounted',
]);

/** Those of the per-processor form, for mutants of it. */
const soundPerProcessor: readonly string[] = Object.freeze([
  'perProcessor',
  'perProcessorAbortAnywhere',
  'perProcessorDeadline',
  'perProcessorSleepCounted',
  'perProcessorNextAfterCommit',
  'perProcessorGrouped',
  'perProcessorMigration',
]);

function soundFor({ edits }: Mutant): readonly string[] {
  return edits.some(({ file }) => file.startsWith('impl/clustered/')) ? soundPerProcessor : sound;
}

/** huntThere looks for a mutant where its killer says; with all properties, unless the killer's own is asked alone. */
export function huntThere(mutant: Mutant, killer: Killer, alone: boolean, asking: Asking): Answer {
  const { by, at, mechanism } = groundOf(killer);
  const ofToken = tokenWorkloadNamed(at);
  const task = ofToken
    ? tokenTask(ofToken, mutantMechanism(mutant.name, tokenMechanism))
    : mutantTask(scenarioNamed(at), mutant.name, mechanism);
  if (!task) throw new RangeError(`${at} is not run with ${mechanism}`);
  return explore([alone ? onlyProperties(task, [by]) : task], asking);
}

/** huntEverywhere looks for a mutant in every scenario where it can act, but not again where its killers say. */
export function huntEverywhere(mutant: Mutant, asking: Asking): Answer {
  const known = decidingKillers(mutant).map((killer) => groundOf(killer));
  const isKnown = (at: string, mechanism: string) => known.some((one) => one.at === at && one.mechanism === mechanism);
  return explore(otherTasks(mutant, isKnown), asking);
}

/** Lazily, because the first is often enough. */
function* otherTasks(mutant: Mutant, isKnown: (at: string, mechanism: string) => boolean): Generator<Task> {
  for (const scenario of scenarios.filter((each) => mutant.actsIn?.(each) !== false)) {
    for (const mechanism of soundFor(mutant).filter((each) => !isKnown(scenario.name, each))) {
      const task = mutantTask(scenario, mutant.name, mechanism);
      if (task) yield task;
    }
  }
}

function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (!found) throw new RangeError(`no scenario ${name}`);
  return found;
}

interface Tally {
  explorations: number;
  states: number;
  undecided: boolean;
}

/** explore asks the tasks, one after the other, up to the first kill. */
function explore(tasks: Iterable<Task>, asking: Asking): Answer {
  const tally: Tally = { explorations: 0, states: 0, undecided: false };
  for (const task of tasks) {
    for (const part of parts.filter((part) => task[part].length > 0)) {
      if (asking.interrupted()) return { ...tally, undecided: true };
      const found = explorePart(task, part, tally, asking);
      if (found !== undefined) return { ...tally, ...found };
    }
  }
  return tally;
}

function explorePart(task: Task, part: Part, tally: Tally, asking: Asking): Pick<Answer, 'kill' | 'error'> | undefined {
  for (const states of limits) {
    const findings = verifyPart(task, part, { limits: { states }, interrupted: asking.interrupted });
    tally.explorations++;
    tally.states += statesOf(findings);
    const found = findingOf(findings);
    if (found) return found;
    if (findings.explorations.every(({ complete }) => complete)) return undefined;
  }
  tally.undecided = true;
  return undefined;
}

function findingOf({ errors, verdicts }: Findings): Pick<Answer, 'kill' | 'error'> | undefined {
  const [error] = errors;
  if (error) return { error: error.message };
  const kill = killIn(verdicts);
  return kill && { kill };
}

/** Of the properties refuted in one exploration, the one with the fewest steps. */
function killIn(verdicts: readonly ResultRow[]): MutantKill | undefined {
  const refuted = verdicts.filter(({ verdict, expected }) => verdict === 'refuted' && expected !== 'refuted');
  const [first, ...others] = refuted.sort((a, b) => stepsOf(a) - stepsOf(b));
  if (!first) return undefined;
  const { property, scenario, mechanism, states = 0 } = first;
  const [, base] = mechanism.split('.');
  return {
    by: property,
    in: base === undefined ? scenario : `${scenario}@${base}`,
    path: {
      steps: stepsOf(first),
      length: first.counterexample!.length,
      schedule: first.schedule!,
      states,
      also: others.map((row) => row.property),
    },
    taken: { counterexample: first.counterexample! },
  };
}

function stepsOf({ counterexample }: ResultRow): number {
  return counterexample!.steps.length;
}

function statesOf({ explorations }: Findings): number {
  return explorations.reduce((total, { states }) => total + states, 0);
}
