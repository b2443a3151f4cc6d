// A call's visit to a mediator: what prolog, table, suspension and epilog are all about.
// Every access to the mediator's memory on behalf of a call is announced as a touch: P3 and P10 are about those.

import { deepFreeze, type Program } from '../../engine/program/index.js';
import type { Call } from '../contract.js';
import { announce } from '../events.js';
import type { HotSwap } from './layout.js';
import type { Mediator } from './mediator.js';
import type { SwappableReference } from './translation.js';

export interface Visit {
  readonly hotSwap: HotSwap;
  readonly call: Call;
  /** The mediator's number, and that of the object it stands before. */
  readonly mediator: number;
  readonly original: number;
}

export function visitTo(
  hotSwap: HotSwap,
  call: Call,
  target: { readonly mediator: number; readonly original: number },
): Visit {
  return deepFreeze({ hotSwap, call, mediator: target.mediator, original: target.original });
}

export function referenceOf(visit: Visit): SwappableReference {
  return visit.hotSwap.references[visit.call.ref]!;
}

export function mediatorOf(visit: Visit): Mediator {
  return referenceOf(visit).mediators[visit.mediator]!;
}

/** touches announces that the next step uses the mediator's memory. */
export function* touches({ call, mediator }: Visit): Program<void> {
  yield* announce('touch', { call: call.call, ref: call.ref, mediator });
}
