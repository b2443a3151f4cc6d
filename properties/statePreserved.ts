// P2, the state is preserved (paper, section 3: "subsequent requests to the new component are serviced using the most
// recent state of the original component"). Clients cannot tell that there was a swap: what they see of a component is
// linearizable against its sequential specification, whichever object served them. Each call, a nested one included,
// is one operation; its effect lies between its invocation and its return, and happens exactly once.

import { monitor } from '../engine/watch/property.js';
import { linearizable, type Specifications } from './linearizability/linearizable.js';

/** statePreserved claims that every history of these references is linearizable. */
export function statePreserved(specifications: Specifications) {
  return monitor('statePreserved', linearizable(specifications), { statement: statePreservedStatement });
}

export const statePreservedStatement =
  'what clients see of a component is linearizable, as if one object had served them all along';
