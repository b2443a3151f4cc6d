// What dead results cost: states against states with bisimilar thread nodes taken for one. A node that differs from
// another only in a result nobody will look at again is bisimilar to it (partition refinement, Moore 1956).
// For measurement only: the search does not use it.

import { canonical } from '../program/value.js';
import type { Automaton } from '../threads/automaton.js';
import type { Search } from './search.js';

/** minimisedStates counts the distinct states of a finished search after the nodes of each thread are minimised. */
export function minimisedStates(search: Search): number {
  const { multiprocessor, store } = search;
  const classes = multiprocessor.automata.map(bisimilarNodes);
  const state = new Int32Array(multiprocessor.layout.width);
  const seen = new Set<string>();
  for (let id = 0; id < store.count; id++) {
    store.load(id, state);
    classes.forEach((ofNode, thread) => {
      const slot = multiprocessor.layout.nodes + thread;
      state[slot] = ofNode[state[slot]!]!;
    });
    seen.add(String.fromCharCode(...Uint16Array.from(new Uint8Array(state.buffer))));
  }
  return seen.size;
}

/** By node, the number of its class. */
function bisimilarNodes(automaton: Automaton): number[] {
  let classes = numbered(
    automaton.nodes.map(({ text, label, looping, begins }) => canonical([text, label, looping, begins as never])),
  );
  for (;;) {
    const next = numbered(classes.map((own, node) => `${own}:${signature(automaton, node, classes)}`));
    if (Math.max(...next) === Math.max(...classes)) return next;
    classes = next;
  }
}

function signature(automaton: Automaton, node: number, classes: readonly number[]): string {
  const edges = automaton
    .compiledFrom(node)
    .map(({ raw, edge }) => `${raw}>${classes[automaton.target[edge]!]}/${automaton.batch[edge]}`);
  return edges.sort().join();
}

function numbered(texts: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text)!;
  });
}
