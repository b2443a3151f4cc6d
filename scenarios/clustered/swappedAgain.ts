// Case 14 on two processors, and defects D2 and D3 of the released code: the second swap begins as soon as it is accepted.
// Either cure is enough: waiters look at their local entry again, or the next swap begins after the second grace period.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { request, swap, swapIdle } from '../actions.js';
import { perProcessor, perProcessorNextAfterCommit } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const swappedAgain = defineScenario({
  name: 'swappedAgain',
  cases: [14],
  statement: 'A is swapped, and swapped again as soon as that is possible, by the processors that call it',
  processors: 2,
  references: { A: { versions: [sharedCounter, sharedCounter, sharedCounter], untouched: [0] } },
  threads: [
    { name: 'c1', processor: 1, actions: [request('A', 'increment'), request('A', 'read')] },
    { name: 'operator', actions: [swap('A'), swapIdle('A'), swap('A')] },
  ],
  variants: [
    { mechanism: perProcessor },
    { mechanism: perProcessorNextAfterCommit, shows: 'the next swap need not wait: released calls look again' },
  ],
});
