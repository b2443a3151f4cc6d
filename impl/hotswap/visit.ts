// A call's visit to a mediator: what prolog, table, suspension and epilog are all about.

import { deepFreeze } from '../../engine/program/index.js';
import type { Call } from '../contract.js';
import type { HotSwap } from './layout.js';
import type { Mediator } from './mediator.js';
import {
  type Group,
  type MediatorReference,
  type ObjectReference,
  originalOf,
  type SwappableReference,
} from './translation.js';

export interface Visit {
  readonly hotSwap: HotSwap;
  readonly call: Call;
  /** The mediator's number, and that of the object it stands before. */
  readonly mediator: number;
  readonly original: ObjectReference;
  /** The mediators that are one with it, where references are swapped as a group. */
  readonly group?: Group;
}

export function visitTo(hotSwap: HotSwap, call: Call, target: MediatorReference): Visit {
  const { mediator, group } = target;
  const visit = { hotSwap, call, mediator, original: originalOf(target) };
  return deepFreeze(group ? { ...visit, group } : visit);
}

export function referenceOf(visit: Visit): SwappableReference {
  return visit.hotSwap.references[visit.call.ref]!;
}

export function mediatorOf(visit: Visit): Mediator {
  return referenceOf(visit).mediators[visit.mediator]!;
}

/** mediatorsOf is the mediator of the visit, or all that are one with it. */
export function mediatorsOf(visit: Visit): readonly Mediator[] {
  const { hotSwap, group } = visit;
  return group ? group.map(({ ref, mediator }) => hotSwap.references[ref]!.mediators[mediator]!) : [mediatorOf(visit)];
}

/** leadOf is the reference whose swapper and ticket are those of the visit's mediator, or of its whole group. */
export function leadOf(visit: Visit): SwappableReference {
  return visit.group ? visit.hotSwap.references[visit.group[0]!.ref]! : referenceOf(visit);
}
