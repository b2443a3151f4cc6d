// Case 10: a component asks for its own replacement from inside a method and goes on, as K42's components do under
// contention (paper, section 1: "then swapped for one supporting greater concurrency if contention ... is detected").

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request } from './actions.js';
import { asItIs, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const selfSwap = defineScenario({
  name: 'selfSwap',
  cases: [10],
  statement: 'a method of A asks for a swap of A and goes on',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'incrementAndSwap')] },
    { name: 'c2', actions: [request('A', 'increment'), request('A', 'read')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
