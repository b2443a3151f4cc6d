// Case 22 in a group: a processor calls A, and B, for the first time while both are swapped as one. The first call bears the
// representative, the second finds it there.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { active, call, swap } from '../actions.js';
import { perProcessorGrouped } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const groupFirstTouch = defineScenario({
  name: 'groupFirstTouch',
  cases: [9, 22],
  statement: 'a second processor calls A and B for the first time while the first one swaps them as one',
  processors: 2,
  references: {
    A: { versions: [sharedCounter, sharedCounter], untouched: [1] },
    B: { versions: [sharedCounter, sharedCounter], untouched: [1] },
  },
  threads: [
    { name: 'c1', processor: 1, actions: [active(call('A', 'increment'), call('B', 'increment'))] },
    { name: 'bystander', processor: 0, actions: [active()] },
    { name: 'operator', processor: 0, actions: [swap('A', 'B')] },
  ],
  // Nobody reads what the components hold, and nobody calls twice.
  except: { statePreserved: 'vacuous', zeroCost: 'vacuous' },
  variants: [{ mechanism: perProcessorGrouped }],
});
