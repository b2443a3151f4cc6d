// State graphs as the two engines write them in DOT: nodes labelled with a state, edges between them.
// The embedded engine writes `var=value` lines, TLC `/\ var = value` lines. What the edges are labelled with is not
// used: the one guesses, the other leaves parameters out. Labels come from a variable of the state; see labelled.ts.

import { QuiesceError } from '../engine/program/errors.js';

export interface DotGraph {
  /** The state of each node, by the node's name: variable to text. */
  readonly nodes: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** Initial nodes: those that the engine marks or, where it marks none, the first. */
  readonly initial: readonly string[];
}

/** parseDot reads either form. Throws QSC419 where there is no graph. */
export function parseDot(text: string): DotGraph {
  const nodes = new Map<string, Readonly<Record<string, string>>>();
  const edges: (readonly [string, string])[] = [];
  const initial: string[] = [];
  for (const line of text.split('\n')) {
    const edge = /^\s*(-?\w+) -> (-?\w+)\b/.exec(line);
    if (edge) edges.push([edge[1]!, edge[2]!]);
    const node = edge ? null : /^\s*(-?\w+) \[label="((?:[^"\\]|\\.)*)"(.*)\]/.exec(line);
    if (!node) continue;
    nodes.set(node[1]!, stateOf(node[2]!));
    if (node[3]!.includes('filled')) initial.push(node[1]!);
  }
  const first = nodes.keys().next().value;
  if (first === undefined) throw new QuiesceError('QSC419', 'a state graph without a state');
  return { nodes, edges, initial: initial.length > 0 ? initial : [first] };
}

/** A value is broken into lines where it is long: what begins no variable goes on with the one before. */
function stateOf(label: string): Readonly<Record<string, string>> {
  const lines = label
    .replaceAll('\\\\', '\u0000')
    .replaceAll('\\n', '\n')
    .replaceAll('\\"', '"')
    .replaceAll('\u0000', '\\');
  const state: [name: string, value: string][] = [];
  for (const line of lines.split('\n')) {
    const pair = /^(?:\/\\ )?(\w+) ?= ?(.*)$/.exec(line);
    if (pair) state.push([pair[1]!, pair[2]!]);
    else if (state.length > 0) state[state.length - 1]![1] += ` ${line.trim()}`;
  }
  return Object.fromEntries(state);
}

/** depthOf is the number of levels of a search by breadth from the initial states. */
export function depthOf({ nodes, edges, initial }: DotGraph): number {
  const next = new Map<string, string[]>([...nodes.keys()].map((name) => [name, []]));
  for (const [from, to] of edges) next.get(from)?.push(to);
  const seen = new Set(initial);
  let level = [...initial];
  let depth = 0;
  while (level.length > 0) {
    depth++;
    level = level.flatMap((name) => next.get(name) ?? []).filter((name) => !seen.has(name) && seen.add(name));
  }
  return depth;
}

/** without is a state without some of its variables. */
export function without(
  state: Readonly<Record<string, string>>,
  variables: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !variables.includes(name)));
}

/** withoutVariables is a graph in which states that differ in these variables only are one. */
export function withoutVariables(graph: DotGraph, variables: readonly string[]): DotGraph {
  if (variables.length === 0) return graph;
  const first = new Map<string, string>();
  const representative = new Map<string, string>();
  const nodes = new Map<string, Readonly<Record<string, string>>>();
  for (const [name, state] of graph.nodes) {
    const rest = without(state, variables);
    const key = JSON.stringify(rest);
    if (!first.has(key)) nodes.set(name, rest);
    first.set(key, first.get(key) ?? name);
    representative.set(name, first.get(key)!);
  }
  const one = (name: string) => representative.get(name)!;
  const edges = new Map(graph.edges.map(([from, to]) => [`${one(from)} ${one(to)}`, [one(from), one(to)] as const]));
  return { nodes, edges: [...edges.values()], initial: [...new Set(graph.initial.map(one))] };
}
