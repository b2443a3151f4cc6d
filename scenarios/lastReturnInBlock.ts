// Case 3: the last tracked call returns while the mediator blocks, just as the swapper looks at the count.
// Both may see zero; the ticket lets one of them go on (paper, section 3: "once the call count reaches zero").

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const lastReturnInBlock = defineScenario({
  name: 'lastReturnInBlock',
  cases: [3],
  statement: 'the last tracked calls return while the mediator turns to block',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'increment'), request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
