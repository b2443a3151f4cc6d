// Deep: the core of the per-processor form with three clients on two processors.

import { collectingCounter, spreadCounter } from '../../impl/components/counter/index.js';
import { request, swap } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const spreadThreeCallers = defineScenario({
  name: 'spreadThreeCallers',
  cases: [1, 3, 4],
  statement: 'three clients on two processors call A, one of them recursively, while both processors swap it',
  processors: 2,
  references: { A: { versions: [spreadCounter, collectingCounter] } },
  threads: [
    { name: 'c1', processor: 0, actions: [request('A', 'incrementNested', 1)] },
    { name: 'c2', processor: 1, actions: [request('A', 'increment')] },
    { name: 'c3', processor: 1, actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  recursive: true,
  variants: [{ mechanism: perProcessor }],
});
