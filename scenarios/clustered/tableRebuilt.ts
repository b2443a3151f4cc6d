// Transfer of a real state (paper, section 2), with more than one entry, and the other way round: a table that knows only the
// canonical list is rebuilt, and what comes of it is passed on by reference, by contents, and as a list again.

import { copyingTable, halfTable, remainderTable } from '../../impl/components/table/index.js';
import { active, call, request, swap, swapIdle } from '../actions.js';
import { asItIs, perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const tableRebuilt = defineScenario({
  name: 'tableRebuilt',
  cases: [12],
  statement:
    'a hash table of two entries is rebuilt from their list, then passed by reference, by contents, and rebuilt',
  processors: 1,
  references: { A: { versions: [halfTable, remainderTable, remainderTable, copyingTable, halfTable] } },
  threads: [
    { name: 'c1', actions: [active(call('A', 'put', [3, 5]), call('A', 'put', [1, 7])), request('A', 'get', 3)] },
    {
      name: 'operator',
      actions: [swap('A'), swapIdle('A'), swap('A'), swapIdle('A'), swap('A'), swapIdle('A'), swap('A')],
    },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
