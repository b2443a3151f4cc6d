// Case 9 with its cure: A and B call each other, and are swapped together as one. The four rules: the mediator stands before
// all before anybody waits; none blocks before the threads are gone that may be inside any; in block a thread passes that
// is inside any; and nothing is transferred before nobody is inside any. Mediators that know of each other keep them; so does
// one mediator with one table and one count for all.

import { downwardMember, upwardMember } from '../../impl/components/pair/index.js';
import { request, swap } from '../actions.js';
import { grouped, groupedAbortAnywhere, perProcessorGrouped } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const groupSwap = defineScenario({
  name: 'groupSwap',
  cases: [9],
  statement: 'A and B, which call each other, are swapped as one',
  processors: 1,
  references: {
    A: { versions: [upwardMember, downwardMember] },
    B: { versions: [upwardMember, downwardMember] },
  },
  threads: [
    { name: 'c1', actions: [request('A', 'visit', ['B'])] },
    { name: 'c2', actions: [request('B', 'visit', ['A'])] },
    { name: 'operator', actions: [swap('A', 'B')] },
  ],
  // Nobody reads what the components hold.
  except: { statePreserved: 'vacuous' },
  variants: [
    { mechanism: grouped, shows: 'two mediators that know of each other let calls between them through' },
    { mechanism: groupedAbortAnywhere },
    { mechanism: perProcessorGrouped, shows: 'one mediator before both lets calls between them through' },
  ],
});
