// The labelled state graph of a configuration: which action, with which parameters, leads from which state to which.
// No engine says so reliably, so the specification is made to say it itself: a copy of the module gets one more
// variable, `label`, that every action sets to its name and parameters, and a next-state relation of nothing but such
// actions. Its graph, with the label taken off the states and put on the edges that lead to them, is the one wanted.

import type { LabelledEdge, LabelledGraph } from '../conformance/tla/graph.js';
import { type Label, writeLabel } from '../conformance/tla/label.js';
import { parseValue, type TlaValue, writeValue } from '../conformance/tla/value.js';
import { QuiesceError } from '../engine/program/errors.js';
import { type Configuration, withClaims } from './configuration.js';
import type { DotGraph } from './dot.js';
import { type Module, parseModule } from './module.js';

/** An action: its name, and what each of its parameters ranges over, as TLA+ text. */
export type ActionDomains = Readonly<Record<string, readonly string[]>>;

/** The actions of HotSwap, in the order of its text. A test holds them to its next-state relation. */
export const hotSwapActions: ActionDomains = Object.freeze({
  invoke: ['Calls'],
  admit: ['Calls'],
  counted: ['Calls', '{1, 0 - 1}'],
  suspended: ['Calls'],
  resumed: ['Calls'],
  redispatch: ['Calls'],
  enter: ['Calls'],
  leave: ['Calls'],
  return: ['Calls'],
  sleep: ['Calls'],
  generation: ['Processors'],
  swapRequested: [],
  swapStarted: [],
  phase: ['{"block", "completed"}'],
  transferBegins: [],
  transferEnded: [],
  swapAbandoned: [],
  swung: ['Objects'],
  swapEnded: [],
  freedObject: ['Objects'],
  freedMediator: [],
  swapIdle: [],
  finished: [],
});

const parameterNames = ['x', 'y', 'z'];

/** labelledModule is the module with the variable `label`. Throws QSC413 where it has no VARIABLES of its own. */
export function labelledModule(module: Module, actions: ActionDomains): Module {
  const steps = Object.entries(actions).map(([name, domains]) => `  \\/ ${labelledStep(name, domains)}`);
  const added = ['LabelledInit == Init /\\ label = <<"start">>', '', 'LabelledNext ==', ...steps, ''].join('\n');
  const text = module.text
    .replace(/^VARIABLES[ \t]*$/m, 'VARIABLES\n  label,')
    .replace(/^={4,}\s*$/m, (end) => `${added}\n${end}`);
  if (text.length < module.text.length + added.length + 5)
    throw new QuiesceError('QSC413', `${module.name} has no VARIABLES`);
  return parseModule(text);
}

function labelledStep(name: string, domains: readonly string[]): string {
  const names = domains.map((_, index) => parameterNames[index]!);
  const bound = domains.map((domain, index) => `\\E ${names[index]} \\in ${domain} : `).join('');
  const applied = names.length === 0 ? name : `${name}(${names.join(', ')})`;
  return `${bound}(${applied} /\\ label' = <<${[`"${name}"`, ...names].join(', ')}>>)`;
}

/** How the labelled module begins and goes on. */
export const labelledBehaviour = Object.freeze({ init: 'LabelledInit', next: 'LabelledNext' });

/** labelledConfiguration is the configuration for it: the same constants, and only invariants claimed. */
export function labelledConfiguration(
  configuration: Configuration,
  invariants: readonly string[] = ['TypeOK'],
): Configuration {
  return withClaims(configuration, { invariants, properties: [] }, 'INIT LabelledInit\nNEXT LabelledNext');
}

/** labelledGraph takes the labels off the states of the graph of a labelled module, in a canonical order. */
export function labelledGraph(module: Module, dot: DotGraph): LabelledGraph {
  const variables = module.variables.filter((name) => name !== 'label');
  const nodes = new Map([...dot.nodes].map(([name, state]) => [name, split(variables, state)]));
  const order = orderOf(nodes, dot);
  const number = (name: string) => order.get(nodes.get(name)!.key)!;
  const states: (readonly TlaValue[])[] = [];
  for (const { key, values } of nodes.values()) states[order.get(key)!] = values;
  const edges = new Map<string, LabelledEdge>();
  for (const [from, to] of dot.edges) {
    const edge = { from: number(from), label: nodes.get(to)!.label, to: number(to) };
    edges.set(`${edge.from} ${writeLabel(edge.label)} ${edge.to}`, edge);
  }
  return { variables, states, initial: [...new Set(dot.initial.map(number))].sort(byNumber), edges: sorted(edges) };
}

interface Split {
  readonly key: string;
  readonly values: readonly TlaValue[];
  readonly label: Label;
}

function split(variables: readonly string[], state: Readonly<Record<string, string>>): Split {
  const values = variables.map((name) => parseValue(state[name] ?? ''));
  return { key: values.map(writeValue).join('\n'), values, label: labelOf(parseValue(state.label ?? '')) };
}

/** labelOf reads the value of the variable `label`. */
export function labelOf(value: TlaValue): Label {
  const [action, ...parameters] = typeof value === 'object' && 'tuple' in value ? value.tuple : [];
  if (typeof action !== 'string') throw new QuiesceError('QSC419', `the label ${writeValue(value)}`);
  return { action, parameters };
}

/** States are numbered by their distance from the start, and by their text among equals. */
function orderOf(nodes: ReadonlyMap<string, Split>, dot: DotGraph): ReadonlyMap<string, number> {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of dot.edges) {
    const key = nodes.get(from)!.key;
    next.set(key, (next.get(key) ?? new Set()).add(nodes.get(to)!.key));
  }
  const order = new Map<string, number>();
  let level = [...new Set(dot.initial.map((name) => nodes.get(name)!.key))].sort();
  while (level.length > 0) {
    for (const key of level) order.set(key, order.size);
    level = [...new Set(level.flatMap((key) => [...(next.get(key) ?? [])]))].filter((key) => !order.has(key)).sort();
  }
  return order;
}

function sorted(edges: ReadonlyMap<string, LabelledEdge>): readonly LabelledEdge[] {
  const keyed = [...edges.values()].map((edge) => ({ edge, text: writeLabel(edge.label) }));
  const order = (a: (typeof keyed)[number], b: (typeof keyed)[number]) =>
    a.edge.from - b.edge.from || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0) || a.edge.to - b.edge.to;
  return keyed.sort(order).map(({ edge }) => edge);
}

function byNumber(a: number, b: number): number {
  return a - b;
}
