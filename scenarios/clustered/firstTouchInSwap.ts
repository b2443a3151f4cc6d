// Case 22: a processor calls A for the first time while A is swapped: its representative is born in block, with a worker
// that has nothing to wait for but the others.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { request, swap } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const firstTouchInSwap = defineScenario({
  name: 'firstTouchInSwap',
  cases: [22],
  statement: 'a second processor calls A for the first time while the first one swaps it',
  processors: 2,
  references: { A: { versions: [sharedCounter, sharedCounter], untouched: [1] } },
  threads: [
    { name: 'c1', processor: 0, actions: [request('A', 'increment')] },
    { name: 'c2', processor: 1, actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  liveness: ['swapEnds', 'everyBlockedCallReleased', 'everythingFreed', 'generationsAdvance'],
  // No processor calls twice with no swap in between.
  except: { zeroCost: 'vacuous' },
  variants: [{ mechanism: perProcessor }],
});
