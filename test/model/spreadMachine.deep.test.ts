// The machine of the per-processor form: it allows every step of the specification and of the implementation; and each
// guard that is stricter than it should be is missed by one of them.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { step } from '../../conformance/automaton.js';
import { conform } from '../../conformance/conform.js';
import { isClustered } from '../../impl/clustered/layout.js';
import { spreadAutomaton, spreadSpecification } from '../../model/clustered/specification.js';
import { spreadMachine } from '../../model/clustered/spreadMachine.js';
import { buildSystemWith, siteOf } from '../../scenarios/build.js';
import { type ConformanceWorkload, conformanceWorkloads, workloadsNamed } from '../../scenarios/configurations.js';
import { compareSpreadMachine } from '../../tla/conformance/clustered/machine.js';
import { readGraph } from '../../tla/graphFile.js';

const folder = join(import.meta.dirname, '../../tla');
const workloads = conformanceWorkloads.filter(({ configuration }) => configuration.startsWith('MCClustered'));
const quick = workloads.filter(({ configuration }) => !configuration.endsWith('TwoProcessors'));
const [firstTouch, abort] = workloadsNamed(['ClusteredFirstTouch', 'ClusteredRecursionAbort']);

/** Guards that neither of these two workloads asks: refusals, and the fast path where nobody has called. */
const unasked = ['isBusy', 'isImpossible', 'nobodyTakesPart', 'isLoserOfNobody'];

function held(workload: ConformanceWorkload, machine = spreadMachine): string {
  const variant = workload.scenario.variants[0]!.mechanism;
  const { mechanism } = variant.install(siteOf(workload.scenario));
  if (!isClustered(mechanism)) throw new Error(`${variant.name} is another mechanism`);
  const system = { ...buildSystemWith(workload.scenario, variant), name: workload.scenario.name };
  const [check] = conform(system, [spreadSpecification(mechanism, 'A', machine)], { pairs: false, searchOnly: true });
  return check!.verdict;
}

describe('the machine of the per-processor form', () => {
  it.each(workloads)('allows every step of the specification in $configuration', ({ configuration, scenario }) => {
    const homeOf = (thread: string) => scenario.threads.find(({ name }) => name === thread)?.processor ?? 0;

    const { verdict, refusal } = compareSpreadMachine(configuration, readGraph(folder, configuration), homeOf);

    expect([verdict, refusal]).toEqual(['conforms', undefined]);
  });

  it.each(quick)('allows every step of the implementation in $configuration', (workload) => {
    expect(held(workload)).toBe('conforms');
  });

  it.each(Object.keys(spreadMachine.implementations.guards))('is missed where nothing satisfies %s', (guard) => {
    const stricter = spreadMachine.provide({ guards: { [guard]: () => false } } as never);

    const isMissed = [abort!, firstTouch!].some((workload) => held(workload, stricter) === 'diverges');

    expect(isMissed).toBe(!unasked.includes(guard));
  });

  it('refuses what a processor may not do yet', () => {
    const automaton = spreadAutomaton({ processors: [0, 1], homes: { c1: 0 } });
    const reached = (...steps: readonly (readonly [string, object?])[]) =>
      steps.reduce<readonly number[]>(
        (states, [name, data = {}]) =>
          states.flatMap((state) =>
            automaton.next(state, step(name, data as never)).targets.map(({ state: next }) => next),
          ),
        automaton.initial,
      );
    const started = [['swapRequested'], ['swapStarted', { mediator: 0 }], ['phase.forward', { processor: 0 }]] as const;
    const passed = [
      ['generation', { processor: 0 }],
      ['generation', { processor: 0 }],
    ] as const;

    expect(reached(...started, ['phase.block', { processor: 0 }])).toEqual([]);
    expect(reached(...started, ...passed, ['enter', { thread: 'c1', object: 0 }])).toEqual([]);
    expect(reached(...started, ...passed, ['generation', { processor: 0 }])).toEqual([]);
    expect(reached(...started, ['root.block'])).toEqual([]);
    expect(reached(...started, ...passed, ['phase.block', { processor: 0 }], ['root.block'])).toHaveLength(1);
  });
});
