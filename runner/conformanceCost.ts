// What the check costs: the same exploration with all safety properties, as `verify` makes it, once without the machines
// and once with them. Processor time, because the wall clock tells of other programs too; the least of a few runs.

import { Multiprocessor } from '../engine/multiprocessor/multiprocessor.js';
import { Search } from '../engine/search/search.js';
import { Checks } from '../engine/watch/checks.js';
import type { Property } from '../engine/watch/property.js';
import { Conformance } from '../model/conformance.js';
import { contrasts } from '../model/expectations.js';
import { pairingsOf } from '../model/pairing.js';
import type { Scenario, ScenarioVariant } from '../scenarios/scenario.js';
import { tasksOf } from './verify.js';

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
    const conformances = pairingsOf(scenario, variant.mechanism).map((pairing) => new Conformance(pairing));
    const measured = timed(task.system, [...task.safety, ...conformances.map(({ property }) => property)]);
    const automata = conformances.map(({ pairing }) => pairing.automaton);
    const calls = automata.reduce((sum, automaton) => sum + automaton.calls, 0);
    beside.push({ ...measured, calls, machineMs: automata.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) });
  }
  const best = least(beside);
  const { calls, machineMs, states } = best;
  return { name: task.name, states, withoutMs: least(without).elapsedMs, withMs: best.elapsedMs, calls, machineMs };
}

function least<R extends Run>(list: readonly R[]): R {
  return list.reduce((best, one) => (one.elapsedMs < best.elapsedMs ? one : best));
}

function timed(system: ConstructorParameters<typeof Multiprocessor>[0], properties: readonly Property[]): Run {
  const multiprocessor = new Multiprocessor(system);
  const search = new Search(multiprocessor, new Checks(multiprocessor, properties), {});
  const startedAt = process.cpuUsage().user;
  search.run();
  return { states: search.store.count, elapsedMs: (process.cpuUsage().user - startedAt) / 1000 };
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
