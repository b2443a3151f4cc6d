// The paper's "best common format" (section 2), where there is a choice: both counters know the parts per processor and the
// total. The parts keep each processor's share where it is; the total would bring it all to one.

import { partitionedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const severalFormats = defineScenario({
  name: 'severalFormats',
  cases: [12],
  statement: 'a swap of two counters that have two transfer formats in common, on two processors',
  processors: 2,
  references: { A: { versions: [partitionedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', processor: 1, actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }],
});
