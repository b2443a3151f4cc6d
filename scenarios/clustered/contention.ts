// The paper's adaptive use (section 1): under contention a shared counter asks for a partitioned one, from inside its own
// method; and that for a shared one, when it is only read.

import { adaptivePartitionedCounter, adaptiveSharedCounter } from '../../impl/components/counter/adaptive.js';
import { active, call, request } from '../actions.js';
import { asItIs, perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const contention = defineScenario({
  name: 'contention',
  cases: [10],
  statement: 'a counter that two threads contend for asks for its own replacement, and goes on',
  processors: 1,
  references: { A: { versions: [adaptiveSharedCounter, adaptivePartitionedCounter] } },
  threads: [
    { name: 'c1', actions: [active(call('A', 'increment'), call('A', 'increment')), request('A', 'increment')] },
    { name: 'c2', actions: [active(call('A', 'increment'), call('A', 'increment')), request('A', 'read')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
