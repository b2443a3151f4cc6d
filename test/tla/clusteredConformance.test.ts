// A defect of ClusteredHotSwap shows when the per-processor form is held to it. That it conforms, on every transition of every
// interleaving, and takes every action, is in conformance.test.ts, with all other workloads.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeLabel } from '../../conformance/tla/label.js';
import { conformToGraph, specificationFor } from '../../runner/conformance/configuration.js';
import { workloadsNamed } from '../../scenarios/configurations.js';
import { elsewhere } from '../../tla/conformance/clustered/abstraction.js';
import { clusteredRules } from '../../tla/conformance/clustered/rules.js';
import { readGraph } from '../../tla/graphFile.js';

const folder = join(import.meta.dirname, '../../tla');
const [oneCaller, abort, firstTouch] = workloadsNamed([
  'ClusteredOneCaller',
  'ClusteredRecursionAbort',
  'ClusteredFirstTouch',
]);

describe('its specification without an action', () => {
  const graph = readGraph(folder, 'MCClusteredOneCaller');
  // Who reads an entry says so nowhere: a call may as well have read it later, when a miss is not late any more.
  const untold = ['finished', 'missIsLate', 'redispatch'];
  const actions = [...new Set(graph.edges.map(({ label }) => label.action))].filter(
    (action) => !untold.includes(action),
  );

  it.each(actions)('%s is missed', (action) => {
    const edges = graph.edges.filter(({ label }) => label.action !== action);

    expect(conformToGraph({ ...graph, edges }, oneCaller!).check.verdict).toBe('diverges');
  });

  it.each(['swapAbandoned', 'workerArrives'])('%s is missed where swaps may be given up', (action) => {
    const whole = readGraph(folder, 'MCClusteredRecursionAbort');
    const edges = whole.edges.filter(({ label }) => label.action !== action);

    expect(conformToGraph({ ...whole, edges }, abort!).check.verdict).toBe('diverges');
  });

  it.each(['generation(0)', 'generation(1)', 'workerArrives(1)', 'completed(1)'])(
    '%s is missed where a worker is born',
    (text) => {
      const whole = readGraph(folder, 'MCClusteredFirstTouch');
      const edges = whole.edges.filter(({ label }) => writeLabel(label) !== text);

      expect(conformToGraph({ ...whole, edges }, firstTouch!).check.verdict).toBe('diverges');
    },
  );
});

describe('its abstraction', () => {
  it('says of every variable how it is read, or why it is not', () => {
    const graph = readGraph(folder, 'MCClusteredOneCaller');
    const { abstraction } = specificationFor(graph, oneCaller!, oneCaller!.scenario.variants[0]!.mechanism);
    const claims = abstraction.kind === 'claims' ? abstraction.claims : [];

    const read = [...claims.map(({ field }) => field), ...Object.keys(elsewhere)];

    expect([...new Set(read)].sort()).toEqual([...graph.variables].sort());
  });
});

describe('its table of events', () => {
  it('has an action of the specification, or what must be true, for every event', () => {
    expect(clusteredRules.map(({ name, kind, why }) => `${name}: ${kind}, ${why}`)).toMatchSnapshot();
  });

  it('has a name for each of its rules', () => {
    expect(new Set(clusteredRules.map(({ name }) => name)).size).toBe(clusteredRules.length);
  });
});
