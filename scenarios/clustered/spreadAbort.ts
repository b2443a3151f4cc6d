// Cases 12 and 13 on two processors: any worker may give the swap up, at any point before the commit, or its deadline
// passes: all go back together, whatever the others were waiting for.

import { collectingCounter, spreadCounter } from '../../impl/components/counter/index.js';
import { active, request, swap } from '../actions.js';
import { perProcessorAbortAnywhere, perProcessorDeadline } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const spreadAbort = defineScenario({
  name: 'spreadAbort',
  cases: [12, 13],
  statement: 'a swap on two processors that is given up at any point leaves the old object in service on both',
  processors: 2,
  references: { A: { versions: [spreadCounter, collectingCounter] } },
  threads: [
    { name: 'c1', processor: 0, actions: [request('A', 'increment'), request('A', 'read')] },
    { name: 'c2', processor: 1, actions: [active()] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: perProcessorAbortAnywhere }, { mechanism: perProcessorDeadline }],
});
