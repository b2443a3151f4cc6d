// Case 10, the other half: a component asks for its own replacement and waits for it inside. The swap waits for the
// call, and the call for the swap. An abort cures it, because its end is signalled before the mediator is reclaimed:
// the second grace period waits for the caller too.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request } from './actions.js';
import { asItIs, perProcessorDeadline, withDeadline } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const selfSwapAwaited = defineScenario({
  name: 'selfSwapAwaited',
  cases: [10],
  statement: 'a method of A asks for a swap of A and waits for its end',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'incrementAndAwaitSwap')] },
    { name: 'c2', actions: [request('A', 'increment'), request('A', 'read')] },
  ],
  drops: 'no condition across blocked calls',
  liveness: ['swapEnds', 'everythingFreed'],
  // No swap gets beyond forward: whoever asked for it waits inside.
  except: {
    quiescence: 'vacuous',
    oneVersionPerCall: 'vacuous',
    noCallLost: 'vacuous',
    transferOnce: 'vacuous',
    bestFormat: 'vacuous',
  },
  variants: [
    {
      mechanism: asItIs,
      shows: 'forward never ends, because the caller is active',
      except: {
        noUseAfterFree: 'vacuous',
        phaseMonotone: 'vacuous',
        noDeadlock: 'refuted',
        noStuck: 'refuted',
        swapEnds: 'refuted',
        everythingFreed: 'vacuous',
      },
    },
    {
      mechanism: withDeadline,
      shows: 'the abort lets the method go on before the mediator is reclaimed',
      except: { noDeadlock: 'vacuous', noStuck: 'vacuous' },
    },
    {
      mechanism: perProcessorDeadline,
      shows: 'the end is told before the workers wait once more: the same in the per-processor form',
      except: { noDeadlock: 'vacuous', noStuck: 'vacuous' },
    },
  ],
});
