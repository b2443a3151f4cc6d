// The implementation refines the specification, on every transition of every interleaving; a defect of either side shows.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotSwap } from '../../impl/index.js';
import { elsewhere } from '../../tla/conformance/abstraction.js';
import { claimsFor, conform, conformWith } from '../../tla/conformance/conform.js';
import { edgeRows } from '../../tla/conformance/edges.js';
import { ruleTable } from '../../tla/conformance/rules.js';
import { conformanceWorkloads, workloadsNamed } from '../../tla/conformance/workloads.js';
import { readGraph } from '../../tla/graphFile.js';
import { hotSwapActions, writeLabel } from '../../tla/labelled.js';

const folder = join(import.meta.dirname, '../../tla');
const [oneCaller] = workloadsNamed(['OneCaller']);
const [twoCallers, twoProcessors] = workloadsNamed(['TwoCallers', 'TwoProcessorsSmall']);

describe('the implementation', () => {
  it.each(conformanceWorkloads)('takes only steps of $configuration', (workload) => {
    const { verdict, diverging, unexercised } = conform(folder, workload);

    expect({ verdict, reason: diverging?.counterexample.reason, unexercised }).toEqual({
      verdict: 'conforms',
      reason: undefined,
      unexercised: ['finished'],
    });
  });

  it('exercises every action of the specification in some workload, but for those of mutants', () => {
    const exercised = new Set(
      conformanceWorkloads
        .filter(({ configuration }) => !/TwoCallers|TwoProcessors/.test(configuration))
        .flatMap((workload) => edgeRows(conform(folder, workload).edges).filter(({ inBoth }) => inBoth > 0))
        .map(({ action }) => action),
    );

    expect(Object.keys(hotSwapActions).filter((action) => !exercised.has(action))).toEqual([
      'admit',
      'sleep',
      'finished',
    ]);
  });
});

describe('a contrast', () => {
  it.each([
    ['freedAtOnce', oneCaller!, hotSwap('freedAtOnce', 'no second grace period', { secondGrace: false })],
    ['lenient', twoCallers!, hotSwap('lenient', 'anybody passes while a call is in flight', { admission: 'lenient' })],
  ])('%s diverges, with a schedule', (_name, workload, mechanism) => {
    const { verdict, diverging, edges } = conform(folder, workload, mechanism);

    expect(verdict).toBe('diverges');
    expect(diverging!.counterexample.schedule.choices.length).toBeGreaterThan(4);
    expect(edges.filter((edge) => edge.in === 'first')).toHaveLength(1);
  });
});

describe('a mutant of the specification', () => {
  const graph = readGraph(folder, 'MCHotSwapOneCaller');
  const actions = [...new Set(graph.edges.map(({ label }) => label.action))].filter((action) => action !== 'finished');

  it.each(actions)('without %s diverges', (action) => {
    const edges = graph.edges.filter(({ label }) => label.action !== action);

    expect(conformWith({ ...graph, edges }, oneCaller!).verdict).toBe('diverges');
  });
});

describe('two processors', () => {
  const graph = readGraph(folder, 'MCHotSwapTwoProcessorsSmall');

  it.each(['generation(0)', 'generation(1)'])('have generations of their own: without %s it diverges', (text) => {
    const edges = graph.edges.filter(({ label }) => writeLabel(label) !== text);

    expect(conformWith({ ...graph, edges }, twoProcessors!).verdict).toBe('diverges');
  });

  it('are told apart: with their generations exchanged it diverges', () => {
    const edges = graph.edges.map((edge) =>
      edge.label.action === 'generation'
        ? { ...edge, label: { ...edge.label, parameters: [1 - Number(edge.label.parameters[0])] } }
        : edge,
    );

    expect(conformWith({ ...graph, edges }, twoProcessors!).verdict).toBe('diverges');
  });
});

describe('the abstraction', () => {
  it('says of every variable how it is read, or why it is not', () => {
    const { variables } = readGraph(folder, 'MCHotSwapOneCaller');
    const read = [...claimsFor(oneCaller!).map(({ variable }) => variable), ...Object.keys(elsewhere)];

    expect([...new Set(read)].sort()).toEqual([...variables].sort());
  });
});

describe('the table of events', () => {
  it('has an action of the specification, or what must be true, for every event', () => {
    expect(ruleTable.map(([event, { kind, means }]) => `${event}: ${kind}, ${means}`)).toMatchSnapshot();
  });

  it('uses only actions that there are, under the names of the events', () => {
    const actions = ruleTable.filter(([, { kind }]) => kind === 'action').map(([event]) => event.split(' ')[0]!);

    expect(actions.filter((event) => !Object.hasOwn(hotSwapActions, event))).toEqual([]);
  });
});
