// The table of thread ids (paper, section 3): it tells a recursive call from a new one, because suspending a thread
// that is already inside would be a deadlock. One row per thread, counting the calls that it has inside: nested calls
// are last in, first out, so a count says all that a chain of entries would. Only its own thread reads a row.
// Where threads are strands of activities, an activity has one row for all its strands: a call that one of them makes while
// another is inside belongs to the same work.
// Leaves out: hashing and its buckets (a collision in a chained table is harmless) and the saved registers.

import { add, type Cell, load, type Program, type Self, view } from '../../engine/program/index.js';
import { report } from '../events.js';
import type { Mediator } from './mediator.js';
import { mediatorOf, mediatorsOf, type Visit } from './visit.js';

const isPositive = view('isPositive', (entries: number) => entries > 0);

/** The row of a thread, or of the activity that it is a strand of. */
function rowOf(visit: Visit, self: Self): Cell<number> {
  return rowIn(mediatorOf(visit), visit, self);
}

function rowIn({ tracked }: Mediator, { hotSwap: { rows } }: Visit, self: Self): Cell<number> {
  return tracked[rows.length === 0 ? self.slot : rows[self.slot]!]!;
}

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

/** isTracked tells whether the thread has a call inside already: inside any member, where references are swapped as a group. */
export function* isTracked(visit: Visit, self: Self): Program<boolean> {
  for (const mediator of mediatorsOf(visit)) if (yield* load(rowIn(mediator, visit, self), isPositive)) return true;
  return false;
}

function* reportTracked({ call, mediator }: Visit, present: boolean): Program<void> {
  yield* report('tracked', { call: call.call, ref: call.ref, mediator, present });
}
