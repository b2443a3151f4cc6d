// Case 23, where the one who destroys is wrong: a thread still calls that was not active then. Its miss finds the reference
// gone, and the caller is told; but before that it may be served by memory that is being freed. That is why K42 lets nobody
// keep a reference beyond the end of its thread, and why the mechanism cannot do without the rule.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { destroy, request } from '../actions.js';
import { perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const calledAfterDestroy = defineScenario({
  name: 'calledAfterDestroy',
  cases: [23],
  statement: 'a thread that is not active when A is destroyed calls it, from a processor that never did',
  processors: 2,
  references: { A: { versions: [sharedCounter, sharedCounter], swaps: 0, untouched: [1] } },
  threads: [
    { name: 'c1', processor: 1, actions: [request('A', 'increment'), request('A', 'read')] },
    { name: 'owner', processor: 0, actions: [destroy('A')] },
  ],
  drops: 'whoever calls a component was active when it was destroyed, or it is not destroyed yet',
  except: {
    // Nobody is told in time: what it holds may be gone, and what it asks for is.
    noUseAfterFree: 'refuted',
    statePreserved: 'refuted',
    transparency: 'refuted',
    noCallLost: 'refuted',
    zeroCost: 'refuted',
    // Nothing is swapped.
    quiescence: 'vacuous',
    oneVersionPerCall: 'vacuous',
    phaseMonotone: 'vacuous',
    countMatches: 'vacuous',
    transferOnce: 'vacuous',
    bestFormat: 'vacuous',
    noDeadlock: 'vacuous',
    noStuck: 'vacuous',
  },
  variants: [{ mechanism: perProcessor }],
});
