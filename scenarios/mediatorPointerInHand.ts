// Case 2: a caller has loaded the pointer to the mediator and not entered yet, when the swap completes.
// The paper frees the mediator with the old object (section 2); a second grace period is what keeps the caller safe.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, freedAtOnce, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const mediatorPointerInHand = defineScenario({
  name: 'mediatorPointerInHand',
  cases: [2],
  statement: 'a caller that holds the pointer to the mediator enters it when the swap is over',
  processors: 1,
  references: { A: { versions: [partitionedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  liveness: ['swapEnds', 'everyBlockedCallReleased', 'everythingFreed', 'generationsAdvance'],
  variants: [
    { mechanism: asItIs },
    {
      mechanism: freedAtOnce,
      shows: "the paper's text leaves the second grace period out",
      except: { noUseAfterFree: 'refuted' },
    },
    { mechanism: perProcessor },
  ],
});
