// A call through a reference (paper, section 2): one load of the pointer, then whatever it leads to. Nothing else is
// read when no swap is on (P10); the activation of the thread is not part of a call.

import {
  again,
  done,
  load,
  loop,
  type Program,
  type Self,
  scope,
  type Turn,
  type Value,
} from '../../engine/program/index.js';
import type { Call } from '../contract.js';
import { runInside } from '../inside.js';
import type { HotSwap } from './layout.js';
import { epilog, prolog } from './mediator.js';
import { insideOf, leadsToMediator, type ObjectReference } from './translation.js';
import { type Visit, visitTo } from './visit.js';

export interface Dispatch {
  readonly hotSwap: HotSwap;
  readonly call: Call;
}

/** call runs the method in whatever object serves the reference, and throws what it throws. */
export function* call(hotSwap: HotSwap, call: Call): Program<Value> {
  return yield* loop(Object.freeze({ hotSwap, call }), dispatch);
}

/**
 * dispatch follows the pointer once. The pointer may change between the load and the entry, by a whole swap even. It does no
 * harm: the thread is active since before the load, so that neither an object is transferred nor a mediator freed before
 * it is gone (P1, mutants oneAdvance and noAdvance; P3, mutant freeMediatorAtOnce).
 */
function* dispatch({ hotSwap, call }: Dispatch): Program<Turn<Dispatch, Value>> {
  const target = yield* load(hotSwap.references[call.ref]!.pointer);
  if (!leadsToMediator(target)) return done(yield* runIn(hotSwap, call, target));
  const visit = visitTo(hotSwap, call, target);
  const admission = yield* scope(prolog, visit);
  if (admission === 'counted') return done(yield* runCounted(visit));
  if (admission === 'untracked') return done(yield* runIn(hotSwap, call, visit.original));
  // The cure of a defect of the released code: a waiter that installs the successor it was held back for may overwrite
  // the mediator of the next swap, which then does not know of the calls that follow (P1, mutant capturedTarget).
  return again({ hotSwap, call });
}

/** An exception leaves the call through the epilog: else the count never comes down (noDeadlock, mutant noFinally). */
function* runCounted(visit: Visit): Program<Value> {
  const { hotSwap, call, original } = visit;
  try {
    return yield* runIn(hotSwap, call, original);
  } finally {
    yield* scope(epilog, visit);
  }
}

interface Running extends Dispatch {
  readonly target: ObjectReference;
}

function* runIn(hotSwap: HotSwap, call: Call, target: ObjectReference): Program<Value> {
  return yield* scope(runMethod, Object.freeze({ hotSwap, call, target }));
}

function* runMethod({ hotSwap, call, target }: Running, self: Self): Program<Value> {
  return yield* runInside(hotSwap, insideOf(hotSwap.references[call.ref]!, target), call, self);
}
