// A call's visit to a mediator: what prolog, table, suspension and epilog are all about.

import { deepFreeze } from '../../engine/program/index.js';
import type { Call } from '../contract.js';
import type { HotSwap } from './layout.js';
import type { Mediator } from './mediator.js';
import { type MediatorReference, type ObjectReference, originalOf, type SwappableReference } from './translation.js';

export interface Visit {
  readonly hotSwap: HotSwap;
  readonly call: Call;
  /** The mediator's number, and that of the object it stands before. */
  readonly mediator: number;
  readonly original: ObjectReference;
}

export function visitTo(hotSwap: HotSwap, call: Call, target: MediatorReference): Visit {
  return deepFreeze({ hotSwap, call, mediator: target.mediator, original: originalOf(target) });
}

export function referenceOf(visit: Visit): SwappableReference {
  return visit.hotSwap.references[visit.call.ref]!;
}

export function mediatorOf(visit: Visit): Mediator {
  return referenceOf(visit).mediators[visit.mediator]!;
}
