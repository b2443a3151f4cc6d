// Case 6: a call in flight waits for a condition that a call now held back would make true.
// Drops the assumption "no condition across blocked calls".

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, lenient, perProcessor, perProcessorDeadline, withBlockDeadline } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const conditionAcrossCalls = defineScenario({
  name: 'conditionAcrossCalls',
  cases: [6],
  statement: 'a call inside A waits for a gate that another call of A opens',
  processors: 1,
  resources: ['gate'],
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'incrementAfterGate'), request('A', 'read')] },
    { name: 'c2', actions: [request('A', 'incrementAndOpenGate')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  drops: 'no condition across blocked calls',
  liveness: ['swapEnds', 'everyBlockedCallReleased'],
  variants: [
    {
      mechanism: asItIs,
      except: { noDeadlock: 'refuted', noStuck: 'refuted', swapEnds: 'refuted', everyBlockedCallReleased: 'refuted' },
    },
    { mechanism: withBlockDeadline, shows: 'an abort lets the held call open the gate in the old object' },
    { mechanism: lenient, shows: 'the call that opens the gate is let through' },
    {
      mechanism: perProcessor,
      except: { noDeadlock: 'refuted', noStuck: 'refuted', swapEnds: 'refuted', everyBlockedCallReleased: 'refuted' },
    },
    { mechanism: perProcessorDeadline, shows: 'the same abort in the per-processor form' },
  ],
});
