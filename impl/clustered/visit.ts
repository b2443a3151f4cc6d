// A call's visit to the mediator's representative on the processor that it is made on.

import { deepFreeze, type Self } from '../../engine/program/index.js';
import type { Call } from '../contract.js';
import type { ObjectReference } from '../hotswap/translation.js';
import type { Clustered } from './layout.js';
import type { Mediator, Representative } from './mediator.js';
import type { MediatorReference } from './translation.js';

export interface Visit {
  readonly clustered: Clustered;
  readonly call: Call;
  readonly processor: number;
  readonly lead: string;
  readonly mediator: number;
  readonly original: ObjectReference;
}

/** processorOf is where a call is made: where its thread was declared, unless it has migrated since. */
export function processorOf(call: Call, self: Self): number {
  return call.processor ?? self.processor;
}

export function visitTo(clustered: Clustered, call: Call, processor: number, target: MediatorReference): Visit {
  const { lead, mediator, original } = target;
  return deepFreeze({ clustered, call, processor, lead, mediator, original });
}

export function mediatorOf({ clustered, lead, mediator }: Omit<Visit, 'call' | 'original'>): Mediator {
  return clustered.entries[lead]!.mediators[mediator]!;
}

export function representativeOf(visit: Visit): Representative {
  return mediatorOf(visit).representatives[visit.processor]!;
}
