// The paper's second experiment (section 4): the FCM and the Region of the page-fault path, shared ones swapped for partitioned
// ones, both swaps started together as K42's TestSwitch does. Faults go one way, from Region to FCM: whoever is held back by
// one swap keeps the other from ending, and the first ends all the same. So they do not deadlock.

import { partitionedFcm, partitionedRegion, sharedFcm, sharedRegion } from '../../impl/components/paging/index.js';
import { request, swap } from '../actions.js';
import { asItIs, perProcessor, perProcessorGrouped } from '../mechanisms.js';
import { defineScenario } from '../scenario.js';

export const pageFaults = defineScenario({
  name: 'pageFaults',
  cases: [9],
  statement: 'FCM and Region are swapped together while a page is faulted in',
  processors: 1,
  references: {
    region: { versions: [sharedRegion, partitionedRegion] },
    fcm: { versions: [sharedFcm, partitionedFcm] },
  },
  threads: [
    { name: 'c1', actions: [request('region', 'fault', 0)] },
    { name: 'operator', actions: [swap('region', 'fcm')] },
  ],
  // Nobody reads what the components hold.
  except: { statePreserved: 'vacuous' },
  variants: [
    { mechanism: asItIs },
    { mechanism: perProcessor, except: { zeroCost: 'vacuous' } },
    { mechanism: perProcessorGrouped, except: { zeroCost: 'vacuous' } },
  ],
});
