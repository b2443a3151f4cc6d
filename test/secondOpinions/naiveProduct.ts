// The naive product of a small program's graph with event automata, and what follows from it: reachability, stuck
// threads, fair lassos. Everything is computed in the most obvious way, on graphs of a few hundred states.

import type { Counterexample } from '../../engine/index.js';
import {
  DoubleSpawn,
  type Edge,
  type NaiveGraph,
  naiveGraph,
  type Said,
  type Small,
  TooMany,
  threadNames,
} from './smallLanguage.js';
import { type Automaton, randomFrom, react, smallFrom } from './smallPrograms.js';

// --- The product of the naive graph with event automata

interface Node {
  readonly state: number;
  readonly automata: readonly number[];
}
export interface ProductEdge {
  readonly thread: number;
  readonly choice: number;
  readonly target: number;
}
export interface Product {
  readonly nodes: readonly Node[];
  readonly edges: readonly (readonly ProductEdge[])[];
  readonly distance: readonly number[];
  /** By automaton: the states that it was ever in, between the events of one step too, and whether it heard anything. */
  readonly passed: readonly ReadonlySet<number>[];
  readonly heard: readonly boolean[];
}

/** Events one by one, noting what the automaton passes through; 3 is the end of it. */
function tell(
  automaton: Automaton,
  state: number,
  said: readonly Said[],
  note: (before: number, after: number) => void,
): number {
  let at = state;
  for (const each of said) {
    if (at === 3 || (automaton.handles && !automaton.handles.includes(each.name))) continue;
    const before = at;
    at = react(automaton, at, each);
    note(before, at);
  }
  return at;
}

export function productOf(graph: NaiveGraph, automata: readonly Automaton[], failed: boolean): Product {
  const passed = automata.map(() => new Set([0]));
  const heard = automata.map(() => false);
  const after = (node: Node, said: Edge['said']) => [
    ...automata.map((automaton, index) =>
      tell(automaton, node.automata[index]!, said, (before, now) => {
        passed[index]!.add(now);
        heard[index] ||= now !== 3 && (automaton.handles !== undefined || now !== before);
      }),
    ),
    ...(failed ? [node.automata[automata.length] === 3 || said.some(({ name }) => name === 'failed') ? 3 : 0] : []),
  ];
  const nodes: Node[] = [{ state: 0, automata: [...automata.map(() => 0), ...(failed ? [0] : [])] }];
  const ids = new Map([[JSON.stringify(nodes[0]), 0]]);
  const distance = [0];
  const edges: ProductEdge[][] = [];
  for (let id = 0; id < nodes.length; id++) {
    edges.push(
      graph.edges[nodes[id]!.state]!.map(({ thread, choice, target, said }) => {
        const next = { state: target, automata: after(nodes[id]!, said) };
        const text = JSON.stringify(next);
        if (!ids.has(text)) {
          ids.set(text, nodes.length);
          nodes.push(next);
          distance.push(distance[id]! + 1);
        }
        return { thread, choice, target: ids.get(text)! };
      }),
    );
  }
  return { nodes, edges, distance, passed, heard };
}

const reachableFrom = (product: Product, from: number, inside: (node: number) => boolean = () => true) => {
  const seen = new Set<number>();
  const work = [from];
  while (work.length > 0) {
    for (const { target } of product.edges[work.pop()!]!) {
      if (seen.has(target) || !inside(target)) continue;
      seen.add(target);
      work.push(target);
    }
  }
  return seen;
};

/** Per state: the threads that no daemon is and that are unfinished while nothing is enabled. */
export function deadlockedIn(graph: NaiveGraph, product: Product, node: number): readonly number[] {
  const { state } = product.nodes[node]!;
  return graph.enabled[state]!.length === 0 ? graph.unfinished[state]! : [];
}

/** Per state: the threads that are stuck in it. */
export function stuckIn(graph: NaiveGraph, product: Product, node: number): number[] {
  const future = [node, ...reachableFrom(product, node)].map((each) => product.nodes[each]!.state);
  return graph.unfinished[product.nodes[node]!.state]!.filter(
    (thread) => !future.some((state) => graph.enabled[state]!.includes(thread)),
  );
}

/** Whether the claim is violated: a dead end or a fair cycle that stays open, over (node, open). */
export function lassoExists(
  small: Small,
  graph: NaiveGraph,
  product: Product,
  from: (node: number) => boolean,
  to: (node: number) => boolean,
  onlyAtStart: boolean,
): boolean {
  const opens = (node: number, open: boolean, start: boolean) =>
    !to(node) && (open || (onlyAtStart ? start && from(node) : from(node)));
  const reached = new Map<string, [number, boolean]>();
  const work: [number, boolean][] = [[0, opens(0, false, true)]];
  reached.set(JSON.stringify(work[0]), work[0]!);
  while (work.length > 0) {
    const [node, open] = work.pop()!;
    for (const { target } of product.edges[node]!) {
      const next: [number, boolean] = [target, opens(target, open, false)];
      if (reached.has(JSON.stringify(next))) continue;
      reached.set(JSON.stringify(next), next);
      work.push(next);
    }
  }
  const open = new Set([...reached.values()].filter(([, isOpen]) => isOpen).map(([node]) => node));
  if ([...open].some((node) => product.edges[node]!.length === 0)) return true;
  const futures = new Map([...open].map((node) => [node, reachableFrom(product, node, (each) => open.has(each))]));
  return [...open].some((node) => {
    if (!futures.get(node)!.has(node)) return false;
    const component = [...futures.get(node)!].filter((each) => futures.get(each)!.has(node));
    const inside = new Set(component);
    return small.codes.every((_, thread) =>
      component.some(
        (each) =>
          !graph.enabled[product.nodes[each]!.state]!.includes(thread) ||
          product.edges[each]!.some((edge) => edge.thread === thread && inside.has(edge.target)),
      ),
    );
  });
}

/** The nodes that a counterexample passes. */
export function walk(product: Product, { schedule }: Counterexample): number[] {
  const nodes = [0];
  for (const { thread, choice } of schedule.choices) {
    const edge = product.edges[nodes[nodes.length - 1]!]!.find(
      (each) => threadNames[each.thread] === thread && each.choice === (choice ?? 0),
    );
    if (!edge) throw new Error('the counterexample leaves the naive graph');
    nodes.push(edge.target);
  }
  return nodes;
}

/** The small program of a seed and its graph; undefined where it has more states than are wanted. */
export function graphFrom(
  seed: number,
  statesMax: number,
): { small: Small; graph: NaiveGraph | 'QSC506'; random: ReturnType<typeof randomFrom> } | undefined {
  const random = randomFrom(seed);
  const small = smallFrom(random);
  try {
    return { small, graph: naiveGraph(small, statesMax), random };
  } catch (error) {
    if (error instanceof TooMany) return undefined;
    if (error instanceof DoubleSpawn) return { small, graph: 'QSC506', random };
    throw error;
  }
}
