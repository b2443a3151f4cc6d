// Case 1: a caller has loaded the pointer to the old object and not entered yet, when the swap begins.
// The generations of both processors must pass before the mediator blocks (paper, section 3). Leaves out recursion.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const oldPointerInHand = defineScenario({
  name: 'oldPointerInHand',
  cases: [1],
  statement: 'a caller that holds the pointer to the old object enters it while a swap has begun',
  processors: 2,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', processor: 0, actions: [request('A', 'increment')] },
    { name: 'c2', processor: 1, actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }],
});
