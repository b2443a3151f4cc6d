// Transfer of a real state (paper, section 2): a hash table passed by reference, copied bucket by bucket, and rebuilt from the
// canonical list of its entries, one swap after the other.

import { copyingTable, halfTable, remainderTable } from '../../impl/components/table/index.js';
import { active, call, request, swap, swapIdle } from '../actions.js';
import { asItIs, perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const tableSwap = defineScenario({
  name: 'tableSwap',
  cases: [12],
  statement: 'a hash table is passed by reference, then copied, then rebuilt, while it is written and read',
  processors: 1,
  references: { A: { versions: [remainderTable, remainderTable, copyingTable, halfTable] } },
  threads: [
    { name: 'c1', actions: [active(call('A', 'put', [1, 7])), request('A', 'get', 1)] },
    { name: 'operator', actions: [swap('A'), swapIdle('A'), swap('A'), swapIdle('A'), swap('A')] },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
