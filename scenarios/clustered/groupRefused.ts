// Rule 1 of a group swap, where it cannot be kept: a member is busy with a swap of its own, or its successor cannot be made.
// The group is refused as a whole, and the members that were taken already are given back.

import { sharedCounter, stillbornCounter } from '../../impl/components/counter/index.js';
import { request, swap, swapIdle } from '../actions.js';
import { grouped, perProcessorGrouped } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const groupRefused = defineScenario({
  name: 'groupRefused',
  cases: [9, 12],
  statement: 'a group of two is refused as a whole while one of them is swapped, or where a later one cannot be made',
  processors: 1,
  references: {
    A: { versions: [sharedCounter, sharedCounter] },
    B: { versions: [sharedCounter, stillbornCounter] },
  },
  threads: [
    { name: 'c1', actions: [request('A', 'increment'), request('A', 'read'), request('B', 'read')] },
    { name: 'operator', actions: [swap('B')] },
    { name: 'another', actions: [swap('A', 'B'), swapIdle('A')] },
  ],
  variants: [{ mechanism: grouped }, { mechanism: perProcessorGrouped }],
});
