// Case 12: old and new object have no transfer format in common (paper, section 2: the "best common format").
// The swap is refused before anything moves. K42's released code goes on with a format that does not exist.

import { foreignCounter, sharedCounter } from '../impl/components/counter/index.js';
import { request, swap } from './actions.js';
import { asItIs, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const noCommonFormat = defineScenario({
  name: 'noCommonFormat',
  cases: [12],
  statement: 'a swap to a component that knows no common transfer format is refused',
  processors: 1,
  references: { A: { versions: [sharedCounter, foreignCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  // Nothing moves, so nothing but the calls themselves is there to be judged.
  except: {
    quiescence: 'vacuous',
    noUseAfterFree: 'vacuous',
    transparency: 'vacuous',
    oneVersionPerCall: 'vacuous',
    noCallLost: 'vacuous',
    phaseMonotone: 'vacuous',
    countMatches: 'vacuous',
    transferOnce: 'vacuous',
    bestFormat: 'vacuous',
    noDeadlock: 'vacuous',
    noStuck: 'vacuous',
  },
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
