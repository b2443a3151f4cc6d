// How a property listens to the vocabulary of impl/events.ts: one handler per event, unknown events change nothing.
// perReference writes an automaton for one reference and runs a copy of it for each: swaps of several references may be
// on at once. A copy that is back in its idle state is forgotten.

import type { Event } from '../engine/program/event.js';
import { canonical, type Value } from '../engine/program/value.js';
import { Violation } from '../engine/watch/property.js';
import type { EventData, EventName, Reference } from '../impl/events.js';
import { drop, put, type Table } from './plainData.js';

/** What to do on each event of the vocabulary; an event without a handler changes nothing. */
export type Handlers<S, R = S> = {
  readonly [N in EventName]?: (state: S, data: EventData[N], thread: string) => R;
};

type Handler<S, R> = (state: S, data: unknown, thread: string) => R;

/** listen makes the transition function of an automaton out of handlers. */
export function listen<S, R = S>(handlers: Handlers<S, R>): (state: S, event: Event) => S | R {
  const table = new Map(Object.entries(handlers)) as ReadonlyMap<string, Handler<S, R>>;
  return (state, event) => {
    const handler = table.get(event.name);
    return handler ? handler(state, event.data, event.thread) : state;
  };
}

/** The events that concern one reference. */
export type ReferenceHandlers<S> = Omit<Handlers<S, S | Violation>, 'generation'>;

/** perReference makes an automaton over all references out of the handlers for one. */
export function perReference<S extends Value>(idle: S, handlers: ReferenceHandlers<S>) {
  const idleText = canonical(idle);
  const step = listen<S, S | Violation>(handlers);
  const on = (states: Table<S>, event: Event): Table<S> | Violation => {
    const ref = event.data.ref as Reference | undefined;
    if (ref === undefined) return states;
    const before = states[ref] ?? idle;
    const after = step(before, event);
    if (after instanceof Violation) return after;
    if (after === before) return states;
    return canonical(after) === idleText ? drop(states, ref) : put(states, ref, after);
  };
  return { init: {} as Table<S>, on };
}

/** anyReference is a premise: it is true when `test` is true of the state of some reference. */
export function anyReference<S>(test: (state: S) => boolean): (states: Table<S>) => boolean {
  return (states) => Object.values(states).some(test);
}
