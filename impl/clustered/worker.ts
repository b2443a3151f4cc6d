// The worker of one processor (K42): flush, wait for the processor's own generations, turn its representative to block;
// then, with all others, transfer, meet at the barrier, let the waiters go, and wait once more before the memory is freed.
// It is not active: it must not hold up the generations that it waits for.

import {
  add,
  again,
  atLeast,
  type Cell,
  done,
  fetchAdd,
  is,
  load,
  loop,
  type Program,
  scope,
  store,
  type Turn,
  view,
  wait,
} from '../../engine/program/index.js';
import { type Reference, report } from '../events.js';
import { releaseLock, takeLock } from '../hotswap/fairLock.js';
import { abandon, deadlineOf, mayAbort } from './abort.js';
import { conclude, nothingDue, retire } from './conclusion.js';
import { destroyNow } from './destruction.js';
import { grace } from './generations.js';
import type { Clustered } from './layout.js';
import { anArrival, rootPhase } from './mediator.js';
import { reportEach } from './members.js';
import type { Plan } from './plan.js';
import { mediatorOfWorker, rootBlocks } from './root.js';
import { releaseAll } from './suspension.js';
import { transfer } from './transfer.js';
import { flushMediator, missing } from './translation.js';

export interface Worker {
  readonly clustered: Clustered;
  readonly plan: Plan;
  readonly processor: number;
}

export interface Assignment {
  readonly clustered: Clustered;
  readonly lead: Reference;
  readonly processor: number;
}

const isOne = view('isOne', (value: number) => value === 1);
const isZero = view('isZero', (value: number) => value === 0);
const isLastToArrive = view('is the last to arrive', (workers: number) => workers % 64 === 1);

/** worker is the program of the worker of a processor that knows the old object. */
export function* worker(assignment: Assignment): Program<void> {
  const own = yield* readPlan(assignment);
  yield* scope(reachBlock, own);
  const phase = yield* scope(awaitSeal, own);
  if (phase === rootPhase.transfer) yield* scope(transfer, own);
  const due = yield* scope(meet, Object.freeze({ ...own, phase }));
  yield* scope(finish, own);
  yield* meetWhereThreadsMigrate(own, mediatorOfWorker(own).finished);
  yield* scope(retire, own);
  yield* destroyDue(own, due);
}

/** joiner is the program of the worker of a processor that is touched for the first time while the swap is on. */
export function* joiner(assignment: Assignment): Program<void> {
  const own = yield* readPlan(assignment);
  const phase = yield* scope(awaitSeal, own);
  const due = yield* scope(meet, Object.freeze({ ...own, phase }));
  yield* scope(finish, own);
  yield* scope(retire, own);
  yield* destroyDue(own, due);
}

function* readPlan({ clustered, lead, processor }: Assignment): Program<Worker> {
  const plan = yield* load(clustered.entries[lead]!.plan);
  return Object.freeze({ clustered, plan: plan!, processor });
}

/** reachBlock ends with the processor blocking, or with the swap given up. */
function* reachBlock(own: Worker): Program<void> {
  yield* scope(flush, own);
  yield* meetWhereThreadsMigrate(own, mediatorOfWorker(own).flushed);
  if (yield* mayAbort(own)) return yield* abandon(own);
  const { clustered, processor } = own;
  if (!(yield* scope(grace, Object.freeze({ clustered, processor, deadline: deadlineOf(own) })))) return;
  yield* meetWhereThreadsMigrate(own, mediatorOfWorker(own).elapsed);
  if (yield* mayAbort(own)) return yield* abandon(own);
  yield* scope(turnToBlock, own);
  if (yield* isLastToTurn(own)) yield* scope(rootBlocks, own);
}

/** flush: the next calls of the processor miss, and find the mediator in the global entry. */
function* flush({ clustered, plan, processor }: Worker): Program<void> {
  for (const { ref } of plan.members) {
    yield* store(clustered.entries[ref]!.local[processor]!, missing);
    yield* report('phase', { ref, mediator: plan.mediator, phase: 'forward', processor });
  }
}

/**
 * meetWhereThreadsMigrate waits for the workers of all processors, where a thread that is counted on one processor may be
 * inside through another. So no grace period begins before all have flushed: a thread that comes after that of its home
 * could still enter where the old object is known (quiescence, mutant flushNotJoint). None blocks before the generations
 * of all have passed: a call that is inside untracked may call again, on whichever (noDeadlock, mutant blockByProcessor).
 * And no second grace period begins before all have let the mediator go: for the same reason as the first (noUseAfterFree,
 * mutant secondGraceNotJoint).
 * Such swaps are not given up: who gives up does not come here.
 */
function* meetWhereThreadsMigrate({ clustered, plan }: Worker, met: Cell<number>): Program<void> {
  if (!clustered.options.migration) return;
  yield* add(met, 1);
  yield* wait(met, atLeast(plan.processors.length));
}

/** A processor with calls inside says so to the root before it is counted as one that has turned. */
function* turnToBlock(own: Worker): Program<void> {
  const { clustered, plan, processor } = own;
  const mediator = mediatorOfWorker(own);
  const { lock, count, phase } = mediator.representatives[processor]!;
  yield* takeLock(lock, clustered.callers.length);
  if (!(yield* load(count, isZero))) yield* add(mediator.inFlight, 1);
  yield* store(phase, 'block');
  yield* reportEach(plan, ({ ref }) => ({
    name: 'phase',
    data: { ref, mediator: plan.mediator, phase: 'block', processor },
  }));
  yield* releaseLock(lock, clustered.callers.length);
}

function* isLastToTurn(own: Worker): Program<boolean> {
  return (yield* fetchAdd(mediatorOfWorker(own).turned, 1)) === own.plan.processors.length - 1;
}

/** awaitSeal waits until it is known how it goes on: with the transfer, or back. */
function* awaitSeal(own: Worker): Program<number> {
  const { phase } = mediatorOfWorker(own);
  const { abort } = own.clustered.options;
  if (yield* mayAbort(own)) yield* abandon(own);
  if (abort === 'deadline') return yield* loop(own, pollSeal);
  yield* wait(phase, atLeast(rootPhase.transfer));
  return abort === 'never' ? rootPhase.transfer : yield* load(phase);
}

function* pollSeal(own: Worker): Program<Turn<Worker, number>> {
  const phase = yield* load(mediatorOfWorker(own).phase);
  if (phase >= rootPhase.transfer) return done(phase);
  if (yield* load(deadlineOf(own)!, isOne)) yield* abandon(own);
  return again(own);
}

interface Meeting extends Worker {
  readonly phase: number;
}

/** meet is the barrier: the last worker to arrive commits, or goes back; the others wait until it has. */
function* meet(own: Meeting): Program<readonly Reference[]> {
  const { workers, phase } = mediatorOfWorker(own);
  const last = yield* fetchAdd(workers, -anArrival, isLastToArrive);
  if (last) return yield* conclude(own, own.phase);
  yield* wait(phase, is(rootPhase.completed));
  return nothingDue;
}

function* destroyDue({ clustered }: Worker, due: readonly Reference[]): Program<void> {
  for (const ref of due) yield* scope(destroyNow, Object.freeze({ clustered, ref }));
}

/**
 * finish lets the calls of the processor go on: local entry, phase, waiters, in this order. A call that comes to the
 * representative meanwhile is told to look at the local entry again, which leads elsewhere by then.
 */
function* finish(own: Worker): Program<void> {
  const { clustered, plan, processor } = own;
  const { lock, phase } = mediatorOfWorker(own).representatives[processor]!;
  for (const { ref } of plan.members) yield* scope(flushMediatorOf, Object.freeze({ ...own, ref }));
  yield* takeLock(lock, clustered.callers.length);
  yield* store(phase, 'completed');
  yield* reportEach(plan, ({ ref }) => ({
    name: 'phase',
    data: { ref, mediator: plan.mediator, phase: 'completed', processor },
  }));
  yield* releaseLock(lock, clustered.callers.length);
  yield* releaseAll(own);
}

function* flushMediatorOf({ clustered, ref, processor }: Worker & { readonly ref: Reference }): Program<void> {
  yield* flushMediator(clustered.entries[ref]!, processor);
}
