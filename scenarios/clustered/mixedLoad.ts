// The paper's adaptive use under a load that would have a component without hysteresis swap for ever: contended updates call for the
// partitioned counter, and then every read is followed by an update, so that nothing calls for the shared one again.

import { adaptivePartitionedCounter, adaptiveSharedCounter } from '../../impl/components/counter/adaptive.js';
import { doesNotFlap } from '../../properties/doesNotFlap.js';
import { active, call, request } from '../actions.js';
import { asItIs, perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const mixedLoad = defineScenario({
  name: 'mixedLoad',
  cases: [10],
  statement: 'a counter that has had itself replaced under contention is read now and then, and stays what it is',
  processors: 1,
  references: {
    A: { versions: [adaptiveSharedCounter, adaptivePartitionedCounter, adaptiveSharedCounter], swaps: 2 },
  },
  threads: [
    { name: 'c1', actions: [active(call('A', 'increment'), call('A', 'increment'))] },
    {
      name: 'c2',
      actions: [
        active(call('A', 'increment'), call('A', 'increment')),
        request('A', 'read'),
        active(call('A', 'increment'), call('A', 'read')),
      ],
    },
  ],
  claims: [doesNotFlap(1)],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
