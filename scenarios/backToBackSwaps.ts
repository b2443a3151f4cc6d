// Case 14: a second swap starts as soon as it is accepted, that is when the first mediator has been freed. Callers that
// the first swap released go through the pointer again, so that none of them is unknown to the second.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap, swapIdle } from './actions.js';
import { abortAnywhere, asItIs, perProcessor, withBlockDeadline } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const backToBackSwaps = defineScenario({
  name: 'backToBackSwaps',
  cases: [14],
  statement: 'A is swapped, and swapped again as soon as that is possible',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A'), swapIdle('A'), swap('A')] },
  ],
  variants: [
    { mechanism: asItIs },
    { mechanism: abortAnywhere, shows: 'a swap after one that was given up' },
    { mechanism: withBlockDeadline, shows: 'a deadline that passes late leaves its wake-up to the next swap' },
    { mechanism: perProcessor },
  ],
});
