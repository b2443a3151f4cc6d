// The root of the mediator: what the representatives have in common. It finds out that no processor has a call inside, and
// sees to it that this is found out exactly once.

import { compareExchange, exchange, fetchAdd, load, type Program, store, view } from '../../engine/program/index.js';
import { report } from '../events.js';
import { releaseLock, takeLock } from '../hotswap/fairLock.js';
import { type Mediator, rootPhase } from './mediator.js';
import { reportEach } from './members.js';
import { mediatorOf, type Visit } from './visit.js';
import type { Worker } from './worker.js';

const isOne = view('isOne', (value: number) => value === 1);
const isZero = view('isZero', (value: number) => value === 0);
const isBlock = view('isBlock', (phase: number) => phase === rootPhase.block);

/**
 * inFlightOver: the last call of a processor that blocks has returned. The zero test is Dekker's: the last worker turns
 * the root to block and then reads how many processors are in flight; the epilog takes its own off and then reads the
 * phase. One of the two sees the other (noStuck, mutants dekkerReversedInRoot and dekkerReversedInLastEpilog); both may, so that
 * the ticket lets one act. Other processors may have turned to block with calls inside since: the number is read again
 * once block has been seen, and then zero stays (countMatches, mutant staleZeroOfRoot).
 */
export function* inFlightOver(visit: Visit, contender: number): Program<void> {
  const mediator = mediatorOf(visit);
  if (!(yield* fetchAdd(mediator.inFlight, -1, isOne))) return;
  if (!(yield* load(mediator.phase, isBlock)) || !(yield* load(mediator.inFlight, isZero))) return;
  if (!(yield* takeTicket(mediator))) return;
  yield* report('quiescent', { ref: visit.lead, mediator: visit.mediator });
  yield* seal(mediator, contender, { ref: visit.lead, phase: rootPhase.transfer });
}

/**
 * rootBlocks: the last processor has turned to block. The phase first, the number second: see inFlightOver. The swap may
 * have been given up meanwhile, and that is not taken back (noStuck, mutant blockOverAborting).
 */
export function* rootBlocks(worker: Worker): Program<void> {
  const { plan } = worker;
  const mediator = mediatorOfWorker(worker);
  if (!(yield* compareExchange(mediator.phase, rootPhase.forward, rootPhase.block))) return;
  yield* reportEach(plan, ({ ref }) => ({ name: 'phase', data: { ref, mediator: plan.mediator, phase: 'block' } }));
  const zero = yield* load(mediator.inFlight, isZero);
  if (!zero || !(yield* takeTicket(mediator))) return;
  yield* report('quiescent', { ref: plan.lead, mediator: plan.mediator });
  yield* seal(mediator, contenderOf(worker), { ref: plan.lead, phase: rootPhase.transfer });
}

/** takeTicket is true for exactly one taker: whoever says first that the component is quiescent, or that it is too late. */
export function* takeTicket({ ticket }: Mediator): Program<boolean> {
  return yield* exchange(ticket, 0, isOne);
}

interface Seal {
  readonly ref: string;
  readonly phase: number;
}

/**
 * seal tells the workers how it goes on. Under the root's lock, so that a representative is born before and its worker
 * awaited at the barrier, or not at all. Whoever has the ticket lets go of the lock again, be it a worker or the epilog of
 * a call; in the released code only a worker does (noStuck, mutant rootLockLeak).
 */
export function* seal(mediator: Mediator, contender: number, { ref, phase }: Seal): Program<void> {
  yield* takeLock(mediator.lock, contender);
  yield* store(mediator.phase, phase);
  if (phase === rootPhase.transfer) yield* report('phase', { ref, mediator: mediator.number, phase: 'transfer' });
  yield* releaseLock(mediator.lock, contender);
}

export function mediatorOfWorker({ clustered, plan }: Worker): Mediator {
  return clustered.entries[plan.lead]!.mediators[plan.mediator]!;
}

/** Workers contend for the root's lock after the callers. */
export function contenderOf({ clustered, processor }: Worker): number {
  return clustered.callers.length + processor;
}
