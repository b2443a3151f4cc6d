// Liveness under weak fairness, on the explored graph. `from leads to to` is violated by a fair lasso: a path to a state
// where `from` holds, and from there on states without `to`, into a strongly connected component in which every thread
// either steps or is disabled somewhere; or by a path that just ends without `to`.
// For weak fairness a component that ignores an enabled thread has no fair part, so no component has to be split.

import { threadOf } from '../multiprocessor/via.js';
import type { Graph } from './graph.js';
import { forEachComponent } from './stronglyConnected.js';

/** A violating lasso as states of the graph; the loop is empty where the execution ends. */
export interface Lasso {
  /** Steps from the initial state to the one where the claim opens. */
  readonly opening: readonly number[];
  /** Steps from there to the loop, or to the end. */
  readonly stem: readonly number[];
  readonly loop: readonly number[];
  /** The state at the loop's start, or at the end. */
  readonly state: number;
}

export interface Claim {
  readonly from: (state: number) => boolean;
  readonly to: (state: number) => boolean;
  readonly onlyAtStart: boolean;
}

/** findLasso returns a violation of the claim on a completely explored graph, or undefined: proof that there is none. */
export function findLasso(graph: Graph, states: number, threads: number, claim: Claim): Lasso | undefined {
  const open = openStates(graph, states, claim);
  const end = open.order.find((state) => graph.enabled.data[state] === 0);
  const component = fairComponent(graph, states, threads, open);
  if (end === undefined && !component) return undefined;
  const entry = component ? open.order.find((state) => component.has(state))! : end!;
  const target = end !== undefined && (!component || open.rank[end]! < open.rank[entry]!) ? end : entry;
  const { opening, stem } = pathThroughOpen(graph, open, target);
  return { opening, stem, loop: target === end ? [] : loopThrough(graph, component!, target, threads), state: target };
}

/** States reachable with the claim open, in breadth-first order. */
interface Open {
  readonly order: readonly number[];
  /** By state: 1 + its place in the order, 0 where it is not open. */
  readonly rank: Int32Array;
  /** By state: the open state it was reached from, or -1 where the claim opens. */
  readonly parent: Int32Array;
  readonly parentVia: Int32Array;
}

function openStates(graph: Graph, states: number, claim: Claim): Open {
  const order: number[] = [];
  const rank = new Int32Array(states);
  const parent = new Int32Array(states).fill(-1);
  const parentVia = new Int32Array(states);
  const opens = (state: number) => claim.from(state) && !claim.to(state);
  const visit = (state: number) => {
    order.push(state);
    rank[state] = order.length;
  };
  for (let state = 0; state < (claim.onlyAtStart ? 1 : states); state++) if (opens(state)) visit(state);
  for (let next = 0; next < order.length; next++) {
    const state = order[next]!;
    forEachEdge(graph, state, (target, via) => {
      if (rank[target] !== 0 || claim.to(target)) return;
      visit(target);
      parent[target] = state;
      parentVia[target] = via;
    });
  }
  return { order, rank, parent, parentVia };
}

function forEachEdge(graph: Graph, state: number, visit: (target: number, via: number) => void): void {
  const first = graph.firstEdge.data[state]!;
  const end = first + graph.edgeCount.data[state]!;
  for (let edge = first; edge < end; edge++) visit(graph.target.data[edge]!, graph.via.data[edge]!);
}

/** A component of open states that a weakly fair execution can stay in for ever. */
function fairComponent(graph: Graph, states: number, threads: number, open: Open): Set<number> | undefined {
  let found: Set<number> | undefined;
  let foundRank = Number.POSITIVE_INFINITY;
  const everyone = 2 ** threads - 1;
  const isInside = (state: number) => open.rank[state] !== 0;
  forEachComponent(graph, { first: 0, end: states, isInside }, (members) => {
    const best = members.reduce((least, state) => Math.min(least, open.rank[state]!), Number.POSITIVE_INFINITY);
    if (best >= foundRank) return;
    const component = new Set(members);
    if (!isFair(graph, component, everyone)) return;
    found = component;
    foundRank = best;
  });
  return found;
}

function isFair(graph: Graph, component: ReadonlySet<number>, everyone: number): boolean {
  let satisfied = 0;
  let edges = 0;
  for (const state of component) {
    satisfied |= ~graph.enabled.data[state]!;
    forEachEdge(graph, state, (target, via) => {
      if (!component.has(target)) return;
      satisfied |= 1 << threadOf(via);
      edges++;
    });
  }
  return edges > 0 && (satisfied & everyone) === everyone;
}

function pathThroughOpen(graph: Graph, open: Open, target: number): { opening: number[]; stem: number[] } {
  const stem: number[] = [];
  let state = target;
  while (open.parent[state]! >= 0) {
    stem.push(open.parentVia[state]!);
    state = open.parent[state]!;
  }
  return { opening: graph.pathTo(state), stem: stem.reverse() };
}

/** A loop from `start` within the component that gives every thread its due: a step, or a state where it is disabled. */
function loopThrough(graph: Graph, component: ReadonlySet<number>, start: number, threads: number): number[] {
  const loop: number[] = [];
  let due = (2 ** threads - 1) & graph.enabled.data[start]!;
  let state = start;
  const go = (goal: (target: number, via: number) => boolean) => {
    for (const [via, target] of shortestWithin(graph, component, state, goal)) {
      loop.push(via);
      due &= ~(1 << threadOf(via)) & graph.enabled.data[target]!;
      state = target;
    }
  };
  while (due !== 0)
    go((target, via) => ((due >>> threadOf(via)) & 1) === 1 || (due & ~graph.enabled.data[target]!) !== 0);
  if (state !== start || loop.length === 0) go((target) => target === start);
  return loop;
}

/** The shortest path of edges within the component whose last edge satisfies the goal. */
function shortestWithin(
  graph: Graph,
  component: ReadonlySet<number>,
  from: number,
  goal: (target: number, via: number) => boolean,
): [number, number][] {
  const reached = new Map<number, { readonly state: number; readonly via: number }>();
  const queue = [from];
  for (const state of queue) {
    let last: [number, number] | undefined;
    forEachEdge(graph, state, (target, via) => {
      if (last || !component.has(target)) return;
      if (goal(target, via)) last = [via, target];
      else if (target !== from && !reached.has(target)) {
        reached.set(target, { state, via });
        queue.push(target);
      }
    });
    if (!last) continue;
    const path: [number, number][] = [last];
    for (let at = state; at !== from; at = reached.get(at)!.state) path.push([reached.get(at)!.via, at]);
    return path.reverse();
  }
  return [];
}
