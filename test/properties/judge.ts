// What the tests of properties share: events by hand, and a monitor fed with them.

import type { Event } from '../../engine/program/event.js';
import { canonical, type Data, deepFreeze, type Value } from '../../engine/program/value.js';
import { isFact, type Rider } from '../../engine/threads/batches.js';
import { type Fact, isHeard } from '../../engine/threads/facts.js';
import {
  type MonitorProperty,
  type PremiseAutomaton,
  type SafetyProperty,
  Violation,
} from '../../engine/watch/property.js';
import type { EventData, EventName } from '../../impl/events.js';

/** said makes an event of the vocabulary, said by a thread. */
export function said<N extends EventName>(thread: string, name: N, data: EventData[N]): Event {
  return deepFreeze({ name, thread, data: data as unknown as Event['data'] });
}

/** used is the fact that a thread uses memory of a region; the region is named after its owner. */
export function used(thread: string, owner: Data, how: 'read' | 'write' = 'read'): Fact {
  const region = Object.values(owner).join('.');
  return { fact: 'access', thread, region, owner, temporary: owner.kind === 'mediator', cell: `${region}.cell`, how };
}

export interface Judgement {
  /** Why the property was violated, and after how many events; undefined if it holds. */
  readonly violation?: string;
  readonly at?: number;
  /** Whether its premise was reached. */
  readonly says: boolean;
  readonly state: Value;
}

/** judge feeds a monitor with events, and asks it at the end unless told not to. */
export function judge(property: SafetyProperty, events: readonly Rider[], end: 'end' | 'goes on' = 'end'): Judgement {
  const { init, premise, atEnd } = asMonitor(property);
  const isReached = (seen: Value) => typeof premise === 'function' && premise(seen);
  let state: Value = init;
  let says = isReached(state);
  for (const [at, event] of events.entries()) {
    const next: Value | Violation = heard(property as MonitorProperty, state, event);
    if (next instanceof Violation) return { violation: next.reason, at, says, state };
    state = plain(next);
    says ||= isReached(state);
  }
  const verdict = end === 'end' ? (atEnd?.(state) ?? true) : true;
  const reason = verdict instanceof Violation ? verdict.reason : 'false at the end';
  return { ...(verdict === true ? {} : { violation: reason, at: events.length }), says, state };
}

/** What a monitor makes of an event, or of a fact that it listens for. */
function heard({ on, facts }: MonitorProperty, state: Value, rider: Rider): Value | Violation {
  if (!isFact(rider)) return on(state, rider);
  return facts && isHeard(rider, facts.of) ? facts.on(state, rider) : state;
}

/** reaches tells whether events reach a premise. */
export function reaches(premise: PremiseAutomaton | undefined, riders: readonly Rider[]): boolean {
  if (!premise) throw new Error('no premise');
  let state = premise.init;
  return eventsOf(riders).some((event) => {
    state = plain(premise.on(state, event));
    return premise.holds(state);
  });
}

/** remembered is the memory of a liveness property after events. */
export function remembered(
  memory: { init: Value; on: (state: Value, event: Event) => Value },
  riders: readonly Rider[],
) {
  return eventsOf(riders).reduce((state, event) => plain(memory.on(state, event)), memory.init);
}

function eventsOf(riders: readonly Rider[]): readonly Event[] {
  return riders.filter((rider): rider is Event => !isFact(rider));
}

function asMonitor(property: SafetyProperty): MonitorProperty {
  if (property.kind !== 'monitor') throw new Error(`${property.name} is not a monitor`);
  return property;
}

/** A state must be plain data; canonical throws otherwise. */
function plain(state: Value): Value {
  canonical(state);
  return deepFreeze(state);
}
