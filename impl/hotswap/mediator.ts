// The mediator (paper, section 3): an interposing object that knows nothing of the interface that it stands before.
// Forward: it counts and tracks calls and passes them on. Block: it passes on recursive calls and suspends new ones.
// Completed: it sends callers back to the pointer, which leads elsewhere by then.
// Leaves out: K42's representatives per processor; there is one mediator, with one lock, one count and one table.

import {
  add,
  at,
  type Cell,
  type CellArray,
  exchange,
  fetchAdd,
  load,
  type Program,
  type Region,
  type Self,
  scope,
  Thrown,
  unpark,
  view,
} from '../../engine/program/index.js';
import { report } from '../events.js';
import { admittedByGeneration, countedWhileInFlight } from './admission.js';
import { type FairLock, releaseLock, takeLock } from './fairLock.js';
import { isByGeneration } from './options.js';
import { suspend } from './suspension.js';
import { isTracked, pop, push } from './tracking.js';
import { leadOf, mediatorOf, mediatorsOf, type Visit } from './visit.js';

/**
 * The paper's three phases. The transfer is a step inside block; it has a value of its own only where there are calls that
 * cannot be held back, which the old object serves in block and not in transfer.
 */
export type MediatorPhase = 'forward' | 'block' | 'transfer' | 'completed';

export interface Mediator {
  readonly number: number;
  readonly phase: Cell<MediatorPhase>;
  /** Prologs hold it from reading the phase until they have acted on it; the swapper, while it turns the phase. */
  readonly phaseLock: FairLock;
  /** Calls in flight that this mediator let through. */
  readonly count: Cell<number>;
  /** The table of thread ids: calls inside, per thread. */
  readonly tracked: CellArray<number>;
  /** 1 while the thread is held back. */
  readonly suspended: CellArray<number>;
  /** 1 until somebody has found quiescence. */
  readonly ticket: Cell<number>;
  /** 1 once it is too late for this swap. */
  readonly deadline: Cell<number>;
  /** Admission by generation only: the first generation held back on each processor, -1 for none. */
  readonly stamps: CellArray<number>;
  /** The region of its memory. The deadline is not in it. */
  readonly memory: Region;
}

/** How a visit goes on: counted (an epilog is due), passed on untracked, or back to the pointer. */
export type Admission = 'counted' | 'untracked' | 'released';

const isZero = view('isZero', (count: number) => count === 0);
const isOne = view('isOne', (count: number) => count === 1);
const isBlock = view('isBlock', (phase: string) => phase === 'block');

/** prolog decides what becomes of a call that has come to the mediator. */
export function* prolog(visit: Visit, self: Self): Program<Admission> {
  yield* lockPhase(visit, self);
  const phase = yield* load(mediatorOf(visit).phase);
  if (visit.call.synchronous && phase !== 'completed') return yield* passOrTurnAway(visit, phase, self);
  if (phase === 'forward') return yield* passOn(visit, self);
  if (phase === 'block' || phase === 'transfer') return yield* passOnOrSuspend(visit, self);
  yield* unlockPhase(visit, self);
  return 'released';
}

/**
 * passOn lets any call through. The count goes up before the lock is let go: the swapper turns to block under the lock,
 * and were the call uncounted then, the swapper could read zero with this call on its way in (P1, mutant countAfterUnlock).
 * The table may come later, because only this thread reads its row.
 */
function* passOn(visit: Visit, self: Self): Program<Admission> {
  if (isByGeneration(visit.hotSwap.options)) return yield* passOnByGeneration(visit, self);
  yield* countIn(visit);
  yield* unlockPhase(visit, self);
  yield* push(visit, self);
  return 'counted';
}

function* passOnByGeneration(visit: Visit, self: Self): Program<Admission> {
  if (!(yield* admittedByGeneration(visit, self))) return yield* holdBack(visit, self);
  yield* unlockPhase(visit, self);
  return 'untracked';
}

/**
 * passOnOrSuspend lets a recursive call through, and suspends a new one. A recursive call finds the count above zero,
 * because the call that made it is counted until its own epilog: zero, once seen in block, stays.
 */
function* passOnOrSuspend(visit: Visit, self: Self): Program<Admission> {
  if (!(yield* isAdmitted(visit, self))) return yield* holdBack(visit, self);
  yield* unlockPhase(visit, self);
  yield* push(visit, self);
  return 'counted';
}

/**
 * passOrTurnAway lets a call through that cannot be held back, as long as the transfer has not begun, and never counts
 * it: nothing else runs on its processor until it is over, and the swapper runs there too (P1, scenario synchronousCalls,
 * mutant synchronousInTransfer). In transfer it has to be told so: the old object's state is on its way.
 */
function* passOrTurnAway(visit: Visit, phase: string, self: Self): Program<Admission> {
  yield* unlockPhase(visit, self);
  if (phase !== 'transfer') return 'untracked';
  throw new Thrown(turnedAway);
}

/** What a synchronous call throws that comes while the state is transferred. */
export const turnedAway = 'turned away: the state is being transferred';

function* isAdmitted(visit: Visit, self: Self): Program<boolean> {
  switch (visit.hotSwap.options.admission) {
    case 'byGeneration':
    case 'byGenerationNumber':
      return false;
    case 'lenient':
      return yield* countedWhileInFlight(visit);
    case 'strict': {
      const recursive = yield* isTracked(visit, self);
      // Where strands share the row, the call that it tells of may have returned since: then its count is zero, and that
      // may have been seen (P1, scenario strandsAnywhere, mutant sharedRowTrusted).
      if (recursive && visit.hotSwap.rows.length > 0) return yield* countedWhileInFlight(visit);
      if (recursive) yield* countIn(visit);
      return recursive;
    }
  }
}

/**
 * holdBack suspends the caller. It registers before it lets go of the lock: the swapper turns to completed under the
 * lock and wakes whoever is registered; a caller that registered later would sleep for ever (noDeadlock, mutant
 * registerAfterUnlock).
 */
function* holdBack(visit: Visit, self: Self): Program<Admission> {
  yield* suspend(visit, self, unlockPhase);
  return 'released';
}

/**
 * epilog ends a counted call, whichever way it left. The zero test is Dekker's: the swapper turns the phase to block and
 * then reads the count; the epilog takes the call off the count and then reads the phase. Whatever comes between, one
 * of the two sees the other, so that quiescence is noticed (noDeadlock, mutants dekkerReversed and
 * dekkerReversedInEpilog); both may, so that the ticket lets one act (mutant noTicket).
 * The call may have been the last one in forward, and others have come since, before the phase turned: so the count is
 * read again once block has been seen. In block, zero stays (P1, mutant staleZero).
 */
export function* epilog(visit: Visit, self: Self): Program<void> {
  yield* pop(visit, self);
  const last = yield* scope(countOut, visit);
  if (last && (yield* seesBlock(visit)) && (yield* isQuiescent(visit))) yield* announceQuiescence(visit);
}

/** isQuiescent reads the counts one after the other; why that is enough, see noneCounted in group.ts. */
function* isQuiescent(visit: Visit): Program<boolean> {
  for (const { count } of mediatorsOf(visit)) if (!(yield* load(count, isZero))) return false;
  return true;
}

/** seesBlock is true where every mediator of the group has turned: a member that is in forward still lets calls in. */
function* seesBlock(visit: Visit): Program<boolean> {
  for (const { phase } of mediatorsOf(visit)) if (!(yield* load(phase, isBlock))) return false;
  return true;
}

function* announceQuiescence(visit: Visit): Program<void> {
  if (yield* takeTicket(mediatorsOf(visit)[0]!)) yield* unpark(leadOf(visit).swapper);
}

/** takeTicket is true for exactly one taker: whoever says first that the component is quiescent, or that it is too late. */
export function* takeTicket(mediator: Mediator): Program<boolean> {
  return yield* exchange(mediator.ticket, 0, isOne);
}

function* countIn(visit: Visit): Program<void> {
  yield* add(mediatorOf(visit).count, 1);
  yield* reportCounted(visit, 1);
  yield* at('entering', { ref: visit.call.ref });
}

/** countOut takes the call off the count and tells whether it was the last. */
function* countOut(visit: Visit): Program<boolean> {
  yield* at('leaving', { ref: visit.call.ref });
  const last = yield* fetchAdd(mediatorOf(visit).count, -1, isOne);
  yield* reportCounted(visit, -1);
  return last;
}

export function* reportCounted({ call, mediator }: Visit, delta: number): Program<void> {
  yield* report('counted', { call: call.call, ref: call.ref, mediator, delta });
}

function* lockPhase(visit: Visit, self: Self): Program<void> {
  yield* takeLock(mediatorOf(visit).phaseLock, self.slot);
}

function* unlockPhase(visit: Visit, self: Self): Program<void> {
  yield* releaseLock(mediatorOf(visit).phaseLock, self.slot);
}
