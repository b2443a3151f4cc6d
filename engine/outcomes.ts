// The outcomes of a system: what can be seen at its normal ends, over all interleavings. For tests and experiments.

import { searchOf } from './explore.js';
import type { System } from './multiprocessor/system.js';
import { QuiesceError } from './program/errors.js';
import { canonical, type Value } from './program/value.js';
import { refuseIllTyped } from './program/wellTyped.js';
import type { ExploreOptions } from './search/options.js';
import type { Search } from './search/search.js';
import { DistinctTexts } from './watch/distinctTexts.js';
import type { StateView } from './watch/property.js';
import { StateReader } from './watch/stateReader.js';

export interface Outcomes {
  /** Canonical texts of what `of` saw, distinct and sorted; incomplete where a limit cut the search. */
  readonly outcomes: readonly string[];
  readonly states: number;
  readonly transitions: number;
  /** States in which nothing is enabled and which are no normal end. */
  readonly deadlocks: number;
  readonly complete: boolean;
}

/**
 * outcomes collects `of(state)` over all normal ends.
 *
 * @example
 * outcomes({ cells: [x], threads }, (state) => state.read(x)).outcomes // => ['1', '2']
 */
export function outcomes(system: System, of: (state: StateView) => Value, options: ExploreOptions = {}): Outcomes {
  refuseIllTyped(system, [], options);
  if (typeof of !== 'function') throw new QuiesceError('QSC110', `outcomes: a function wanted, ${typeof of} given`);
  if (options.store === 'fingerprint')
    throw new QuiesceError('QSC104', 'store: fingerprint; outcomes have to be looked up, which takes exact states');
  const search = searchOf(system, [], options);
  return {
    outcomes: seenAtEnds(search, of),
    states: search.store.count,
    transitions: search.transitions,
    deadlocks: search.deadlocked,
    complete: search.complete,
  };
}

function seenAtEnds({ multiprocessor, normalEnds, store }: Search, of: (state: StateView) => Value): string[] {
  const reader = new StateReader(multiprocessor);
  const state = new Int32Array(multiprocessor.layout.width);
  const seen = new DistinctTexts();
  for (let end = 0; end < normalEnds.length; end++) {
    store.load(normalEnds.data[end]!, state);
    seen.add(canonical(of(reader.of(state))));
  }
  return seen.sorted();
}
