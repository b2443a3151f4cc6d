// The fast path (K42) when the transfer fails: no processor knows the component, its successor cannot take the state over,
// and the old object is what the first calls find.

import { fragileCounter, sharedCounter } from '../../impl/components/counter/index.js';
import { request, swap } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const untouchedFailing = defineScenario({
  name: 'untouchedFailing',
  cases: [12, 21],
  statement: 'a swap whose transfer fails begins before the first call of A, or while it is being made',
  processors: 1,
  references: { A: { versions: [sharedCounter, fragileCounter], untouched: [0] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment'), request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: perProcessor }],
});
