// Case 5: a call inside A hands work to another thread, which calls A, and waits for it: recursion that the table of
// thread ids cannot see. Drops the assumption "no hidden logical recursion". K42 had it in calls across processes.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { active, call, open, opened, request, swap } from './actions.js';
import { asItIs, lenient, perProcessor, perProcessorDeadline, withBlockDeadline } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const callBackThroughAnotherThread = defineScenario({
  name: 'callBackThroughAnotherThread',
  cases: [5],
  statement: 'a call inside A waits for another thread, whose own call of A is held back',
  processors: 1,
  resources: ['request', 'reply'],
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'incrementAndDelegate'), request('A', 'read')] },
    { name: 'server', actions: [opened('request'), active(call('A', 'increment'), open('reply'))] },
    { name: 'operator', actions: [swap('A')] },
  ],
  drops: 'no hidden logical recursion',
  liveness: ['swapEnds', 'everyBlockedCallReleased'],
  variants: [
    {
      mechanism: asItIs,
      except: { noDeadlock: 'refuted', noStuck: 'refuted', swapEnds: 'refuted', everyBlockedCallReleased: 'refuted' },
    },
    { mechanism: withBlockDeadline, shows: 'an abort lets the held call go to the old object' },
    { mechanism: lenient, shows: 'the other thread is let through because a call is in flight' },
    {
      mechanism: perProcessor,
      except: { noDeadlock: 'refuted', noStuck: 'refuted', swapEnds: 'refuted', everyBlockedCallReleased: 'refuted' },
    },
    { mechanism: perProcessorDeadline, shows: 'the same abort in the per-processor form' },
  ],
});
