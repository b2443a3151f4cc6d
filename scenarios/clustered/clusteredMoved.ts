// A clustered object takes over from another part by part, each processor its own, gives its total to a counter that has no
// parts, and takes that total back.

import { clusteredCounter } from '../../impl/components/counter/clusteredCounter.js';
import { sharedCounter } from '../../impl/components/counter/index.js';
import { request, swap, swapIdle } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const clusteredMoved = defineScenario({
  name: 'clusteredMoved',
  cases: [12, 22],
  statement: 'a clustered object is swapped for another, for one that has no parts, and for a clustered one again',
  processors: 1,
  references: {
    A: { versions: [clusteredCounter, clusteredCounter, sharedCounter, clusteredCounter], untouched: [0] },
  },
  threads: [
    { name: 'c1', actions: [request('A', 'increment'), request('A', 'increment'), request('A', 'read')] },
    { name: 'operator', actions: [swap('A'), swapIdle('A'), swap('A'), swapIdle('A'), swap('A')] },
  ],
  variants: [{ mechanism: perProcessor }],
});
