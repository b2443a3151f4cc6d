// Case 12: the successor cannot be made. It is made before anything moves, so that the swap is refused and no call
// notices.

import { sharedCounter, stillbornCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const failingConstruction = defineScenario({
  name: 'failingConstruction',
  cases: [12],
  statement: 'a swap whose successor cannot be made is refused, and one whose successor can is done',
  processors: 1,
  references: { A: { versions: [sharedCounter, stillbornCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
