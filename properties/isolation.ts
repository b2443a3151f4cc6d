// P11, isolation (paper, section 1: "zero impact on other components and the system as a whole during the swapping
// operation"). Threads that never call the reference being swapped are never blocked for good by its swap.
// Waiting for a lock that a suspended caller holds, until the swap lets that caller go, is the lock's doing; never
// getting it is the swap's. Built in: no stuck thread, with only the bystanders counted.

import type { Event } from '../engine/program/event.js';
import type { Value } from '../engine/program/value.js';
import type { BuiltInProperty, PremiseAutomaton } from '../engine/watch/property.js';
import { listen } from './listener.js';
import { exclude, include, type Names } from './plainData.js';

const on = listen<Names>({
  suspended: (held, { call }) => include(held, call),
  resumed: (held, { call }) => exclude(held, call),
});

const callHeldBack: PremiseAutomaton = {
  init: [],
  on: (held: Value, event: Event) => on(held as Names, event),
  holds: (held: Value) => (held as Names).length > 0,
};

/** isolation claims that no swap leaves one of these threads, none of which calls what is swapped, stuck. */
export function isolation(bystanders: readonly string[]): BuiltInProperty {
  return Object.freeze({
    kind: 'noStuck',
    name: 'isolation',
    statement: isolationStatement,
    threads: Object.freeze([...bystanders]),
    premise: callHeldBack,
  });
}

export const isolationStatement = 'a thread that never calls the component being swapped is never stuck because of it';
