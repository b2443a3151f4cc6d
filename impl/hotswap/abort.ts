// Giving up a swap before its commit (ours; the paper and its code have none). Until then the old object is
// authoritative: transfer copies, and the commit is the swing of the pointer. An abort therefore only turns the
// pointer back, and then goes the way that a completed swap goes: release, second grace, deallocation.
// Who decides: nobody, the scheduler at any point between two steps of the swapper, or a deadline.

import {
  again,
  type Cell,
  choose,
  done,
  load,
  loop,
  type Program,
  store,
  type Turn,
  unpark,
  view,
} from '../../engine/program/index.js';
import type { HotSwap } from './layout.js';
import type { Plan } from './plan.js';
import { swapperOf } from './translation.js';

const isZero = view('isZero', (value: number) => value === 0);

/** mayAbort is a point at which the swap may be given up for no visible reason. No step unless that is the rule. */
export function* mayAbort(hotSwap: HotSwap): Program<boolean> {
  return hotSwap.options.abort === 'anywhere' && (yield* choose(2, 'abort')) === 1;
}

/** deadlinePassed tells whether the swap has to be given up for lack of time. No step unless there is a deadline. */
export function* deadlinePassed(hotSwap: HotSwap, plan: Plan): Program<boolean> {
  if (hotSwap.options.abort !== 'deadline') return false;
  return !(yield* load(hotSwap.references[plan.ref]!.mediators[plan.mediator]!.deadline, isZero));
}

/** awaitUnlessDeadline polls until the counter is zero, and returns true; or until the deadline, and returns false. */
export function* awaitUnlessDeadline(hotSwap: HotSwap, plan: Plan, counter: Cell<number>): Program<boolean> {
  return yield* loop(Object.freeze({ hotSwap, plan, counter }), poll);
}

interface Poll {
  readonly hotSwap: HotSwap;
  readonly plan: Plan;
  readonly counter: Cell<number>;
}

function* poll(locals: Poll): Program<Turn<Poll, boolean>> {
  if (yield* load(locals.counter, isZero)) return done(true);
  if (yield* deadlinePassed(locals.hotSwap, locals.plan)) return done(false);
  return again(locals);
}

export interface Deadline {
  readonly hotSwap: HotSwap;
  readonly ref: string;
  readonly mediator: number;
}

/** deadline is the program of the thread that stands for the passing of time: at some moment it is too late. */
export function* deadline({ hotSwap, ref, mediator }: Deadline): Program<void> {
  const reference = hotSwap.references[ref]!;
  // The flag before the wake-up: a swapper that parks between the two finds its permit, wakes and sees the flag.
  yield* store(reference.mediators[mediator]!.deadline, 1);
  yield* unpark(swapperOf(reference, mediator));
}
