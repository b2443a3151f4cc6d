// The paper's first example (section 1): a component of a TCP/IP stack is replaced by one with a filter, under a flood of SYNs,
// and the connections that are there go on: no sequence number is lost, none is given twice.

import { filteringStack, openStack } from '../../impl/components/network/index.js';
import { active, call, swap } from '../actions.js';
import { asItIs, perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

const connecting = [call('A', 'syn', 'peer'), call('A', 'establish', 'peer')];

export const stackSwap = defineScenario({
  name: 'stackSwap',
  cases: [1],
  statement: 'a filter is swapped into a protocol stack while a connection sends and a flood comes in',
  processors: 1,
  references: { A: { versions: [openStack, filteringStack] } },
  threads: [
    { name: 'client', actions: [active(...connecting), active(call('A', 'send', 'peer'), call('A', 'send', 'peer'))] },
    { name: 'flood', actions: [active(call('A', 'syn', 'x'))] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
