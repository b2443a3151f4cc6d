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

/** An action, by name: what each of its parameters ranges over, as TLA+ text, and when it may happen at all. */
export type ActionDomains = Readonly<Record<string, ActionDomain>>;

export interface ActionDomain {
  readonly over: readonly string[];
  /** A predicate of the same parameters, as in the next-state relation. */
  readonly when?: string;
}

/** The actions of HotSwap, in the order of its text. A test holds them to its next-state relation. */
export const hotSwapActions: ActionDomains = Object.freeze({
  invoke: { over: ['Calls'], when: 'Wants' },
  counted: { over: ['Calls', '{1, 0 - 1}'] },
  suspended: { over: ['Calls'] },
  resumed: { over: ['Calls'] },
  redispatch: { over: ['Calls'] },
  enter: { over: ['Calls'] },
  leave: { over: ['Calls'], when: '~Waits' },
  return: { over: ['Calls'] },
  sleep: { over: ['Calls'] },
  generation: { over: ['Processors'] },
  swapRequested: { over: [] },
  swapStarted: { over: [] },
  phase: { over: ['{"block", "completed"}'] },
  transferBegins: { over: [] },
  transferEnded: { over: [] },
  swapAbandoned: { over: [] },
  swung: { over: ['Objects'] },
  swapEnded: { over: [] },
  freedObject: { over: ['Objects'] },
  freedMediator: { over: [] },
  swapIdle: { over: [] },
  finished: { over: [] },
});

/** The actions of ClusteredHotSwap, in the order of its text. */
export const clusteredActions: ActionDomains = Object.freeze({
  missBegins: { over: ['Threads'] },
  missEnds: { over: ['Threads'] },
  missIsLate: { over: ['Threads'] },
  invoke: { over: ['Calls'], when: 'Wants' },
  counted: { over: ['Calls', '{1, 0 - 1}'] },
  suspended: { over: ['Calls'] },
  resumed: { over: ['Calls'] },
  redispatch: { over: ['Calls'] },
  enter: { over: ['Calls'] },
  leave: { over: ['Calls'] },
  return: { over: ['Calls'] },
  generation: { over: ['Processors'] },
  swapRequested: { over: [] },
  swapStarted: { over: [] },
  flush: { over: ['Processors'] },
  processorBlocks: { over: ['Processors'] },
  rootBlocks: { over: [] },
  transferBegins: { over: [] },
  partTransferred: { over: ['Processors'] },
  swapAbandoned: { over: [] },
  workerArrives: { over: ['Processors'] },
  swung: { over: ['Objects'] },
  entryFlushed: { over: ['Processors'] },
  completed: { over: ['Processors'] },
  workerRetires: { over: ['Processors'] },
  freedMediator: { over: [] },
  swapIdle: { over: [] },
  finished: { over: [] },
});

/** The actions of ClusteredWider, in the order of its text. */
export const widerActions: ActionDomains = Object.freeze({
  ...clusteredActions,
  threadBegins: { over: ['Threads'] },
  threadEnds: { over: ['Threads'] },
  destroyed: { over: [] },
  destructionBegins: { over: [] },
  taken: { over: [] },
});

/** The actions of GroupSwap, in the order of its text. */
export const groupActions: ActionDomains = Object.freeze({
  invoke: { over: ['Calls'], when: 'Wants' },
  counted: { over: ['Calls', '{1, 0 - 1}'] },
  suspended: { over: ['Calls'] },
  resumed: { over: ['Calls'] },
  redispatch: { over: ['Calls'] },
  enter: { over: ['Calls'] },
  leave: { over: ['Calls'] },
  return: { over: ['Calls'] },
  generation: { over: ['Processors'] },
  swapRequested: { over: [] },
  swapStarted: { over: ['Members'] },
  block: { over: ['Members'] },
  transferBegins: { over: ['Members'] },
  transferEnded: { over: ['Members'] },
  swapAbandoned: { over: [] },
  swung: { over: ['Members', 'Versions'] },
  completed: { over: ['Members'] },
  swapEnded: { over: ['Members'] },
  freedObject: { over: ['Members'] },
  freedMediator: { over: ['Members'] },
  swapIdle: { over: [] },
  finished: { over: [] },
});

/** The actions of Token, in the order of its text. */
export const tokenActions: ActionDomains = Object.freeze({
  begin: { over: ['Threads'] },
  reach: { over: ['Threads'] },
  end: { over: ['Threads'] },
  destroy: { over: [] },
  look: { over: [] },
  endRound: { over: [] },
  hold: { over: [] },
  pass: { over: [] },
  join: { over: ['Processors', 'Threads', 'Threads'] },
  stutter: { over: ['Threads'] },
  leave: { over: ['Processors'] },
});

const actionsByProtocol: Readonly<Record<string, ActionDomains>> = Object.freeze({
  HotSwap: hotSwapActions,
  ClusteredHotSwap: clusteredActions,
  ClusteredWider: widerActions,
  GroupSwap: groupActions,
  Token: tokenActions,
});

/** actionsOf is the list of actions of a protocol's module. Throws QSC419 where there is none. */
export function actionsOf({ name }: Pick<Module, 'name'>): ActionDomains {
  const actions = actionsByProtocol[name];
  if (actions) return actions;
  throw new QuiesceError('QSC419', `${name}: there is no list of its actions, so that its steps cannot be labelled`);
}

const parameterNames = ['x', 'y', 'z'];

/** labelledModule is the module with the variable `label`. Throws QSC413 where it has no VARIABLES of its own. */
export function labelledModule(module: Module, actions: ActionDomains): Module {
  const added = labelledDefinitions(actions);
  const text = module.text
    .replace(/^VARIABLES[ \t]*$/m, 'VARIABLES\n  label,')
    .replace(/^={4,}\s*$/m, (end) => `${added}\n${end}`);
  if (text.length < module.text.length + added.length + 5)
    throw new QuiesceError('QSC413', `${module.name} has no VARIABLES`);
  return parseModule(text);
}

/** labelledExtension is the same as a module that extends the given one, for TLC. */
export function labelledExtension({ name }: Module, actions: ActionDomains): Module {
  const head = [`---- MODULE Labelled ----`, `EXTENDS ${name}`, '', 'VARIABLES', '  label', ''];
  return parseModule([...head, labelledDefinitions(actions), '====', ''].join('\n'));
}

function labelledDefinitions(actions: ActionDomains): string {
  const steps = Object.entries(actions).map(([name, domain]) => `  \\/ ${labelledStep(name, domain)}`);
  return ['LabelledInit == Init /\\ label = <<"start">>', '', 'LabelledNext ==', ...steps, ''].join('\n');
}

function labelledStep(name: string, { over, when }: ActionDomain): string {
  const names = over.map((_, index) => parameterNames[index]!);
  const bound = over.map((domain, index) => `\\E ${names[index]} \\in ${domain} : `).join('');
  const parameters = names.length === 0 ? '' : `(${names.join(', ')})`;
  const applied = when === undefined ? `${name}${parameters}` : `${when}${parameters} /\\ ${name}${parameters}`;
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
export function labelledGraph(module: Pick<Module, 'variables'>, dot: DotGraph): LabelledGraph {
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
