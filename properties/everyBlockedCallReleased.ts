// L3, every blocked call is released (paper, section 3: "All the threads that were suspended during the Block phase are
// resumed and these calls are forwarded to the new component").
// Assumes what L2 assumes: short-lived threads, no sleep inside the component, no lock or condition across blocked
// calls, no hidden logical recursion.
// Can cry wolf where swaps without end hold calls back in turns: it waits for a moment with no call held back.

import type { Value } from '../engine/program/value.js';
import { leadsTo } from '../engine/watch/property.js';
import { remember } from './memory.js';
import { exclude, include, type Names } from './plainData.js';

const memory = remember<Names>([], {
  suspended: (held, { call }) => include(held, call),
  resumed: (held, { call }) => exclude(held, call),
  return: (held, { call }) => exclude(held, call),
});

/** everyBlockedCallReleased claims that a call that is held back is let go. */
export const everyBlockedCallReleased = leadsTo(
  'everyBlockedCallReleased',
  (_state, held) => isHeld(held),
  (_state, held) => !isHeld(held),
  { statement: 'every call that a swap holds back is released', memory },
);

function isHeld(held: Value): boolean {
  return (held as Names).length > 0;
}
