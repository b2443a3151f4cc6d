// K42's fast path, and case 21: nobody has called A yet when its swap begins, or the first call is just filling the local
// entry: then the swap has to know of it, for it may be inside before a phase has begun.

import { partitionedCounter, sharedCounter } from '../../impl/components/counter/index.js';
import { request, swap } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const neverTouched = defineScenario({
  name: 'neverTouched',
  cases: [21],
  statement: 'A is swapped when its first call has not been made, or is being made',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter], untouched: [0] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: perProcessor }],
});
