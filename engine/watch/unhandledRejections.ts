// Rejections that nobody awaits: Node ends where one is left when it takes its next task. An async function that throws
// rejects its promise and does nothing else; here that ends nothing, unless somebody claims that it never comes to it.

import type { EventLoop } from '../program/eventLoop/loop.js';
import type { PromiseCell } from '../program/eventLoop/promise.js';
import { type InvariantProperty, invariant, type StateView, violated } from './property.js';

/**
 * noUnhandledRejection claims that none of the promises is rejected, and has never been awaited, where the loop has run all
 * that was queued: Node would end there, with an unhandledRejection.
 *
 * @example
 * noUnhandledRejection(eventLoop(), [promise<void>('first')]).name // => 'noUnhandledRejection'
 */
export function noUnhandledRejection(loop: EventLoop, promises: readonly PromiseCell<unknown>[]): InvariantProperty {
  const isLost = (state: StateView) => (one: PromiseCell<unknown>) => {
    const seen = state.read(one);
    return seen.state === 'rejected' && !seen.handled;
  };
  const holds = (state: StateView) => {
    const { stack, micro } = state.read(loop);
    const lost = stack.length + micro.length === 0 ? promises.find(isLost(state)) : undefined;
    return lost === undefined || violated(`${lost.name} is rejected, and nobody has awaited it`);
  };
  const statement = 'no promise is rejected that nobody has awaited when the loop has run all that was queued';
  return invariant('noUnhandledRejection', holds, { statement });
}
