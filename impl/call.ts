// A call through a reference as its caller makes it: the invocation, the mechanism's work, the return.
// Clients and components call alike (paper, section 2: clients need not know that a swap is on).
// The invocation rides on the call's first step and the return on its last, so that no precedence is hidden.

import { deepFreeze, type Program, type Self, scope, Thrown, type Value } from '../engine/program/index.js';
import type { Call, Frame, Mechanism } from './contract.js';
import { announce, type Reference, report } from './events.js';

export interface CallThrough {
  readonly mechanism: Mechanism;
  readonly call: Call;
}

/** callThrough makes the call and returns its result, or throws what left it. Fit for a scope. */
export function* callThrough({ mechanism, call }: CallThrough, self: Self): Program<Value> {
  yield* announce('invoke', { call: call.call, ref: call.ref, method: call.method, args: call.args });
  try {
    const result = yield* mechanism.call(mechanism, call, self);
    yield* report('return', { call: call.call, ref: call.ref, result });
    return result;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    yield* report('return', { call: call.call, ref: call.ref, result: null, threw: thrown.data });
    throw thrown;
  }
}

/** callForgotten makes the call and forgets its outcome: an exception of the component is the component's affair. */
export function* callForgotten(through: CallThrough, self: Self): Program<void> {
  try {
    yield* callThrough(through, self);
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
  }
}

/** callNested calls from inside a method, in a scope of its own; from another processor, if its thread has gone there. */
export function* callNested(
  frame: Frame,
  ref: Reference,
  method: string,
  args: Value,
  processor = frame.call.processor,
): Program<Value> {
  const { mechanism, call } = frame;
  const where = processor === undefined ? {} : { processor };
  const nested: Call = { ...call, call: nestedName(call.call), ref, method, args, ...where };
  return yield* scope(callThrough, deepFreeze({ mechanism, call: nested }));
}

/**
 * nestedName names the call that a call makes.
 *
 * @example
 * nestedName('c1.0/1') // => 'c1.0/2'
 */
export function nestedName(call: string): string {
  const [outer, depth = '0'] = call.split('/');
  return `${outer}/${Number(depth) + 1}`;
}
