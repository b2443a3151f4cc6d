// Case 22 in a group, with two threads: the representative of a processor is born by the first call of A there, and found by the
// first call of B, while both are swapped as one.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { active, request, swap } from '../actions.js';
import { perProcessorGrouped } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const groupTouchedTogether = defineScenario({
  name: 'groupTouchedTogether',
  cases: [9, 22],
  statement: 'two threads of a second processor call A and B for the first time while the first one swaps them as one',
  processors: 2,
  references: {
    A: { versions: [sharedCounter, sharedCounter], untouched: [1] },
    B: { versions: [sharedCounter, sharedCounter], untouched: [1] },
  },
  threads: [
    { name: 'c1', processor: 1, actions: [request('A', 'increment')] },
    { name: 'c2', processor: 1, actions: [request('B', 'increment')] },
    { name: 'bystander', processor: 0, actions: [active()] },
    { name: 'operator', processor: 0, actions: [swap('A', 'B')] },
  ],
  // Nobody reads what the components hold, and nobody calls twice.
  except: { statePreserved: 'vacuous', zeroCost: 'vacuous' },
  variants: [{ mechanism: perProcessorGrouped }],
});
