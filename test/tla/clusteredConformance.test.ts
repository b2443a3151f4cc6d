// A defect of ClusteredHotSwap shows when the per-processor form is held to it. That it conforms, on every transition of every
// interleaving, and takes every action, is in conformance.test.ts, with all other workloads.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformToGraph, specificationFor } from '../../runner/conformance/configuration.js';
import { workloadsNamed } from '../../scenarios/configurations.js';
import { elsewhere } from '../../tla/conformance/clustered/abstraction.js';
import { clusteredRules } from '../../tla/conformance/clustered/rules.js';
import { readGraph } from '../../tla/graphFile.js';
import { oneIn } from '../deep.js';

const folder = join(import.meta.dirname, '../../tla');
const [oneCaller] = workloadsNamed(['ClusteredOneCaller']);

describe('its specification without an action', () => {
  const graph = readGraph(folder, 'MCClusteredOneCaller');
  // What larger workloads alone reach is in clusteredConformance.deep.test.ts. Who reads an entry says so nowhere: a call may as well have read it later, when a miss is not late any more.
  const untold = ['finished', 'missIsLate', 'redispatch'];
  const actions = [...new Set(graph.edges.map(({ label }) => label.action))].filter(
    (action) => !untold.includes(action),
  );

  it.each(oneIn(4, actions))('%s is missed', (action) => {
    const edges = graph.edges.filter(({ label }) => label.action !== action);

    expect(conformToGraph({ ...graph, edges }, oneCaller!).check.verdict).toBe('diverges');
  });
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
