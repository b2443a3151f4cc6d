// Suspension and resumption on one processor (paper, section 3). A caller parks until its flag is cleared, and then goes
// through its local entry again. K42's released waiters go to the successor that their mediator knew, and install it: by
// then that may be the object of the swap before last (mutant capturedTargetOfProcessor).

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
import { representativeOf, type Visit } from './visit.js';
import type { Worker } from './worker.js';

const isZero = view('isZero', (value: number) => value === 0);

/** suspend holds its thread back until the worker lets it go. The lock is held on entry: registered first, let go then. */
export function* suspend(visit: Visit, self: Self, unlock: (visit: Visit, self: Self) => Program<void>): Program<void> {
  const { call, ref } = visit.call;
  yield* store(representativeOf(visit).suspended[self.slot]!, 1);
  yield* unlock(visit, self);
  yield* at('suspended', { ref });
  yield* report('suspended', { call, ref });
  yield* loop(visit, awaitRelease);
  yield* report('resumed', { call, ref });
}

function* awaitRelease(visit: Visit, self: Self): Program<Turn<Visit, void>> {
  yield* park();
  return (yield* load(representativeOf(visit).suspended[self.slot]!, isZero)) ? done() : again(visit);
}

/** releaseAll lets the waiters of the worker's processor go. Nobody registers any more: the phase is completed. */
export function* releaseAll(worker: Worker): Program<void> {
  const { callers, callerHomes, options } = worker.clustered;
  for (const slot of callers.keys()) {
    if (callerHomes[slot] !== worker.processor && !options.migration) continue;
    yield* scope(releaseOne, Object.freeze({ ...worker, slot }));
  }
}

interface Release extends Worker {
  readonly slot: number;
}

/** The flag is cleared before the wake-up: a caller that wakes for any other reason meanwhile sees it cleared. */
function* releaseOne({ clustered, plan, processor, slot }: Release): Program<void> {
  const mediator = clustered.entries[plan.lead]!.mediators[plan.mediator]!;
  const flag = mediator.representatives[processor]!.suspended[slot]!;
  if (yield* compareExchange(flag, 1, 0)) yield* unpark(clustered.callers[slot]!);
}
