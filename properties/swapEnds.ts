// L2, swaps end (paper, section 4: the delay depends on calls that are "generally short and few in number").
// Every swap that has started completes or aborts. Assumes: threads are short-lived (each processor keeps reaching safe
// points), no sleep inside the component, no lock or condition across blocked calls, no hidden logical recursion.
// Can cry wolf where swaps of several references overlap without end: it waits for a moment with no swap on.

import type { Value } from '../engine/program/value.js';
import { leadsTo } from '../engine/watch/property.js';
import { remember } from './memory.js';
import { exclude, include, type Names } from './plainData.js';

const memory = remember<Names>([], {
  swapStarted: (swapping, { ref }) => include(swapping, ref),
  swapEnded: (swapping, { ref }) => exclude(swapping, ref),
});

/** swapEnds claims that a started swap completes or aborts. */
export const swapEnds = leadsTo(
  'swapEnds',
  (_state, swapping) => isOn(swapping),
  (_state, swapping) => !isOn(swapping),
  {
    statement: 'a swap that has started completes or aborts',
    memory,
  },
);

function isOn(swapping: Value): boolean {
  return (swapping as Names).length > 0;
}
