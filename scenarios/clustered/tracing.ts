// The paper's conclusion: an interposer that traces and checks calls is swapped in while the component is in use, and out.

import { sharedCounter } from '../../impl/components/counter/index.js';
import { interposed } from '../../impl/components/interposer.js';
import { request, swap, swapIdle } from '../actions.js';
import { asItIs, perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

const tracedCounter = interposed(sharedCounter, neverNegative);

function neverNegative(method: string, _args: unknown, result: unknown): boolean {
  return method !== 'read' || (result as number) >= 0;
}

export const tracing = defineScenario({
  name: 'tracing',
  cases: [14],
  statement: 'an interposer that traces and checks calls is swapped in and out again',
  processors: 1,
  references: { A: { versions: [sharedCounter, tracedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'increment')] },
    { name: 'c2', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A'), swapIdle('A'), swap('A')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
