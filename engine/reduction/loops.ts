// The nodes from which a step may close a loop: those with an edge that leads back, to a node that a walk in depth has
// entered and not left. Edges lead along a thread and from who starts a thread to its start, and every cycle of the state
// graph takes such a step: a thread in it goes round a loop of its own, or all that move end and are started again, and
// following who started whom comes round too.

import type { Compiled } from './touches.js';

/** loopClosers are the nodes from which a step takes an edge back; a step through an atomic section takes several edges. */
export function loopClosers({ next, within }: Pick<Compiled, 'next' | 'within'>): Set<number> {
  const closers = new Set<number>();
  const colour = new Uint8Array(next.length);
  for (let root = 0; root < next.length; root++) if (colour[root] === unseen) walk(root, next, colour, closers);
  for (let known = -1; known < closers.size; ) {
    known = closers.size;
    for (const [from, to] of within) if (closers.has(to)) closers.add(from);
  }
  return closers;
}

const unseen = 0;
const entered = 1;
const left = 2;

function walk(root: number, next: readonly (readonly number[])[], colour: Uint8Array, closers: Set<number>): void {
  const path = [{ node: root, at: 0 }];
  colour[root] = entered;
  while (path.length > 0) {
    const top = path[path.length - 1]!;
    const target = next[top.node]![top.at++];
    if (target === undefined) {
      colour[top.node] = left;
      path.pop();
    } else if (colour[target] === entered) closers.add(top.node);
    else if (colour[target] === unseen) {
      colour[target] = entered;
      path.push({ node: target, at: 0 });
    }
  }
}
