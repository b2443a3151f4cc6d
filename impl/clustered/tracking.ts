// The table of thread ids of a representative: it tells a recursive call from a new one. One row per thread, counting the
// calls that it has inside; nested calls are last in, first out. Only its own thread reads a row.
// A thread stays on its processor, and so does its row; where threads migrate, there is one table for all (the rule that a
// thread is known wherever it goes on), because a recursive call from another processor would be taken for a new one.

import { add, type Cell, load, type Program, type Self, view } from '../../engine/program/index.js';
import { report } from '../events.js';
import { mediatorOf, representativeOf, type Visit } from './visit.js';

const isPositive = view('isPositive', (entries: number) => entries > 0);

/** push enters the call into the table. */
export function* push(visit: Visit, self: Self): Program<void> {
  yield* add(rowOf(visit, self), 1);
  yield* reportTracked(visit, true);
}

/** pop takes the call out of the table. */
export function* pop(visit: Visit, self: Self): Program<void> {
  yield* add(rowOf(visit, self), -1);
  yield* reportTracked(visit, false);
}

/** isTracked tells whether the thread has a call inside already. */
export function* isTracked(visit: Visit, self: Self): Program<boolean> {
  return yield* load(rowOf(visit, self), isPositive);
}

function rowOf(visit: Visit, self: Self): Cell<number> {
  const holder = visit.clustered.options.migration ? mediatorOf(visit) : representativeOf(visit);
  return holder.tracked[self.slot]!;
}

function* reportTracked({ call, mediator }: Visit, present: boolean): Program<void> {
  yield* report('tracked', { call: call.call, ref: call.ref, mediator, present });
}
