// From scenarios to a result: each scenario with each of its mechanisms is a task, each task is explored, and every
// verdict is held against what the scenario expects. In this very thread: for scenarios that are no file's, because they
// were made by a program or drawn at random, and can not be sent to a worker. The rest runs on workers (verifyNamed.ts).

import { isRecord, listGiven, recordGiven } from '../engine/program/given.js';
import { noFailure, type Property } from '../engine/watch/property.js';
import { livenessProperties, safetyProperties } from '../properties/index.js';
import { buildSystem, contextOf, expectationsOf } from '../scenarios/build.js';
import type { Scenario, ScenarioVariant } from '../scenarios/scenario.js';
import { makeResult, type VerificationResult } from './result.js';
import { joinFindings, onlyProperties, parts, type Task, type TaskOptions, verifyPart } from './task.js';

export interface InProcessOptions extends TaskOptions {
  /** Only these properties. */
  readonly properties?: readonly string[];
  /** Only these mechanisms. */
  readonly mechanisms?: readonly string[];
}

/**
 * verifyInProcess explores every scenario with every one of its mechanisms and says whether the verdicts are as expected.
 * It is for scenarios that have no file; nothing watches over it, and it takes one core. See verify.
 *
 * @example
 * exitCodeOf(verifyInProcess([scenario])) // => 0
 */
export function verifyInProcess(scenarios: readonly Scenario[], options: InProcessOptions = {}): VerificationResult {
  listGiven('QSC110', 'a list of scenarios', scenarios, isRecord);
  const { properties, mechanisms, ...rest } = optionsGiven(options);
  const tasks = scenarios.flatMap(tasksOf).filter((task) => mechanisms?.includes(task.mechanism) ?? true);
  const selected = properties ? tasks.map((task) => onlyProperties(task, properties)) : tasks;
  return makeResult(joinFindings(selected.flatMap((task) => parts.map((part) => verifyPart(task, part, rest)))));
}

function optionsGiven(options: InProcessOptions): InProcessOptions {
  const { properties = [], mechanisms = [] } = recordGiven('QSC110', 'options: a record', options);
  for (const names of [properties, mechanisms]) listGiven('QSC110', 'a list of names', names);
  return options;
}

/** tasksOf gives the task of each of a scenario's mechanisms. Properties that do not apply are left out. */
export function tasksOf(scenario: Scenario): readonly Task[] {
  return listGiven('QSC112', 'variants: a list', scenario.variants, isRecord).map((variant) =>
    taskOf(scenario, variant),
  );
}

/** taskOf gives the task of one mechanism, which need not be one of the scenario's own: a mutant in the place of one. */
export function taskOf(scenario: Scenario, variant: ScenarioVariant): Task {
  const system = buildSystem(scenario, variant);
  const context = contextOf(scenario, system);
  const expected = expectedWords(expectationsOf(scenario, variant));
  const applies = ({ name }: Property) => Object.hasOwn(expected, name);
  return {
    scenario: scenario.name,
    mechanism: variant.mechanism.name,
    name: `${scenario.name}@${variant.mechanism.name}`,
    system,
    safety: [...[...safetyProperties(context), noFailure].filter(applies), ...(scenario.claims ?? [])],
    liveness: livenessProperties(context).filter(applies),
    expected,
  };
}

function expectedWords(expectations: ReturnType<typeof expectationsOf>): Task['expected'] {
  const applying = Object.entries(expectations).filter(([, expectation]) => typeof expectation === 'string');
  return Object.freeze(Object.fromEntries(applying)) as Task['expected'];
}
