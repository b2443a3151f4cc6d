// Case 4: A calls B and B calls A back, in one thread, while A is swapped.
// The table of thread ids lets the inner call through (paper, section 3: "recursive component invocations by the same
// thread"), per call: the inner return must not take the outer call out.

import { downwardMember, upwardMember } from '../impl/components/pair/index.js';
import { request, swap } from './actions.js';
import { asItIs, perProcessor } from './mechanisms.js';
import { defineScenario } from './scenario.js';

export const callBackThroughPartner = defineScenario({
  name: 'callBackThroughPartner',
  cases: [4],
  statement: 'a thread inside A calls B twice, which calls A back, while A is swapped',
  processors: 1,
  references: { A: { versions: [upwardMember, downwardMember] }, B: { versions: [upwardMember] } },
  threads: [
    { name: 'c1', actions: [request('A', 'visitTwice', ['B', 'A'])] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  recursive: true,
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
