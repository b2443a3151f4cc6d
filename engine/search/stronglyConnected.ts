// Strongly connected components (Tarjan 1972), without recursion, on flat edges: fairness looks for those that a weakly
// fair execution can stay in, ends for those that daemons cannot leave.

import { IntList } from './intList.js';

/** Edges of numbered nodes, one node's after the other. */
export interface Edges {
  /** By node: its first edge, and how many it has. */
  readonly firstEdge: IntList;
  readonly edgeCount: IntList;
  /** By edge. */
  readonly target: IntList;
}

/** Which nodes are looked at: those from `first` on, below `end`, that are inside. Edges to others are not followed. */
export interface Part {
  readonly first: number;
  readonly end: number;
  readonly isInside?: (node: number) => boolean;
}

/** forEachComponent visits the components of a part of a graph, those that are led to before those that lead there. */
export function forEachComponent(
  edges: Edges,
  { first, end, isInside = () => true }: Part,
  visit: (members: readonly number[]) => void,
): void {
  const index = new Int32Array(end - first);
  const low = new Int32Array(end - first);
  const onStack = new Uint8Array(end - first);
  const stack = new IntList();
  const calls = new IntList();
  const cursors = new IntList();
  let counter = 0;
  const enter = (node: number) => {
    index[node - first] = low[node - first] = ++counter;
    stack.push(node);
    onStack[node - first] = 1;
    calls.push(node);
    cursors.push(0);
  };
  const follow = (node: number, target: number) => {
    if (target < first || !isInside(target)) return;
    if (index[target - first] === 0) enter(target);
    else if (onStack[target - first] === 1) lower(node, index[target - first]!);
  };
  const lower = (node: number, to: number) => {
    low[node - first] = Math.min(low[node - first]!, to);
  };
  const leave = (node: number) => {
    calls.length--;
    cursors.length--;
    if (calls.length > 0) lower(calls.data[calls.length - 1]!, low[node - first]!);
    if (low[node - first] !== index[node - first]) return;
    const members = popDownTo(stack, node);
    for (const member of members) onStack[member - first] = 0;
    visit(members);
  };
  for (let root = first; root < end; root++) {
    if (index[root - first] !== 0 || !isInside(root)) continue;
    enter(root);
    while (calls.length > 0) {
      const node = calls.data[calls.length - 1]!;
      const cursor = cursors.data[cursors.length - 1]!++;
      if (cursor < edges.edgeCount.data[node]!) follow(node, edges.target.data[edges.firstEdge.data[node]! + cursor]!);
      else leave(node);
    }
  }
}

function popDownTo(stack: IntList, node: number): number[] {
  const members: number[] = [];
  do members.push(stack.data[--stack.length]!);
  while (members[members.length - 1] !== node);
  return members;
}
