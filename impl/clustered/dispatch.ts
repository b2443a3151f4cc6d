// A call through a reference: one load of the local entry of its processor, then whatever that leads to. Nothing else is
// read when no swap is on and the processor has called before (P10).

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
import { insideOf, type ObjectReference } from '../hotswap/translation.js';
import { runInside } from '../inside.js';
import type { Clustered } from './layout.js';
import { miss } from './miss.js';
import { epilog, prolog } from './representative.js';
import { isMiss, leadsToMediator } from './translation.js';
import { processorOf, type Visit, visitTo } from './visit.js';

interface Dispatch {
  readonly clustered: Clustered;
  readonly call: Call;
}

/** call runs the method in whatever object serves the reference, and throws what it throws. */
export function* call(clustered: Clustered, call: Call): Program<Value> {
  return yield* loop(Object.freeze({ clustered, call }), dispatch);
}

/**
 * dispatch follows the local entry once. Between the load and the entry a whole swap may pass; its thread is active since
 * before, so that neither an object is transferred nor a representative freed before it is gone.
 */
function* dispatch({ clustered, call }: Dispatch, self: Self): Program<Turn<Dispatch, Value>> {
  const processor = processorOf(call, self);
  const target = yield* load(clustered.entries[call.ref]!.local[processor]!);
  if (isMiss(target)) {
    yield* scope(miss, Object.freeze({ clustered, call, processor }));
    return again({ clustered, call });
  }
  if (!leadsToMediator(target)) return done(yield* runIn(clustered, call, target));
  const visit = visitTo(clustered, call, processor, target);
  if (yield* scope(prolog, visit)) return done(yield* runCounted(visit));
  // The cure of a defect of the released code: see suspension.ts.
  return again({ clustered, call });
}

/** An exception leaves the call through the epilog: else the count never comes down (noDeadlock, mutant noFinallyOfProcessor). */
function* runCounted(visit: Visit): Program<Value> {
  const { clustered, call, original } = visit;
  try {
    return yield* runIn(clustered, call, original);
  } finally {
    yield* scope(epilog, visit);
  }
}

interface Running extends Dispatch {
  readonly target: ObjectReference;
}

function* runIn(clustered: Clustered, call: Call, target: ObjectReference): Program<Value> {
  return yield* scope(runMethod, Object.freeze({ clustered, call, target }));
}

function* runMethod({ clustered, call, target }: Running, self: Self): Program<Value> {
  return yield* runInside(clustered, insideOf(clustered.entries[call.ref]!, target), call, self);
}
