// Deallocation (paper, section 2): of the original object and of the mediator.
// The old object goes at once: every call that was on its way to it when the swap began ended in forward, and every
// later one was counted. The mediator is different: a caller may have loaded the pointer while it led there and not
// have entered yet, or be in the epilog still. Such callers are active, so a second grace period outlasts them; without
// it they use freed memory (P3, mutant freeMediatorAtOnce). The paper does not mention it; K42's code never frees.

import { free, type Program } from '../../engine/program/index.js';
import { report } from '../events.js';
import { mediatorOfSwap, type Swap } from './quiescence.js';
import type { ObjectReference } from './translation.js';

/** freeObject gives back the object that lost: the old one after a commit, the successor after an abort. */
export function* freeObject({ hotSwap, plan }: Swap, { object, incarnation }: ObjectReference): Program<void> {
  yield* free(hotSwap.references[plan.ref]!.objects[object]!.memory, incarnation);
  yield* report('freedObject', { ref: plan.ref, object });
}

export function* freeMediator(swap: Swap): Program<void> {
  yield* free(mediatorOfSwap(swap).memory);
  yield* report('freedMediator', { ref: swap.plan.ref, mediator: swap.plan.mediator });
}
