// Case 11: an exception leaves a call while the component is swapped. It goes through the epilog, so that the count
// comes down and the swap ends; the caller sees the component's exception and nothing else.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const exceptionInFlight = defineScenario({
  name: 'exceptionInFlight',
  cases: [11],
  statement: 'a call of A raises an exception while A is swapped',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'incrementAndRaise')] },
    { name: 'c2', actions: [request('A', 'increment'), request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
