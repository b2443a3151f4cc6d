// The representative of a mediator on one processor, as calls meet it (paper, section 3; K42's prolog and epilog).
// Forward: it counts and tracks calls and passes them on. Block: it passes on recursive calls and suspends new ones.
// Completed: it sends callers back to the local entry, which leads elsewhere by then. It turns to block by itself, when
// the generations of its own processor have passed: whoever else is inside is counted elsewhere.

import { add, at, fetchAdd, load, type Program, type Self, scope, view } from '../../engine/program/index.js';
import { report } from '../events.js';
import { releaseLock, takeLock } from '../hotswap/fairLock.js';
import { inFlightOver } from './root.js';
import { suspend } from './suspension.js';
import { isTracked, pop, push } from './tracking.js';
import { mediatorOf, representativeOf, type Visit } from './visit.js';

const isOne = view('isOne', (count: number) => count === 1);
const isZero = view('isZero', (count: number) => count === 0);
const isBlock = view('isBlock', (phase: string) => phase === 'block');

/** prolog decides what becomes of a call: counted, so that an epilog is due, or back to the local entry. */
export function* prolog(visit: Visit, self: Self): Program<boolean> {
  yield* lock(visit, self);
  const phase = yield* load(representativeOf(visit).phase);
  if (phase === 'forward') return yield* passOn(visit, self);
  if (phase === 'block') return yield* passOnOrSuspend(visit, self);
  yield* unlock(visit, self);
  return false;
}

/** The count goes up before the lock is let go: the worker turns to block under it, and asks then whether a call is inside. */
function* passOn(visit: Visit, self: Self): Program<boolean> {
  yield* countIn(visit);
  yield* unlock(visit, self);
  yield* push(visit, self);
  return true;
}

/**
 * A recursive call finds the count above zero, for the call that made it is counted until its own epilog: zero stays. Where
 * threads migrate, that call may be counted on another processor: then this one is in flight from now on, and as the
 * other still is, the number of those in flight does not come up from zero (noStuck, mutant inFlightForgotten).
 */
function* passOnOrSuspend(visit: Visit, self: Self): Program<boolean> {
  if (!(yield* isTracked(visit, self))) {
    yield* suspend(visit, self, unlock);
    return false;
  }
  const first = yield* fetchAdd(representativeOf(visit).count, 1, isZero);
  yield* reportCounted(visit, 1);
  if (first) yield* add(mediatorOf(visit).inFlight, 1);
  yield* unlock(visit, self);
  yield* push(visit, self);
  return true;
}

/**
 * epilog ends a counted call, whichever way it left. Under the lock, so that the worker that turns the phase and the call
 * that is the last agree on whether this processor has calls inside. The root is asked after the lock has been let go.
 */
export function* epilog(visit: Visit, self: Self): Program<void> {
  yield* pop(visit, self);
  const over = yield* scope(countOut, visit);
  if (over) yield* inFlightOver(visit, self.slot);
}

/** countOut takes the call off the count and tells whether it was the last one of a processor that blocks. */
function* countOut(visit: Visit, self: Self): Program<boolean> {
  yield* at('leaving', { ref: visit.call.ref });
  yield* lock(visit, self);
  const last = yield* fetchAdd(representativeOf(visit).count, -1, isOne);
  yield* reportCounted(visit, -1);
  const over = last && (yield* load(representativeOf(visit).phase, isBlock));
  yield* unlock(visit, self);
  return over;
}

function* countIn(visit: Visit): Program<void> {
  yield* add(representativeOf(visit).count, 1);
  yield* reportCounted(visit, 1);
  yield* at('entering', { ref: visit.call.ref });
}

function* reportCounted({ call, mediator }: Visit, delta: number): Program<void> {
  yield* report('counted', { call: call.call, ref: call.ref, mediator, delta });
}

function* lock(visit: Visit, self: Self): Program<void> {
  yield* takeLock(representativeOf(visit).lock, self.slot);
}

function* unlock(visit: Visit, self: Self): Program<void> {
  yield* releaseLock(representativeOf(visit).lock, self.slot);
}
