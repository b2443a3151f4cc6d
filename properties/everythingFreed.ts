// L4, everything is freed (paper, section 2: "deallocating the original object and the temporary interposing object").
// After a swap has ended one object and one mediator are garbage, and both are given back: the old object after a
// commit, the successor (which never served) after an abort.
// Assumes: short-lived threads, because a grace period comes first; and no sleep inside the component.

import type { Value } from '../engine/program/value.js';
import { leadsTo } from '../engine/watch/property.js';
import { remember } from './memory.js';
import { drop, put, type Table } from './plainData.js';

/** Per reference whose latest swap has left something: what is not yet freed, and whether the swap is over. */
type Garbage = Table<{ readonly object: boolean; readonly mediator: boolean; readonly over: boolean }>;

const memory = remember<Garbage>(
  {},
  {
    swapStarted: (garbage, { ref }) => put(garbage, ref, { object: true, mediator: true, over: false }),
    swapEnded: (garbage, { ref }) => update(garbage, ref, { over: true }),
    freedObject: (garbage, { ref }) => update(garbage, ref, { object: false }),
    freedMediator: (garbage, { ref }) => update(garbage, ref, { mediator: false }),
  },
);

function update(garbage: Garbage, ref: string, change: Partial<Garbage[string]>): Garbage {
  const before = garbage[ref];
  if (!before) return garbage;
  const after = { ...before, ...change };
  return after.over && !after.object && !after.mediator ? drop(garbage, ref) : put(garbage, ref, after);
}

/** everythingFreed claims that a swap that is over gives back what it no longer needs. */
export const everythingFreed = leadsTo(
  'everythingFreed',
  (_state, garbage) => isLeft(garbage),
  (_state, garbage) => !isLeft(garbage),
  { statement: 'after a swap the mediator and the object that lost are freed', memory },
);

function isLeft(garbage: Value): boolean {
  return Object.values(garbage as Garbage).some(({ over }) => over);
}
