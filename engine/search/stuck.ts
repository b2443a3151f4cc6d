// Stuck threads: reachable states from which some unfinished thread that is no daemon can never step again, whoever else
// runs. Computed on the explored graph, by propagating "can step, now or later" backwards until nothing changes.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { Checks } from '../watch/checks.js';
import { Search } from './search.js';

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
  return concerned & ~search.graph.waiting!.ever(search.store.count)(0);
}
