// Case 18: a thread id is used again: a thread whose first call raised makes a second one. Were an entry of the first
// left in the table, the second would pass for a recursion and be let into a quiescent component.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const reusedThreadId = defineScenario({
  name: 'reusedThreadId',
  cases: [18],
  statement: 'a thread whose first call of A raised calls A again while A is swapped',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'incrementAndRaise'), request('A', 'read')] },
    { name: 'c2', actions: [request('A', 'increment')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
