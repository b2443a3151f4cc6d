// What the check costs: the same exploration with all safety properties, as `verify` makes it, once without the machines
// and once with them. Processor time, because the wall clock tells of other programs too; the least of a few runs.

import { keepsTo } from '../../conformance/index.js';
import { explored, type Property } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { swapSpecifications } from '../../model/specification.js';
import { siteOf } from '../../scenarios/build.js';
import type { Scenario, ScenarioVariant } from '../../scenarios/scenario.js';
import { tasksOf } from '../verify.js';
import { contrasts } from './expectations.js';

export interface Cost {
  readonly name: string;
  readonly states: number;
  readonly withoutMs: number;
  readonly withMs: number;
  readonly calls: number;
  readonly machineMs: number;
}

interface Run {
  readonly states: number;
  readonly elapsedMs: number;
}

const runs = 3;

/** costsOf measures; contrasts are left out, because a machine that has been refuted costs nothing more. */
export function costsOf(
  selected: readonly { readonly scenario: Scenario; readonly variant: ScenarioVariant }[],
): readonly Cost[] {
  return selected
    .filter(({ variant }) => !(variant.mechanism.name in contrasts))
    .map(({ scenario, variant }) => costOf(scenario, variant));
}

function costOf(scenario: Scenario, variant: ScenarioVariant): Cost {
  const task = tasksOf(scenario).find(({ mechanism }) => mechanism === variant.mechanism.name)!;
  const without: Run[] = [];
  const beside: (Run & { readonly calls: number; readonly machineMs: number })[] = [];
  for (let run = 0; run < runs; run++) {
    without.push(timed(task.system, task.safety));
    const specifications = swapSpecifications(variant.mechanism, siteOf(scenario));
    const claims = specifications.map((specification) => keepsTo(specification));
    const measured = timed(task.system, [...task.safety, ...claims]);
    const costs = specifications.map(({ automaton }) => automaton.cost);
    const calls = costs.reduce((sum, cost) => sum + cost.calls, 0);
    beside.push({ ...measured, calls, machineMs: costs.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) });
  }
  const best = least(beside);
  const { calls, machineMs, states } = best;
  return { name: task.name, states, withoutMs: least(without).elapsedMs, withMs: best.elapsedMs, calls, machineMs };
}

function least<R extends Run>(list: readonly R[]): R {
  return list.reduce((best, one) => (one.elapsedMs < best.elapsedMs ? one : best));
}

function timed(system: System, properties: readonly Property[]): Run {
  const startedAt = process.cpuUsage().user;
  const { states } = explored(system, properties);
  return { states, elapsedMs: (process.cpuUsage().user - startedAt) / 1000 };
}

/** costText is a line for each, and one for all. */
export function costText(costs: readonly Cost[]): string {
  const sum = (field: 'states' | 'withoutMs' | 'withMs' | 'calls' | 'machineMs') =>
    costs.reduce((all, cost) => all + cost[field], 0);
  const all: Cost = {
    name: 'all',
    states: sum('states'),
    withoutMs: sum('withoutMs'),
    withMs: sum('withMs'),
    calls: sum('calls'),
    machineMs: sum('machineMs'),
  };
  return `${[...costs, all].map(costLine).join('\n')}\n`;
}

function costLine({ name, states, withoutMs, withMs, calls, machineMs }: Cost): string {
  const share = (((withMs - withoutMs) / withoutMs) * 100).toFixed(0);
  const times = `${Math.round(withoutMs)} ms without, ${Math.round(withMs)} ms with the machine`;
  return `${name}: ${states} states, ${times}: ${share} % more; ${calls} calls into xstate took ${Math.round(machineMs)} ms`;
}
