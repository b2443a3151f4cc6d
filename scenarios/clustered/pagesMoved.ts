// The paper's FCM (section 4) with two pages in memory, one on each processor: the lists are moved part by part, brought
// together, and spread again.

import { partitionedFcm, sharedFcm } from '../../impl/components/paging/index.js';
import { active, call, swap, swapIdle } from '../actions.js';
import { asItIs, perProcessor } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const pagesMoved = defineScenario({
  name: 'pagesMoved',
  cases: [12],
  statement: 'two pages of an FCM are moved part by part, into one list, and apart again',
  processors: 2,
  references: { fcm: { versions: [partitionedFcm, partitionedFcm, sharedFcm, partitionedFcm] } },
  threads: [
    {
      name: 'c1',
      actions: [
        active(call('fcm', 'getPage', 1), call('fcm', 'getPage', 0)),
        active(call('fcm', 'getPage', 1), call('fcm', 'resident')),
      ],
    },
    {
      name: 'operator',
      processor: 1,
      actions: [swap('fcm'), swapIdle('fcm'), swap('fcm'), swapIdle('fcm'), swap('fcm')],
    },
  ],
  variants: [{ mechanism: asItIs }, { mechanism: perProcessor }],
});
