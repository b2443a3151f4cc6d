// Case 17: a call sleeps long in the middle. The paper takes a long-term sleep for a safe point (section 2), but the
// sleeper has a frame in the component. Drops the assumption "no sleep inside"; K42's process objects do that.

import { sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, perProcessorSleepCounted, sleepStaysCounted } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const sleepInsideTheComponent = defineScenario({
  name: 'sleepInsideTheComponent',
  cases: [17],
  statement: 'a call sleeps inside A, at what the paper takes for a safe point, while A is swapped',
  processors: 1,
  references: { A: { versions: [sharedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'incrementAfterSleep'), request('A', 'read')] },
    { name: 'c2', actions: [request('A', 'increment')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  sleepers: true,
  drops: 'no sleep inside the component',
  variants: [
    { mechanism: asItIs, except: { quiescence: 'refuted', statePreserved: 'refuted', noUseAfterFree: 'refuted' } },
    { mechanism: sleepStaysCounted, shows: 'a sleeper with a frame on its stack does not leave the count' },
    { mechanism: perProcessorSleepCounted, shows: 'the same cure in the per-processor form' },
  ],
});
