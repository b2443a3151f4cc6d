// Case 14, the other half: two operators ask for a swap of A at once. One request is refused while the other's swap is
// on; a request that comes after it starts the next. What is to be replaced is read only when other swaps are excluded.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const rivalRequests = defineScenario({
  name: 'rivalRequests',
  cases: [14],
  statement: 'two operators ask for a swap of A at once',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator1', actions: [swap('A')] },
    { name: 'operator2', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
