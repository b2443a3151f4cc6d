// Case 23: A is destroyed while it is swapped. Whoever was active when that was asked for may still call it, and may be
// held back by the swap: the destruction waits until the swap is over and all of them are gone.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { active, call, destroy, open, opened, swap } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const destroyDuringSwap = defineScenario({
  name: 'destroyDuringSwap',
  cases: [23],
  statement: 'A is destroyed while it is swapped and two threads that knew it before still call it',
  processors: 1,
  references: { A: { versions: [sharedCounter, sharedCounter] } },
  resources: ['c1', 'c2'],
  threads: [
    { name: 'c1', actions: [active(open('c1'), call('A', 'increment'))] },
    { name: 'c2', actions: [active(open('c2'), call('A', 'read'))] },
    { name: 'operator', actions: [swap('A')] },
    { name: 'owner', actions: [opened('c1'), opened('c2'), destroy('A')] },
  ],
  variants: [{ mechanism: perProcessor }],
});
