// Deep: four clients of one call each on two processors.

import { partitionedCounter, sharedCounter } from '../../impl/components/counter/index.js';
import { request, swap } from '../actions.js';
import { asItIs } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const fourCallers = defineScenario({
  name: 'fourCallers',
  cases: [1, 3, 4],
  statement: 'four clients on two processors call A, one of them recursively, while A is swapped',
  processors: 2,
  references: { A: { versions: [partitionedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', processor: 0, actions: [request('A', 'incrementNested', 1)] },
    { name: 'c2', processor: 0, actions: [request('A', 'increment')] },
    { name: 'c3', processor: 1, actions: [request('A', 'increment')] },
    { name: 'c4', processor: 1, actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  recursive: true,
  variants: [{ mechanism: asItIs }],
});
