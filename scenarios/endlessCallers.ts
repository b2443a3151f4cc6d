// Case 20: two clients that call without end, each time as a new short-lived thread. The strict rule of admission keeps
// new calls out in block, so the count comes down. The lenient rule lets each caller in because the other one is inside.

import { wrappingCounter } from '../impl/components/counter/index.js';
import { forever, request, swap } from './actions.js';
import { asItIs, byGeneration, lenient, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

const counter = wrappingCounter(2);

export const endlessCallers = defineScenario({
  name: 'endlessCallers',
  cases: [20],
  statement: 'two clients call A without end while A is swapped',
  processors: 1,
  references: { A: { versions: [counter, counter] } },
  threads: [
    { name: 'c1', daemon: true, actions: [forever(request('A', 'increment'))] },
    { name: 'c2', daemon: true, actions: [forever(request('A', 'read'))] },
    { name: 'operator', actions: [swap('A')] },
  ],
  liveness: ['swapEnds', 'everyBlockedCallReleased', 'everythingFreed', 'generationsAdvance'],
  variants: [
    { mechanism: asItIs },
    { mechanism: perProcessor },
    {
      mechanism: lenient,
      shows: 'two callers keep each other in and starve the swap',
      except: { swapEnds: 'refuted' },
    },
    {
      mechanism: byGeneration,
      shows: 'older threads end, newer ones wait: no starvation either',
      except: { countMatches: { notApplicable: 'by generation there is no count' } },
    },
  ],
});
