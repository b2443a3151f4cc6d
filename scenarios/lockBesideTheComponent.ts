// Case 8: two threads share a lock that has nothing to do with A; one of them calls A while it holds it.
// Nobody is inside A, so nobody may get stuck. This is why the paper has a forward phase: while generations pass, no
// call is held back. The contrast rows hold calls back otherwise.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { acquire, active, call, release, request, swap } from './actions.js';
import { asItIs, byGeneration, lenient, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const lockBesideTheComponent = defineScenario({
  name: 'lockBesideTheComponent',
  cases: [8],
  statement: 'a thread that never calls A shares a lock with one that does, while A is swapped',
  processors: 1,
  resources: ['lock'],
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [active(acquire('lock'), release('lock'))] },
    { name: 'c2', actions: [active(acquire('lock'), call('A', 'increment'), release('lock')), request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  bystanders: ['c1'],
  liveness: ['swapEnds', 'everyBlockedCallReleased'],
  variants: [
    { mechanism: asItIs },
    { mechanism: lenient, shows: 'as safe here as the strict rule' },
    {
      mechanism: byGeneration,
      shows: 'the holder is held back for an older thread, which waits for the lock',
      except: {
        countMatches: { notApplicable: 'by generation there is no count' },
        isolation: 'refuted',
        noDeadlock: 'refuted',
        noStuck: 'refuted',
        swapEnds: 'refuted',
        everyBlockedCallReleased: 'refuted',
      },
    },
    { mechanism: perProcessor },
  ],
});
