// Case 12: the successor fails to take the state over. Transfer copies and the commit is the swing of the pointer, so
// the old object is authoritative still, and goes on serving.

import { fragileCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const failingTransfer = defineScenario({
  name: 'failingTransfer',
  cases: [12],
  statement: 'a swap whose transfer fails leaves the old object in service',
  processors: 1,
  references: { A: { versions: [sharedCounter, fragileCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  liveness: ['swapEnds', 'everyBlockedCallReleased', 'everythingFreed'],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
