// linearizable: the checker of linearizability as a monitor, for users' own components too.
// Each reference is judged by itself: linearizability is local (Herlihy & Wing 1990, theorem 1), so a history of
// several objects is linearizable exactly when its part at each object is. A call that never returns may have taken
// effect or not. References without a specification are not judged.

import type { Event } from '../../engine/program/event.js';
import { isRecord, listGiven, recordGiven } from '../../engine/program/given.js';
import { canonical, type Value } from '../../engine/program/value.js';
import type { History } from '../../engine/watch/history.js';
import { type Violation, violated } from '../../engine/watch/property.js';
import type { EventData, Reference } from '../../impl/events.js';
import type { SequentialSpecification } from '../../impl/specification.js';
import { listen } from '../listener.js';
import { put, type Table } from '../plainData.js';
import { type Candidates, type Ended, initially, invoked, isTelling, returned } from './candidates.js';
import { smallestHistory } from './history.js';

export type Specifications = { readonly [reference: Reference]: SequentialSpecification };

type Histories = Table<Candidates>;

/**
 * linearizable makes the automaton of a monitor: `monitor('queueLinearizable', linearizable({ Q: queue }))`. It listens
 * to `invoke` and `return`. Its premise is that a call is under way whose answer depends on earlier calls: where all
 * calls answer alike in every state, nothing can be told, and nothing is shown. A report of a violation shows the smallest
 * history that is at fault.
 */
export function linearizable(specifications: Specifications) {
  recordGiven('QSC522', 'a record of specifications', specifications);
  listGiven('QSC522', 'a record of specifications', Object.values(specifications), isRecord);
  const start = Object.entries(specifications).map(([ref, specification]) => [ref, initially(specification)]);
  const on = listen<Histories, Histories | Violation>({
    invoke: (histories, { call, ref, method, args }) => {
      const history = histories[ref];
      return history ? put(histories, ref, invoked(history, call, { method, args })) : histories;
    },
    return: (histories, data) => {
      const specification = specifications[data.ref];
      return specification ? judge(specification, histories, data) : histories;
    },
  });
  const premise = (histories: Histories) =>
    Object.entries(histories).some(([ref, history]) => isTelling(specifications[ref]!, history));
  const history = (events: readonly Event[]) => firstFault(specifications, events);
  return { init: Object.fromEntries(start) as Histories, on, premise, history };
}

/** The smallest history of the first reference that is not linearizable. */
function firstFault(specifications: Specifications, events: readonly Event[]): History | undefined {
  for (const [ref, specification] of Object.entries(specifications)) {
    const found = smallestHistory(specification, events, ref);
    if (found) return found;
  }
  return undefined;
}

function judge(specification: SequentialSpecification, histories: Histories, data: EventData['return']) {
  const { call, ref } = data;
  const before = histories[ref];
  const made = before?.open[call];
  if (!before || !made) return histories;
  const seen: Ended = 'threw' in data ? { threw: data.threw as Value } : { result: data.result };
  const after = returned(specification, before, call, seen);
  if (after.possible.length > 0) return put(histories, ref, after);
  const asked = `${made.method}(${made.args === null ? '' : canonical(made.args)})`;
  const ended = 'threw' in seen ? `threw ${canonical(seen.threw)}` : `returned ${canonical(seen.result)}`;
  return violated(`no order of the calls of ${ref} explains that ${call}, ${asked}, ${ended}`);
}
