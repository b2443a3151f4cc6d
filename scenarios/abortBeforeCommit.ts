// Case 13: a swap is given up at any point before its commit: the pointer goes back to the old object, the waiters are
// released to it, and the mediator is freed after the second grace period, as after a swap that completed.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { abortAnywhere, perProcessorAbortAnywhere, withDeadline } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const abortBeforeCommit = defineScenario({
  name: 'abortBeforeCommit',
  cases: [13],
  statement: 'a swap that is given up at any point before its commit leaves the old object in service',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'incrementNested', 1)] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  liveness: ['swapEnds', 'everyBlockedCallReleased', 'everythingFreed', 'generationsAdvance'],
  recursive: true,
  variants: [{ mechanism: abortAnywhere }, { mechanism: withDeadline }, { mechanism: perProcessorAbortAnywhere }],
});
