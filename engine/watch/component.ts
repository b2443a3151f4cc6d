// A component of the product: one automaton over what rides on steps, the events that programs say and the facts that
// the engine sees. Whoever asks one, the search or an audit after it, asks by the functions here.

import type { Event } from '../program/event.js';
import type { Value } from '../program/value.js';
import { isFact, type Rider } from '../threads/batches.js';
import { isHeard } from '../threads/facts.js';
import type { FactHandler, Violation } from './property.js';

export interface Component {
  readonly name: string;
  readonly init: Value;
  readonly on: (state: Value, event: Event) => Value | Violation;
  /** What it hears besides events, and what becomes of it. */
  readonly facts?: FactHandler;
  /** Names of the events that it is told; all of them where there are none. */
  readonly handles?: readonly string[];
  /** Asked once of every state of this component; true is remembered. */
  readonly premise?: (state: Value) => boolean;
}

/** hears tells whether a component is told of a rider. */
export function hears({ facts, handles }: Component, rider: Rider): boolean {
  if (isFact(rider)) return facts !== undefined && isHeard(rider, facts.of);
  return !handles || handles.includes(rider.name);
}

/** tell asks a component for its state after a rider that it hears. */
export function tell({ on, facts }: Component, state: Value, rider: Rider): Value | Violation {
  return isFact(rider) ? facts!.on(state, rider) : on(state, rider);
}
