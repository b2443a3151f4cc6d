// The core of the per-processor form (paper, section 3): two processors, a recursive call on one and a read on the other,
// and a swap from the partitioned to the shared counter (section 4) to which each processor brings its part.

import { collectingCounter, spreadCounter } from '../../impl/components/counter/index.js';
import { request, swap } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const spreadMediator = defineScenario({
  name: 'spreadMediator',
  cases: [1, 3, 4],
  statement: 'clients on two processors call A, one of them recursively, while both processors swap it',
  processors: 2,
  references: { A: { versions: [spreadCounter, collectingCounter] } },
  threads: [
    { name: 'c1', processor: 0, actions: [request('A', 'incrementNested', 1)] },
    { name: 'c2', processor: 1, actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  recursive: true,
  variants: [{ mechanism: perProcessor }],
});
