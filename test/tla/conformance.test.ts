// The implementation refines the specification, on every transition of every interleaving; a defect of either side shows.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edgeRows } from '../../conformance/edges.js';
import { writeLabel } from '../../conformance/tla/label.js';
import { hotSwap } from '../../impl/index.js';
import { conformConfiguration, conformToGraph, specificationFor } from '../../runner/conformance/configuration.js';
import { conformanceWorkloads, workloadsNamed } from '../../scenarios/configurations.js';
import { elsewhere } from '../../tla/conformance/abstraction.js';
import { actionRules } from '../../tla/conformance/rules.js';
import { readGraph } from '../../tla/graphFile.js';
import { clusteredActions, hotSwapActions } from '../../tla/labelled.js';
import { oneIn } from '../deep.js';

const folder = join(import.meta.dirname, '../../tla');
/** Each workload held to its specification, once: two claims are made of what comes out. */
const conformed = conformanceWorkloads.map((workload) => ({ workload, ...conformConfiguration(folder, workload) }));
const [oneCaller] = workloadsNamed(['OneCaller']);
const [twoCallers, twoProcessors] = workloadsNamed(['TwoCallers', 'TwoProcessorsSmall']);

/** The actions that none of these workloads takes. */
function idle(actions: object, isAsked: (configuration: string) => boolean): readonly string[] {
  const edges = conformed.flatMap(({ workload, edges }) => (isAsked(workload.configuration) ? edges : []));
  const exercised = new Set(edgeRows(edges).flatMap(({ action, inBoth }) => (inBoth > 0 ? [action] : [])));
  return Object.keys(actions).filter((action) => !exercised.has(action));
}

describe('the implementation', () => {
  it.each(conformed)('takes only steps of $workload.configuration', ({ check, unexercised }) => {
    const { verdict, diverging } = check;

    expect({ verdict, reason: diverging?.divergence.reason, unexercised }).toEqual({
      verdict: 'conforms',
      reason: undefined,
      unexercised: ['finished'],
    });
  });

  it('exercises every action of the specification in some workload, but for sleep, which drops an assumption', () => {
    expect(idle(hotSwapActions, (name) => !/Clustered|TwoCallers|TwoProcessors/.test(name))).toEqual([
      'sleep',
      'finished',
    ]);
  });

  it('in its per-processor form exercises every action of the specification of that in some workload', () => {
    expect(idle(clusteredActions, (name) => name.startsWith('MCClustered'))).toEqual(['finished']);
  });
});

describe('a contrast', () => {
  it.each([
    ['freedAtOnce', oneCaller!, hotSwap('freedAtOnce', 'no second grace period', { secondGrace: false })],
    ['lenient', twoCallers!, hotSwap('lenient', 'anybody passes while a call is in flight', { admission: 'lenient' })],
  ])('%s diverges, with a schedule', (_name, workload, mechanism) => {
    const { check, edges } = conformConfiguration(folder, workload, mechanism);

    expect(check.verdict).toBe('diverges');
    expect(check.diverging!.divergence.counterexample.schedule.choices.length).toBeGreaterThan(4);
    expect(edges.filter((edge) => edge.in === 'first')).toHaveLength(1);
  });
});

describe('a mutant of the specification', () => {
  const graph = readGraph(folder, 'MCHotSwapOneCaller');
  const actions = [...new Set(graph.edges.map(({ label }) => label.action))].filter((action) => action !== 'finished');

  it.each(oneIn(4, actions))('without %s diverges', (action) => {
    const edges = graph.edges.filter(({ label }) => label.action !== action);

    expect(conformToGraph({ ...graph, edges }, oneCaller!).check.verdict).toBe('diverges');
  });
});

describe('two processors', () => {
  const graph = readGraph(folder, 'MCHotSwapTwoProcessorsSmall');

  it.each(['generation(0)', 'generation(1)'])('have generations of their own: without %s it diverges', (text) => {
    const edges = graph.edges.filter(({ label }) => writeLabel(label) !== text);

    expect(conformToGraph({ ...graph, edges }, twoProcessors!).check.verdict).toBe('diverges');
  });

  it('are told apart: with their generations exchanged it diverges', () => {
    const edges = graph.edges.map((edge) =>
      edge.label.action === 'generation'
        ? { ...edge, label: { ...edge.label, parameters: [1 - Number(edge.label.parameters[0])] } }
        : edge,
    );

    expect(conformToGraph({ ...graph, edges }, twoProcessors!).check.verdict).toBe('diverges');
  });
});

describe('the abstraction', () => {
  it('says of every variable how it is read, or why it is not', () => {
    const graph = readGraph(folder, 'MCHotSwapOneCaller');
    const { abstraction } = specificationFor(graph, oneCaller!, oneCaller!.scenario.variants[0]!.mechanism);
    const claims = abstraction.kind === 'claims' ? abstraction.claims : [];

    const read = [...claims.map(({ field }) => field), ...Object.keys(elsewhere)];

    expect([...new Set(read)].sort()).toEqual([...graph.variables].sort());
  });
});

describe('the table of events', () => {
  it('has an action of the specification, or what must be true, for every event', () => {
    expect(actionRules.map(({ name, kind, why }) => `${name}: ${kind}, ${why}`)).toMatchSnapshot();
  });

  it('uses only actions that there are, under the names of the events', () => {
    const actions = actionRules.filter(({ kind }) => kind === 'step').map(({ when }) => when.event);

    expect(actions.filter((event) => !Object.hasOwn(hotSwapActions, event))).toEqual([]);
  });
});
