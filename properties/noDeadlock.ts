// L1, no deadlock of recursive calls (paper, section 3: suspending "a component-recurring thread" would deadlock).
// Built in: in every reachable state a thread is enabled, or it is a normal end. Its premise is in heldBack.ts. The other
// half of L1, that no single thread is left behind while others run, is noStuck.ts.
// Assumes: no lock or condition across blocked calls, no hidden logical recursion (through another thread).

import { type BuiltInProperty, noDeadlock as builtIn } from '../engine/watch/property.js';
import { heldBack } from './heldBack.js';

/** noDeadlock claims that every state can move on; `recursive` tells that calls of the workload are nested. */
export function noDeadlock(calls: { readonly recursive?: boolean } = {}): BuiltInProperty {
  return Object.freeze({ ...builtIn, premise: heldBack(calls) });
}
