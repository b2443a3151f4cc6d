// The block phase as the swapper sees it (paper, section 3): "once the call count reaches zero, there are no more
// threads executing within the original component". The forward phase must be over: every call is counted by now.

import {
  again,
  at,
  type Data,
  done,
  load,
  loop,
  type Program,
  park,
  store,
  type Turn,
  view,
} from '../../engine/program/index.js';
import { report } from '../events.js';
import { startDeadline, wokenByDeadline } from './abort.js';
import { releaseLock, takeLock } from './fairLock.js';
import type { HotSwap } from './layout.js';
import { type Mediator, takeTicket } from './mediator.js';
import type { Plan } from './plan.js';

export interface Swap {
  readonly hotSwap: HotSwap;
  readonly plan: Plan;
}

const isZero = view('isZero', (value: number) => value === 0);

/** reachQuiescence turns the mediator to block and waits for the last call in flight; false if the swap is given up. */
export function* reachQuiescence(swap: Swap): Program<boolean> {
  const { hotSwap, plan } = swap;
  const mediator = mediatorOfSwap(swap);
  yield* turnPhase(swap, 'block');
  // Phase first, count second. An epilog that takes the last call off in between sees block and takes the ticket; one
  // that did so before the phase turned is seen here as zero. See epilog.
  const zero = yield* load(mediator.count, isZero);
  if (zero && (yield* takeTicket(mediator))) return true;
  yield* startDeadline(hotSwap, plan, 'blockDeadline');
  return yield* loop(swap, awaitQuiescence);
}

/** The ticket says that the wake-up was meant; without it this is a permit left over, or the deadline. */
function* awaitQuiescence(swap: Swap): Program<Turn<Swap, boolean>> {
  const mediator = mediatorOfSwap(swap);
  yield* park();
  if (yield* load(mediator.ticket, isZero)) return done(true);
  if (!(yield* wokenByDeadline(swap.hotSwap, swap.plan))) return again(swap);
  // The last call may return just now: whoever has the ticket decides, and quiescence reached is not thrown away.
  return done(!(yield* takeTicket(mediator)));
}

/** turnPhase turns the mediator to another phase, under the lock that prologs hold while they act on the phase. */
export function* turnPhase(swap: Swap, phase: 'block' | 'completed', label: Data = {}): Program<void> {
  const { ref, mediator } = swap.plan;
  const { phaseLock, phase: cell } = mediatorOfSwap(swap);
  const contender = swap.hotSwap.callers.length;
  yield* takeLock(phaseLock, contender);
  yield* store(cell, phase);
  yield* report('phase', { ref, mediator, phase });
  yield* at(phase, { ref, ...label });
  yield* releaseLock(phaseLock, contender);
}

/** turnToTransfer says in the phase that the transfer begins. It is said in an event where it does. */
export function* turnToTransfer(swap: Swap): Program<void> {
  const { phaseLock, phase } = mediatorOfSwap(swap);
  const contender = swap.hotSwap.callers.length;
  yield* takeLock(phaseLock, contender);
  yield* store(phase, 'transfer');
  yield* releaseLock(phaseLock, contender);
}

export function mediatorOfSwap({ hotSwap, plan }: Swap): Mediator {
  return hotSwap.references[plan.ref]!.mediators[plan.mediator]!;
}
