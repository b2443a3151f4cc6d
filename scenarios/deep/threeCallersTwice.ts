// Deep: three clients of two calls each on two processors. Too large to be explored every time; `verify:deep` goes as
// far as its limits let it.

import { partitionedCounter, sharedCounter } from '../../impl/components/counter/index.js';
import { request, swap } from '../actions.js';
import { asItIs } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const threeCallersTwice = defineScenario({
  name: 'threeCallersTwice',
  cases: [1, 3, 4],
  statement: 'three clients on two processors call A twice each while A is swapped',
  processors: 2,
  references: { A: { versions: [partitionedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', processor: 0, actions: [request('A', 'incrementNested', 1), request('A', 'read')] },
    { name: 'c2', processor: 1, actions: [request('A', 'increment'), request('A', 'increment')] },
    { name: 'c3', processor: 1, actions: [request('A', 'increment'), request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  recursive: true,
  variants: [{ mechanism: asItIs }],
});
