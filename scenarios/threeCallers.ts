// The core of the paper with three clients on two processors: a nested call, an update and a read, and a swap from the
// partitioned to the shared counter (section 4). The largest scenario that is explored every time.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const threeCallers = defineScenario({
  name: 'threeCallers',
  cases: [1, 3, 4],
  statement: 'three clients on two processors call A, one of them recursively, while A is swapped',
  processors: 2,
  references: { A: { versions: [partitionedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', processor: 0, actions: [request('A', 'incrementNested', 1)] },
    { name: 'c2', processor: 1, actions: [request('A', 'increment')] },
    { name: 'c3', processor: 1, actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  recursive: true,
  variants: [{ mechanism: asItIs }],
});
