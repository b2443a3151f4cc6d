// Suspension and resumption (paper, section 3): a new caller in block is suspended; in completed all are resumed.
// A caller parks until its flag is cleared, and then goes through the pointer again: whatever it leads to by then is
// right, be it the successor, the old object after an abort, or the mediator of the next swap.

import {
  again,
  at,
  compareExchange,
  done,
  load,
  loop,
  type Program,
  park,
  type Self,
  scope,
  store,
  type Turn,
  unpark,
  view,
} from '../../engine/program/index.js';
import { report } from '../events.js';
import type { HotSwap } from './layout.js';
import type { Plan } from './plan.js';
import { mediatorOf, type Visit } from './visit.js';

const isZero = view('isZero', (value: number) => value === 0);

/** suspend holds its thread back until the mediator lets it go. The phase lock is held on entry and not on return. */
export function* suspend(
  visit: Visit,
  self: Self,
  unlockPhase: (visit: Visit, self: Self) => Program<void>,
): Program<void> {
  const { call } = visit;
  yield* store(mediatorOf(visit).suspended[self.slot]!, 1);
  yield* unlockPhase(visit, self);
  yield* at('suspended', { ref: call.ref });
  yield* report('suspended', { call: call.call, ref: call.ref });
  yield* loop(visit, awaitRelease);
  yield* report('resumed', { call: call.call, ref: call.ref });
}

/** The flag decides, not the permit: a permit may be left over from somebody else's wake-up. */
function* awaitRelease(visit: Visit, self: Self): Program<Turn<Visit, void>> {
  yield* park();
  return (yield* load(mediatorOf(visit).suspended[self.slot]!, isZero)) ? done() : again(visit);
}

/**
 * releaseAll lets all waiters go. It comes after the phase has been turned to completed under the lock: no caller
 * registers after that, so one pass over the flags finds all (noDeadlock, mutant releaseBeforeSwing).
 */
export function* releaseAll(hotSwap: HotSwap, plan: Plan): Program<void> {
  for (const slot of hotSwap.callers.keys()) yield* scope(releaseOne, Object.freeze({ hotSwap, plan, slot }));
}

interface Release {
  readonly hotSwap: HotSwap;
  readonly plan: Plan;
  readonly slot: number;
}

/** The flag is cleared before the wake-up: a caller that wakes for any other reason meanwhile sees it cleared. */
function* releaseOne({ hotSwap, plan, slot }: Release): Program<void> {
  const mediator = hotSwap.references[plan.ref]!.mediators[plan.mediator]!;
  if (yield* compareExchange(mediator.suspended[slot]!, 1, 0)) yield* unpark(hotSwap.callers[slot]!);
}
