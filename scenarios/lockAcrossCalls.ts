// Case 7: a call in flight needs a lock whose holder is held back on its way into the component.
// Drops the assumption "no lock across blocked calls".

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { acquire, active, call, release, request, swap } from './actions.js';
import { asItIs, lenient, perProcessor, withBlockDeadline } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const lockAcrossCalls = defineScenario({
  name: 'lockAcrossCalls',
  cases: [7],
  statement: 'a call inside A needs a lock that a caller of A holds across its call',
  processors: 1,
  resources: ['lock'],
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'incrementLocked'), request('A', 'read')] },
    { name: 'c2', actions: [active(acquire('lock'), call('A', 'increment'), release('lock'))] },
    { name: 'operator', actions: [swap('A')] },
  ],
  drops: 'no lock across blocked calls',
  liveness: ['swapEnds', 'everyBlockedCallReleased'],
  variants: [
    {
      mechanism: asItIs,
      except: { noDeadlock: 'refuted', noStuck: 'refuted', swapEnds: 'refuted', everyBlockedCallReleased: 'refuted' },
    },
    { mechanism: withBlockDeadline, shows: 'an abort lets the holder go on and release the lock' },
    { mechanism: lenient, shows: 'the holder is let through because a call is in flight' },
    {
      mechanism: perProcessor,
      except: { noDeadlock: 'refuted', noStuck: 'refuted', swapEnds: 'refuted', everyBlockedCallReleased: 'refuted' },
    },
  ],
});
