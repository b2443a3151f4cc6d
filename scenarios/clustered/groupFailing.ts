// Case 12 in a group: the state of one member cannot be taken over, when that of another has been. All or none: every old
// object goes on serving, and every successor is given up.

import { fragileCounter, sharedCounter } from '../../impl/components/counter/index.js';
import { request, swap } from '../actions.js';
import { grouped, perProcessorGrouped } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const groupFailing = defineScenario({
  name: 'groupFailing',
  cases: [9, 12],
  statement: 'A and B are swapped as one, and the transfer of B may fail when that of A is done',
  processors: 1,
  references: {
    A: { versions: [sharedCounter, sharedCounter] },
    B: { versions: [sharedCounter, fragileCounter] },
  },
  threads: [
    { name: 'c1', actions: [request('A', 'increment'), request('A', 'read')] },
    { name: 'c2', actions: [request('B', 'read')] },
    { name: 'operator', actions: [swap('A', 'B')] },
  ],
  variants: [{ mechanism: grouped }, { mechanism: perProcessorGrouped }],
});
