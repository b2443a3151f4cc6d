// A clustered object (paper, section 2; K42): nobody has called it yet, each first call of a processor makes a
// representative there, and then the object is swapped.

import { clusteredCounter } from '../../impl/components/counter/clusteredCounter.js';
import { sharedCounter } from '../../impl/components/counter/index.js';
import { request, swap } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const clusteredObject = defineScenario({
  name: 'clusteredObject',
  cases: [21, 22],
  statement:
    'representatives of A are made by first calls of two processors, before A is swapped, during that, and after',
  processors: 2,
  references: { A: { versions: [clusteredCounter, sharedCounter], untouched: [0, 1] } },
  threads: [
    { name: 'c1', processor: 0, actions: [request('A', 'increment')] },
    { name: 'c2', processor: 1, actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  // No processor calls twice with no swap in between.
  except: { zeroCost: 'vacuous' },
  variants: [{ mechanism: perProcessor }],
});
