// Case 9: A and B call each other, and both are swapped at once. Each mediator holds back a call that is in flight for
// the other, and neither count comes down. Cures: give one swap up, or have one at a time (or swap the group as one).

import { downwardMember, upwardMember } from '../impl/components/pair/index.js';
import { request, swap } from './actions.js';
import { asItIs, serialised, withDeadlineForB } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const mutualSwaps = defineScenario({
  name: 'mutualSwaps',
  cases: [9],
  statement: 'A and B call each other while both are swapped',
  processors: 1,
  references: { A: { versions: [upwardMember, downwardMember] }, B: { versions: [upwardMember, downwardMember] } },
  threads: [
    { name: 'c1', actions: [request('A', 'visit', ['B'])] },
    { name: 'c2', actions: [request('B', 'visit', ['A'])] },
    { name: 'operator', actions: [swap('A', 'B')] },
  ],
  except: { statePreserved: 'vacuous' },
  drops: 'no lock or condition across blocked calls',
  variants: [
    { mechanism: asItIs, except: { noDeadlock: 'refuted', noStuck: 'refuted' } },
    { mechanism: withDeadlineForB, shows: 'a swap that is given up lets the other one end' },
    { mechanism: serialised, shows: 'the second swap waits for the first' },
  ],
});
