// How a property listens to the vocabulary of impl/events.ts: one handler per event, unknown events change nothing.
// perReference writes an automaton for one reference and runs a copy of it for each: swaps of several references may be
// on at once. A copy that is back in its idle state is forgotten.

import type { Event } from '../engine/program/event.js';
import { canonical, type Data, type Value } from '../engine/program/value.js';
import type { Fact } from '../engine/threads/facts.js';
import { Violation } from '../engine/watch/property.js';
import type { EventData, EventName } from '../impl/events.js';
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

/** A use of the memory of a mediator, by whoever. */
export type MediatorAccess = Extract<Fact, { readonly fact: 'access' }>;

/** perReference makes an automaton over all references out of the handlers for one. */
export function perReference<S extends Value>(idle: S, handlers: ReferenceHandlers<S>) {
  const step = listen<S, S | Violation>(handlers);
  const on = (states: Table<S>, event: Event): Table<S> | Violation =>
    ofReference(idle, states, event.data.ref, (before) => step(before, event));
  return { init: {} as Table<S>, on };
}

/** hearsMediators is how the automaton hears of uses of mediators, whoever makes them and whatever they announce. */
export function hearsMediators<S extends Value>(idle: S, access: (state: S, fact: MediatorAccess) => S | Violation) {
  const on = (states: Table<S>, fact: Fact): Table<S> | Violation =>
    fact.fact === 'access' ? ofReference(idle, states, fact.owner.ref, (before) => access(before, fact)) : states;
  return { of: { regions: ({ kind }: Data) => kind === 'mediator' }, on };
}

/** What happens to one reference; a state that is idle again leaves no trace. */
function ofReference<S extends Value>(
  idle: S,
  states: Table<S>,
  ref: Value,
  step: (before: S) => S | Violation,
): Table<S> | Violation {
  if (typeof ref !== 'string') return states;
  const before = states[ref] ?? idle;
  const after = step(before);
  if (after instanceof Violation) return after;
  if (after === before) return states;
  return canonical(after) === canonical(idle) ? drop(states, ref) : put(states, ref, after);
}

/** anyReference is a premise: it is true when `test` is true of the state of some reference. */
export function anyReference<S>(test: (state: S) => boolean): (states: Table<S>) => boolean {
  return (states) => Object.values(states).some(test);
}
