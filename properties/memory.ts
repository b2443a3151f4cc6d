// The memory of a liveness property: a small finite automaton over the vocabulary, in the form that leadsTo takes.
// It must stay finite with endless clients: only what is under way is remembered, never what has been.

import type { Event } from '../engine/program/event.js';
import { deepFreeze, type Value } from '../engine/program/value.js';
import type { LeadsToProperty } from '../engine/watch/property.js';
import { type Handlers, listen } from './listener.js';

/** remember makes a memory out of its first state and its handlers. */
export function remember<M extends Value>(init: M, handlers: Handlers<M>): NonNullable<LeadsToProperty['memory']> {
  const on = listen<M>(handlers);
  return { init: deepFreeze(init), on: (state: Value, event: Event) => on(state as M, event) };
}
