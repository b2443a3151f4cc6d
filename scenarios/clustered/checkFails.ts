// An interposer that is swapped in to find out something (paper, section 5): what it checks does not hold, and there is a
// schedule for that. Only calls that come after the swap are checked, so that not every execution fails.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { interposed } from '../../impl/components/interposer.js';
import { request, swap } from '../actions.js';
import { asItIs, perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

const checkedCounter = interposed(sharedCounter, neverMoved);

function neverMoved(method: string, _args: unknown, result: unknown): boolean {
  return method !== 'read' || result === 0;
}

export const checkFails = defineScenario({
  name: 'checkFails',
  cases: [14],
  statement: 'an interposer is swapped in whose check the next results fail',
  processors: 1,
  references: { A: { versions: [sharedCounter, checkedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment'), request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  // Whoever fails inside never leaves: the swap waits for it.
  except: { noFailure: 'refuted', noCallLost: 'refuted', noDeadlock: 'refuted', noStuck: 'refuted' },
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
