// The form held to the specification: the state graph of an instance, in the words of tla/HotSwap.tla, is laid upon the
// committed graph of the same configuration, edge by edge, in both directions. So a proof about the form is a proof about
// what the implementation is held to, as far as the instances reach.

import type { LabelledGraph } from '../../conformance/tla/graph.js';
import { writeLabel } from '../../conformance/tla/label.js';
import { writeValue } from '../../conformance/tla/value.js';
import { readGraph } from '../../tla/graphFile.js';
import type { System } from '../form/system.js';
import { Evaluator } from '../instance/evaluate.js';
import { explore } from '../instance/graph.js';
import { type Instance, instanceOf } from '../instance/instance.js';
import { committedShapes } from './instances.js';
import { type Reading, readingOf } from './specification.js';

export interface GraphComparison {
  readonly configuration: string;
  readonly states: number;
  readonly edges: number;
  /** The first differences, in words; none where the graphs are alike. */
  readonly differences: readonly string[];
}

const statesMax = 200_000;
const differencesMax = 5;

/** committedComparisons compares all committed graphs; `folder` is where the specification lies. Throws QSC420. */
export function committedComparisons(system: System, folder: string): readonly GraphComparison[] {
  return Object.keys(committedShapes).map((name) => compareGraph(system, name, readGraph(folder, name)));
}

/** compareGraph lays the graph of an instance upon a committed one. */
export function compareGraph(system: System, configuration: string, committed: LabelledGraph): GraphComparison {
  return comparedWith(specificationGraph(system, configuration, committed.variables), configuration, committed);
}

/** comparedWith lays a graph upon a committed one. */
export function comparedWith(graph: LabelledGraph, configuration: string, committed: LabelledGraph): GraphComparison {
  const form = keyed(graph);
  const specification = keyed(committed);
  const steps = [...specification.steps].flatMap(([key, each]) =>
    differencesOf(`steps of ${short(key)}`, form.steps.get(key) ?? new Set(), each),
  );
  const differences = [
    ...differencesOf('initial states', form.initial, specification.initial),
    ...differencesOf('states', new Set(form.steps.keys()), new Set(specification.steps.keys())),
    ...steps,
  ];
  const { states, edges } = committed;
  return {
    configuration,
    states: states.length,
    edges: edges.length,
    differences: differences.slice(0, differencesMax),
  };
}

/** specificationGraph is the graph of an instance of the protocol as the specification would have it. */
export function specificationGraph(system: System, name: string, variables: readonly string[]): LabelledGraph {
  const instance = instanceOf(system, system.instances.find((each) => each.name === name)!);
  return specificationGraphOf(instance, variables, readingOf(instance));
}

/**
 * specificationGraphOf is the graph of an instance with the specification's variables and labels, and a step `finished`
 * to itself where nothing can happen. An instance that is too large has a graph without a state.
 */
export function specificationGraphOf(
  instance: Instance,
  variables: readonly string[],
  { values: valuesIn, label }: Reading,
): LabelledGraph {
  const { graph } = explore(new Evaluator(instance), { statesMax, keepEdges: true });
  if (!graph.complete) return { variables, states: [], initial: [], edges: [] };
  const states = graph.states.map((state) => {
    const values = valuesIn(state);
    return variables.map((variable) => values[variable] ?? 'no such variable');
  });
  const edges = graph.edges.map(({ from, taken, to }) => ({
    ...{ from, to },
    label: label(taken, graph.states[from]!, graph.states[to]!),
  }));
  const busy = new Set(edges.map(({ from }) => from));
  const over = [...states.keys()].filter((state) => !busy.has(state));
  const finished = over.map((state) => ({ from: state, to: state, label: { action: 'finished', parameters: [] } }));
  return { variables, states, initial: [0], edges: [...edges, ...finished] };
}

interface KeyedGraph {
  readonly initial: ReadonlySet<string>;
  /** Of each state, what can happen there and where it leads. */
  readonly steps: ReadonlyMap<string, ReadonlySet<string>>;
}

/** States by what they are, not by number. Two states with one key are a difference of their own. */
function keyed({ states, initial, edges }: LabelledGraph): KeyedGraph {
  const keys = states.map((values) => values.map(writeValue).join('; '));
  const seen = new Set<string>();
  const twice = keys.filter((key) => seen.has(key) || !seen.add(key));
  const steps = new Map(keys.map((key) => [key, new Set<string>()]));
  for (const { from, label, to } of edges) steps.get(keys[from]!)!.add(`${writeLabel(label)} -> ${keys[to]}`);
  for (const key of twice) steps.get(key)!.add('two states are this one');
  return { initial: new Set(initial.map((state) => keys[state]!)), steps };
}

function differencesOf(what: string, form: ReadonlySet<string>, specification: ReadonlySet<string>): readonly string[] {
  const more = [...form].find((each) => !specification.has(each));
  const less = [...specification].find((each) => !form.has(each));
  return [
    ...(more === undefined ? [] : [`${what}: only the form has ${short(more)}`]),
    ...(less === undefined ? [] : [`${what}: only the specification has ${short(less)}`]),
  ];
}

function short(key: string): string {
  return key.length > 400 ? `${key.slice(0, 400)}…` : key;
}
