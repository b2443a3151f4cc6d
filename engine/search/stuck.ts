// Stuck threads: reachable states from which some unfinished thread that is no daemon can never step again, whoever else
// runs. Computed on the explored graph, by propagating "can step, now or later" backwards until nothing changes.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { threadOf } from '../multiprocessor/via.js';
import { Checks } from '../watch/checks.js';
import type { Graph } from './graph.js';
import { IntList } from './intList.js';
import { Search } from './search.js';

/**
 * By state: the threads that can step now or in some continuation, as bits; all bits where that is every unfinished
 * thread, which is nearly everywhere. What the agents in `optional` could do nobody can count on. The graph must be
 * complete, with the steps of its edges where there are such agents.
 */
export function everEnabled(graph: Graph, states: number, optional: number): IntList {
  const ever = new IntList(Math.max(1, states));
  for (let state = 0; state < states; state++) ever.push(graph.enabled.data[state]! | ~graph.unfinished.data[state]!);
  // Most edges lead to later states, so one pass from the last state to the first settles all but the cycles.
  while (pass(graph, states, ever.data, optional));
  return ever;
}

/**
 * stuckFrom tells which of the threads `concerned` can never step again from a state, by a search of their own from
 * there: for replays, which have no explored graph. Undefined where more than `statesMax` states lie ahead.
 */
export function stuckFrom(
  multiprocessor: Multiprocessor,
  state: State,
  concerned: number,
  statesMax = 2_000_000,
): number | undefined {
  const search = new Search(multiprocessor, new Checks(multiprocessor, []), {
    keepGraph: true,
    limits: { states: statesMax },
  });
  search.runFrom(state.slice(), 0);
  if (!search.complete) return undefined;
  return (
    concerned &
    ~everEnabled(search.graph, search.store.count, multiprocessor.optional).data[0]! &
    search.graph.unfinished.data[0]!
  );
}

function pass(graph: Graph, states: number, ever: Int32Array, optional: number): boolean {
  const target = graph.target.data;
  let changed = false;
  for (let state = states - 1; state >= 0; state--) {
    let bits = ever[state]!;
    if (bits === -1) continue;
    const first = graph.firstEdge.data[state]!;
    const end = first + graph.edgeCount.data[state]!;
    for (let edge = first; edge < end; edge++)
      if (optional === 0 || ((optional >>> threadOf(graph.via.data[edge]!)) & 1) === 0) bits |= ever[target[edge]!]!;
    if (bits !== ever[state]) {
      ever[state] = bits;
      changed = true;
    }
  }
  return changed;
}
