// Case 16: a thread that never reaches a safe point. Its generation never passes and the swap stays in forward.
// Drops the assumption "short-lived threads" (paper, section 5: the limitation of the mechanism). A deadline ends the
// swap; the mediator can never be freed, because the thread may still be on its way to it.

import { wrappingCounter } from '../impl/components/counter/index.js';
import { active, call, forever, request, swap } from './actions.js';
import { asItIs, withDeadline } from './mechanisms.js';
import { defineScenario } from './scenario.js';

const counter = wrappingCounter(2);

export const threadWithoutSafePoint = defineScenario({
  name: 'threadWithoutSafePoint',
  cases: [16],
  statement: 'a thread that calls A for ever never reaches a safe point, while A is swapped',
  processors: 1,
  references: { A: { versions: [counter, counter] } },
  threads: [
    { name: 'c1', daemon: true, actions: [active(forever(call('A', 'increment')))] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  drops: 'short-lived threads',
  liveness: ['swapEnds', 'everyBlockedCallReleased', 'everythingFreed', 'generationsAdvance'],
  variants: [
    {
      mechanism: asItIs,
      shows: 'the swap waits in forward for ever, or its mediator is never freed',
      except: {
        noStuck: 'refuted',
        swapEnds: 'refuted',
        everythingFreed: 'refuted',
        generationsAdvance: 'refuted',
      },
    },
    {
      mechanism: withDeadline,
      shows: 'the deadline ends the swap, but nothing frees its mediator',
      except: { noStuck: 'refuted', everythingFreed: 'refuted', generationsAdvance: 'refuted' },
    },
  ],
});
