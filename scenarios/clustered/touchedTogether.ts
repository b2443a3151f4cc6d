// Case 21 on two processors: their first calls fill the local entries at the same time, and each says to all that its
// processor knows the object. D8 of the released code: without an atomic operation one of them is forgotten, and its
// processor is swapped without a worker.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { request, swap } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const touchedTogether = defineScenario({
  name: 'touchedTogether',
  cases: [21],
  statement: 'the first calls of two processors come together, and then A is swapped',
  processors: 2,
  references: { A: { versions: [sharedCounter, sharedCounter], untouched: [0, 1] } },
  threads: [
    { name: 'c1', processor: 0, actions: [request('A', 'increment')] },
    { name: 'c2', processor: 1, actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  // No processor calls twice with no swap in between.
  except: { zeroCost: 'vacuous' },
  variants: [{ mechanism: perProcessor }],
});
