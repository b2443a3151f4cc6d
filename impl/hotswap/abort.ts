// Giving up a swap before its commit (ours; the paper and its code have none). Until then the old object is
// authoritative: transfer copies, and the commit is the swing of the pointer. An abort therefore only turns the
// pointer back, and then goes the way that a completed swap goes: release, second grace, deallocation.
// Who decides: nobody, the scheduler at any point between two steps of the swapper, or a deadline.

import {
  again,
  type Cell,
  choose,
  compareExchange,
  done,
  load,
  loop,
  type Mutex,
  type Program,
  type Self,
  spawn,
  store,
  type Turn,
  unpark,
  view,
} from '../../engine/program/index.js';
import { deadlineThread, type HotSwap } from './layout.js';
import { type AbortRule, hasDeadline } from './options.js';
import type { Plan } from './plan.js';

const isZero = view('isZero', (value: number) => value === 0);

/** mayAbort is a point at which the swap may be given up for no visible reason. No step unless that is the rule. */
export function* mayAbort(hotSwap: HotSwap): Program<boolean> {
  return hotSwap.options.abort === 'anywhere' && (yield* choose(2, 'abort')) === 1;
}

/** startDeadline starts the time that the swap is given, if this is where it begins. */
export function* startDeadline(hotSwap: HotSwap, plan: Plan, rule: AbortRule): Program<void> {
  if (hotSwap.options.abort === rule && hasDeadline(hotSwap.options, plan.ref))
    yield* spawn(deadlineThread(plan.ref, plan.mediator));
}

/**
 * wokenByDeadline tells a swapper that waits in block, and was woken without the ticket being taken, whether it is too
 * late. With a deadline for block alone the wake-up says it all; a permit left over from an earlier swap then gives
 * the swap up before its time, which is as good as any time.
 */
export function* wokenByDeadline(hotSwap: HotSwap, plan: Plan): Program<boolean> {
  return hotSwap.options.abort === 'blockDeadline' || (yield* deadlinePassed(hotSwap, plan));
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

/** acquireUnlessDeadline takes the mutex, and returns true; or, when it is too late, leaves it and returns false. */
export function* acquireUnlessDeadline(hotSwap: HotSwap, plan: Plan, lock: Mutex, self: Self): Program<boolean> {
  return yield* loop(Object.freeze({ hotSwap, plan, lock, owner: self.slot + 1 }), tryLock);
}

interface TryLock {
  readonly hotSwap: HotSwap;
  readonly plan: Plan;
  readonly lock: Mutex;
  readonly owner: number;
}

function* tryLock(locals: TryLock): Program<Turn<TryLock, boolean>> {
  if (yield* compareExchange(locals.lock, 0, locals.owner)) return done(true);
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
  if (hotSwap.options.abort === 'deadline') yield* store(reference.mediators[mediator]!.deadline, 1);
  yield* unpark(reference.swapper);
}
