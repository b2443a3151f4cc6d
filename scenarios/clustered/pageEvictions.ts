// The same path with evictions, which go the other way, from FCM to Region: then the two swaps deadlock, as any two swaps of
// components that call each other do (D6). Swapped as one they do not.

import { partitionedFcm, partitionedRegion, sharedFcm, sharedRegion } from '../../impl/components/paging/index.js';
import { request, swap } from '../actions.js';
import { perProcessorGrouped } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const pageEvictions = defineScenario({
  name: 'pageEvictions',
  cases: [9],
  statement: 'FCM and Region are swapped together while one page is faulted in and another evicted',
  processors: 1,
  references: {
    region: { versions: [sharedRegion, partitionedRegion] },
    fcm: { versions: [sharedFcm, partitionedFcm] },
  },
  threads: [
    { name: 'c1', actions: [request('region', 'fault', 0)] },
    { name: 'c2', actions: [request('fcm', 'evict', 1)] },
    { name: 'operator', actions: [swap('region', 'fcm')] },
  ],
  // Nobody reads what the components hold.
  except: { statePreserved: 'vacuous' },
  variants: [{ mechanism: perProcessorGrouped, shows: 'swapped as one they do not deadlock' }],
});
