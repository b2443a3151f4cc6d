// A request for a swap as whoever makes it sees it: the workload says that it asks, and the mechanism does the rest.
// So a swap is on from here, whatever the mechanism says of itself (P10).

import { opens, type Program, type Self } from '../engine/program/index.js';
import type { Mechanism } from './contract.js';
import type { Reference } from './events.js';

/** askForSwap asks for every reference of the list to be swapped, and does not wait. The asking rides on its first step. */
export function* askForSwap(mechanism: Mechanism, refs: readonly Reference[], self: Self): Program<void> {
  yield* opens('swapAsked', { refs });
  yield* mechanism.requestSwap(mechanism, refs, self);
}

/** sleepLong is a long-term sleep in the middle of a call, a safe point by the paper's rule, as its component asks for it. */
export function* sleepLong(mechanism: Mechanism, call: Parameters<Mechanism['sleep']>[1], self: Self): Program<void> {
  yield* opens('sleeps', { call: call.call, ref: call.ref });
  yield* mechanism.sleep(mechanism, call, self);
}
