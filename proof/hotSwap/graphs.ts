// The form held to the specification: the state graph of an instance is laid upon the committed TLA+ graph of the same
// configuration, edge by edge, in both directions. So a proof about the form is a proof about what the implementation is
// held to, as far as the instances reach. What is compared is small: states with a key, edges with a label.

import type { LabelledGraph } from '../../conformance/tla/graph.js';
import { writeLabel } from '../../conformance/tla/label.js';
import { writeValue } from '../../conformance/tla/value.js';
import { readGraph } from '../../tla/graphFile.js';
import type { System } from '../form/system.js';
import { Evaluator } from '../instance/evaluate.js';
import { explore } from '../instance/graph.js';
import { instanceOf } from '../instance/instance.js';
import { committedShapes } from './instances.js';
import { specificationLabelText, specificationState } from './specification.js';

/** A graph to be compared: states as keys, edges as `label` and the key that they lead to. */
export interface KeyedGraph {
  readonly initial: readonly string[];
  /** Of each state, what can happen there: `label -> key`. */
  readonly steps: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface GraphComparison {
  readonly configuration: string;
  readonly states: number;
  readonly edges: number;
  /** States of the form: as many, or more where it remembers what the specification forgets. */
  readonly formStates: number;
  /** The first differences, in words; none where the graphs are alike. */
  readonly differences: readonly string[];
}

/** committedComparisons compares all committed graphs; `folder` is where the specification lies. Throws QSC420. */
export function committedComparisons(system: System, folder: string): readonly GraphComparison[] {
  return Object.keys(committedShapes).map((name) => compareGraph(system, name, readGraph(folder, name)));
}

const statesMax = 200_000;
const arrow = ' -> ';

/** The specification says "finished" of a run that is over; the form has no step there. */
const finished = 'finished';

/** compareGraph lays the graph of an instance upon a committed one. */
export function compareGraph(system: System, configuration: string, committed: LabelledGraph): GraphComparison {
  const specification = keyedGraph(committed);
  const { form, formStates } = formGraph(system, configuration, committed.variables);
  return {
    configuration,
    states: committed.states.length,
    edges: committed.edges.length,
    formStates,
    differences: [
      ...differencesOf('initial states', new Set(form.initial), new Set(specification.initial)),
      ...differencesOf('states', new Set(form.steps.keys()), new Set(specification.steps.keys())),
      ...[...specification.steps].flatMap(([key, steps]) =>
        differencesOf(`steps of ${short(key)}`, form.steps.get(key) ?? new Set(), steps),
      ),
    ].slice(0, differencesMax),
  };
}

const differencesMax = 5;

function differencesOf(what: string, form: ReadonlySet<string>, specification: ReadonlySet<string>): readonly string[] {
  const [more, less] = [
    [...form].filter((each) => !specification.has(each)),
    [...specification].filter((each) => !form.has(each)),
  ];
  return [
    ...more.slice(0, 1).map((each) => `${what}: only the form has ${short(each)}`),
    ...less.slice(0, 1).map((each) => `${what}: only the specification has ${short(each)}`),
  ];
}

function short(key: string): string {
  return key.length > 400 ? `${key.slice(0, 400)}…` : key;
}

function keyedGraph({ states, initial, edges }: LabelledGraph): KeyedGraph {
  const keys = states.map((values) => values.map(writeValue).join('; '));
  const steps = new Map(keys.map((key) => [key, new Set<string>()]));
  for (const { from, label, to } of edges) steps.get(keys[from]!)!.add(`${writeLabel(label)}${arrow}${keys[to]}`);
  return { initial: initial.map((state) => keys[state]!), steps };
}

/** The graph of the form, its states under the keys of the specification. Two states with one key must do the same. */
function formGraph(
  system: System,
  configuration: string,
  variables: readonly string[],
): { form: KeyedGraph; formStates: number } {
  const input = system.instances.find(({ name }) => name === configuration)!;
  const instance = instanceOf(system, input);
  const { graph } = explore(new Evaluator(instance), { statesMax, keepEdges: true });
  const keys = graph.states.map((state) => {
    const values = specificationState(instance, state);
    return variables.map((name) => writeValue(values[name] ?? 'no such variable')).join('; ');
  });
  const own = graph.states.map(() => new Set<string>());
  for (const { from, taken, to } of graph.edges)
    own[from]!.add(
      `${specificationLabelText(instance, taken, graph.states[from]!, graph.states[to]!)}${arrow}${keys[to]}`,
    );
  const steps = new Map<string, ReadonlySet<string>>();
  for (const [index, each] of own.entries()) {
    const key = keys[index]!;
    const all = each.size === 0 ? new Set([`${finished}${arrow}${key}`]) : each;
    steps.set(key, merged(steps.get(key), all));
  }
  const ends = graph.complete ? [] : [`more than ${statesMax} states`];
  return { form: { initial: [keys[0]!, ...ends], steps }, formStates: graph.states.length };
}

/** States with one key that differ in what they can do get a step that no graph has, so that the difference shows. */
function merged(known: ReadonlySet<string> | undefined, steps: ReadonlySet<string>): ReadonlySet<string> {
  if (!known) return steps;
  const isSame = known.size === steps.size && [...steps].every((each) => known.has(each));
  return isSame ? known : new Set([...known, ...steps, 'two states of the form differ here']);
}
