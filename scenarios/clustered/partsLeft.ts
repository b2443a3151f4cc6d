// Parallel transfer (paper, section 2) when a processor has no worker: it has called the first object and not the second.
// Its part is there all the same, and the first worker moves it besides its own.

import { collectingCounter, spreadCounter } from '../../impl/components/counter/index.js';
import { open, opened, request, swap, swapIdle } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const partsLeft = defineScenario({
  name: 'partsLeft',
  cases: [12],
  statement: 'A is swapped by parts twice, and one of its processors calls it only before the first swap',
  processors: 2,
  references: { A: { versions: [spreadCounter, spreadCounter, collectingCounter] } },
  resources: ['counted', 'swapped'],
  threads: [
    { name: 'c1', processor: 1, actions: [request('A', 'increment'), open('counted')] },
    { name: 'c2', processor: 0, actions: [opened('swapped'), request('A', 'increment'), request('A', 'read')] },
    { name: 'operator', actions: [opened('counted'), swap('A'), swapIdle('A'), open('swapped'), swap('A')] },
  ],
  variants: [{ mechanism: perProcessor }],
});
