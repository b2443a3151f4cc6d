// L1, the other half: no thread is left behind (paper, section 3: "All the threads that were suspended during the Block
// phase are resumed"). Built in: a thread that is no daemon and has not finished can step now or later, though others may
// run for ever meanwhile. In a deadlock every thread is stuck, so this is the stronger half; its premise is in heldBack.ts.
// Assumes: what noDeadlock.ts does.

import { type BuiltInProperty, noStuck as builtIn } from '../engine/watch/property.js';
import { heldBack } from './heldBack.js';

/** noStuck claims that no thread is stuck for ever; `recursive` tells that calls of the workload are nested. */
export function noStuck(calls: { readonly recursive?: boolean } = {}): BuiltInProperty {
  return Object.freeze({ ...builtIn, premise: heldBack(calls) });
}
