// Two components that have nothing to do with each other are swapped at once. Each swap lets generations pass, so that
// while one of them blocks, the other's may wrap the index by which admission by generation knows older threads.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, byGeneration, byGenerationNumber } from './mechanisms.js';
import { defineScenario } from './scenario.js';

const withoutCount = { notApplicable: 'by generation there is no count' };

export const concurrentSwaps = defineScenario({
  name: 'concurrentSwaps',
  cases: [1],
  statement: 'A and B, which do not call each other, are swapped at once',
  processors: 1,
  references: {
    A: { versions: [sharedCounter, partitionedCounter] },
    B: { versions: [sharedCounter, partitionedCounter] },
  },
  threads: [
    { name: 'c1', actions: [request('A', 'increment'), request('A', 'read')] },
    { name: 'operator', actions: [swap('A', 'B')] },
  ],
  variants: [
    { mechanism: asItIs },
    {
      mechanism: byGeneration,
      shows: 'a new thread has the index of the old ones once the other swap has let a generation pass',
      except: {
        countMatches: withoutCount,
        quiescence: 'refuted',
        statePreserved: 'refuted',
        noUseAfterFree: 'refuted',
      },
    },
    {
      mechanism: byGenerationNumber,
      shows: 'numbers do not come round again: the cure of an index of one bit',
      except: { countMatches: withoutCount },
    },
  ],
});
