// The edges of a finished search that did not record them, worked out again from its states: for the rare question that
// takes the whole graph (why no execution ends) and is asked only where something is amiss.

import { viaOf } from '../multiprocessor/via.js';
import { Graph } from './graph.js';
import type { Search } from './search.js';

/** States between two looks at limits. */
const breath = 512;

/**
 * allEdges is the graph of a search with the edges of all its states; undefined where working them out takes more time or
 * memory than the search has. Takes exact states.
 */
export function allEdges(search: Search): Graph | undefined {
  if (search.graph.recordsEdges) return search.graph;
  const graph = new Graph(true);
  const { multiprocessor, store, ends } = search;
  const state = new Int32Array(multiprocessor.layout.width);
  for (let id = 0; id < store.count; id++) {
    if (id % breath === 0 && search.isOverLimits(graph.bytes)) return undefined;
    store.load(id, state);
    const enabled = multiprocessor.enabled(state);
    graph.expand(id, enabled & ~multiprocessor.optional, ends.unfinished(state));
    for (let thread = 0; enabled >>> thread !== 0; thread++)
      if (((enabled >>> thread) & 1) === 1) addEdges(search, graph, id, thread);
    graph.expanded(id);
  }
  return graph;
}

function addEdges({ multiprocessor, store, checks }: Search, graph: Graph, id: number, thread: number): void {
  const { monitors, width } = multiprocessor.layout;
  const state = new Int32Array(width);
  store.load(id, state);
  const choices = multiprocessor.choices(state, thread);
  for (let choice = 0; choice < choices; choice++) {
    store.load(id, state);
    multiprocessor.touchedCount = 0;
    const batch = multiprocessor.step(state, thread, choice);
    state[monitors] = checks.product.next(state[monitors]!, batch);
    graph.edge(store.lookup(state), viaOf(thread, choice));
  }
}
