// Case 12, and what comes after: a successor could not be made, its memory was given back, and the next swap takes the
// same memory anew. A reference to the first incarnation would show as a use after free.

import { sharedCounter, stillbornCounter } from '../impl/components/counter/index.js';
import { request, swap, swapIdle } from './actions.js';
import { asItIs, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const secondConstruction = defineScenario({
  name: 'secondConstruction',
  cases: [12],
  statement: 'after a swap whose successor could not be made another makes it, in memory that was given back',
  processors: 1,
  references: { A: { versions: [sharedCounter, stillbornCounter], swaps: 2 } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A'), swapIdle('A'), swap('A')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
