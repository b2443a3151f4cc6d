// The swap from request to reclamation (paper, sections 2 and 3): interpose, forward, block, transfer, swing the
// pointer, release the waiters, deallocate. It is asynchronous: a request starts a thread of its own, the swapper, which
// is not active, because it must not hold up the generations that it waits for.
// A second swap of a reference is refused while one is on, and that is from the request until the mediator is freed.

import {
  acquire,
  add,
  allocate,
  at,
  compareExchange,
  free,
  load,
  type Program,
  release,
  type Self,
  safePoint,
  scope,
  spawn,
  store,
  Thrown,
  view,
} from '../../engine/program/index.js';
import { announce, type EventData, type Reference, report, reportTogether } from '../events.js';
import { mayAbort, startDeadline } from './abort.js';
import { generationsInGrace, grace } from './generations.js';
import type { HotSwap } from './layout.js';
import { bestCommonFormat } from './negotiation.js';
import { isByGeneration } from './options.js';
import type { Plan, SwapEnd } from './plan.js';
import { reachQuiescence, type Swap, turnPhase, turnToTransfer } from './quiescence.js';
import { freeMediator, freeObject } from './reclamation.js';
import { releaseAll } from './suspension.js';
import { transfer } from './transfer.js';
import {
  cellsOf,
  type Group,
  mediatorTarget,
  type ObjectReference,
  originalOf,
  type SwappableReference,
} from './translation.js';

const current = view('current object', originalOf);

/** requestSwap starts a swap of each reference, unless one is on. It does not wait. */
export function* requestSwap(hotSwap: HotSwap, refs: readonly Reference[]): Program<void> {
  for (const ref of refs) yield* scope(requestOne, Object.freeze({ hotSwap, ref }));
}

export interface Request {
  readonly hotSwap: HotSwap;
  readonly ref: Reference;
}

function* requestOne({ hotSwap, ref }: Request): Program<void> {
  const { switching, swapper } = hotSwap.references[ref]!;
  yield* announce('swapRequested', { ref });
  // Other swaps are excluded before anything is read: in between, a whole swap could pass, and what was read would be
  // the object before last (P2 and P3, mutant oldReadBeforeSwitching).
  if (!(yield* compareExchange(switching, 0, 1))) {
    return yield* report('swapRefused', { ref, reason: 'busy' });
  }
  yield* spawn(swapper);
}

/** swapper is the program of the thread that carries a swap out. */
export function* swapper({ hotSwap, ref }: Request, self: Self): Program<void> {
  if (hotSwap.options.serialised) yield* acquire(hotSwap.oneAtATime, self);
  const plan = yield* scope(prepare, Object.freeze({ hotSwap, ref }));
  if (plan === null) return;
  const outcome = yield* scope(reachCommit, Object.freeze({ hotSwap, plan }));
  yield* scope(conclude, Object.freeze({ hotSwap, plan, outcome }));
}

/** prepare makes the plan before anything moves; null if the swap is refused. */
function* prepare({ hotSwap, ref }: Request): Program<Plan | null> {
  const reference = hotSwap.references[ref]!;
  const plan = yield* makePlan(reference);
  return typeof plan === 'string' ? yield* refuse(hotSwap, reference, plan) : plan;
}

/** makePlan makes the plan of a swap, and its successor; or says why there is none. */
export function* makePlan(reference: SwappableReference): Program<Plan | Refusal> {
  const original = yield* load(reference.pointer, current);
  const mediator = reference.mediators.length > 1 ? yield* load(reference.ended) : 0;
  const format = agreedFormat(reference, original.object);
  if (typeof format === 'string') return format;
  const successor = yield* construct(reference, original.object + 1);
  return successor ? Object.freeze({ ref: reference.name, mediator, original, successor, format }) : 'no successor';
}

export type Refusal = EventData['swapRefused']['reason'];

function agreedFormat({ objects }: SwappableReference, from: number): number | Refusal {
  const [old, successor] = [objects[from], objects[from + 1]];
  if (!old || !successor) return 'no successor';
  return bestCommonFormat(old.component, successor.component) ?? 'no format';
}

/** construct builds the successor where that can fail, and gives a reference to it; null if there is none. */
function* construct(reference: SwappableReference, object: number): Program<ObjectReference | null> {
  const successor = yield* take(reference, object);
  const { component } = reference.objects[object]!;
  try {
    if (component.construct) yield* component.construct(cellsOf(reference, successor));
    return successor;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    yield* unmake(reference, successor);
    return null;
  }
}

/** unmake gives the memory of a successor back that is not to be. */
export function* unmake({ objects }: SwappableReference, { object, incarnation }: ObjectReference): Program<void> {
  if (incarnation !== undefined) yield* free(objects[object]!.memory, incarnation);
}

/** A swap that was given up has freed the successor; the next one that has the same number takes its memory anew. */
function* take({ objects, mediators }: SwappableReference, object: number): Program<ObjectReference> {
  if (mediators.length < 2) return Object.freeze({ object });
  return Object.freeze({ object, incarnation: yield* allocate(objects[object]!.memory) });
}

function* refuse(hotSwap: HotSwap, reference: SwappableReference, reason: Refusal): Program<null> {
  yield* admitNext(hotSwap, reference);
  yield* report('swapRefused', { ref: reference.name, reason });
  return null;
}

/**
 * admitNext is the swapper's last operation: the next request of the reference starts this very thread anew. A lock
 * that the swapper let go of afterwards would still keep it busy then (QSC506 in a random scenario, before this order).
 */
function* admitNext(hotSwap: HotSwap, { switching }: SwappableReference): Program<void> {
  if (hotSwap.options.serialised) yield* release(hotSwap.oneAtATime);
  yield* store(switching, 0);
}

/** reachCommit does all that comes before the commit, and tells whether there is to be one. */
function* reachCommit(swap: Swap): Program<SwapEnd> {
  const { hotSwap, plan } = swap;
  yield* interpose(swap);
  const drained = yield* scope(grace, Object.freeze({ ...swap, abortable: true }));
  yield* at('forward', { ref: plan.ref, generations: generationsInGrace(hotSwap) });
  if (hotSwap.options.synchronousCalls) yield* safePoint();
  if (!drained || (yield* mayAbort(hotSwap))) return yield* abandon(swap);
  const quiescent = yield* scope(blockOut, swap);
  yield* at('block', { ref: plan.ref });
  if (!quiescent || (yield* mayAbort(hotSwap))) return yield* abandon(swap);
  yield* report('quiescent', { ref: plan.ref, mediator: plan.mediator });
  if (hotSwap.options.synchronousCalls) yield* closeToSynchronous(swap);
  yield* at('transfer', { ref: plan.ref });
  const transferred = yield* scope(transfer, swap);
  if (hotSwap.options.synchronousCalls === 'transferAwaits') yield* safePoint();
  yield* at('transferred', { ref: plan.ref });
  return !transferred || (yield* mayAbort(hotSwap)) ? yield* abandon(swap) : 'completed';
}

/**
 * closeToSynchronous keeps out the calls that cannot be held back, from here on. A tick may end wherever the swapper has
 * waited, and before the transfer begins: calls that come there are still served.
 */
function* closeToSynchronous(swap: Swap): Program<void> {
  yield* safePoint();
  yield* turnToTransfer(swap);
  if (swap.hotSwap.options.synchronousCalls === 'transferAwaits') yield* safePoint();
}

function* abandon({ plan }: Swap): Program<SwapEnd> {
  yield* report('swapAbandoned', { ref: plan.ref, mediator: plan.mediator });
  return 'aborted';
}

/** interpose turns the pointer to the mediator, which is one with those of the group, if there is one. */
export function* interpose({ hotSwap, plan }: Swap, group?: Group): Program<void> {
  const { ref, mediator, original } = plan;
  yield* store(hotSwap.references[ref]!.pointer, mediatorTarget(mediator, original, group));
  yield* reportTogether({ swapStarted: { ref, mediator }, phase: { ref, mediator, phase: 'forward' } });
  yield* at('forward', { ref, generations: 0 });
  yield* startDeadline(hotSwap, plan, 'deadline');
}

/** By generation, the older threads are gone by now, and with them the last calls: block holds back nobody new. */
function* blockOut(swap: Swap): Program<boolean> {
  if (!isByGeneration(swap.hotSwap.options)) return yield* reachQuiescence(swap);
  yield* turnPhase(swap, 'block');
  return true;
}

interface Conclusion extends Swap {
  readonly outcome: SwapEnd;
}

/**
 * conclude commits or aborts, and cleans up, in the paper's order: pointer, release, deallocate. Each caller that is
 * let go re-reads the pointer, which leads to an object by then. The end is signalled before the second grace period:
 * an active thread that waits for the end of the swap would otherwise wait for itself (mutant completionAfterReclamation).
 */
function* conclude({ hotSwap, plan, outcome }: Conclusion): Program<void> {
  const swap: Swap = Object.freeze({ hotSwap, plan });
  yield* at(outcome === 'completed' ? 'transferred' : 'aborting', { ref: plan.ref });
  yield* swing(swap, outcome === 'completed' ? plan.successor : plan.original);
  yield* turnPhase(swap, 'completed', { outcome });
  yield* releaseAll(hotSwap, plan);
  yield* signalEnd(swap, outcome);
  yield* at('reclaiming', { ref: plan.ref, outcome, generations: 0 });
  yield* freeObject(swap, outcome === 'completed' ? plan.original : plan.successor);
  if (hotSwap.options.secondGrace) {
    yield* scope(grace, Object.freeze({ ...swap, abortable: false, outcome }));
    yield* at('reclaiming', { ref: plan.ref, outcome, generations: generationsInGrace(hotSwap) });
  }
  yield* freeMediator(swap);
  yield* at('retired', { ref: plan.ref });
  yield* becomeIdle(swap);
}

export function* becomeIdle({ hotSwap, plan }: Swap): Program<void> {
  yield* admitNext(hotSwap, hotSwap.references[plan.ref]!);
  yield* report('swapIdle', { ref: plan.ref });
}

/** swing turns the pointer to the object that serves from now on: the commit, or its opposite. */
export function* swing({ hotSwap, plan }: Swap, target: ObjectReference): Program<void> {
  yield* store(hotSwap.references[plan.ref]!.pointer, target);
  yield* report('swung', { ref: plan.ref, object: target.object });
}

export function* signalEnd({ hotSwap, plan }: Swap, outcome: SwapEnd): Program<void> {
  yield* add(hotSwap.references[plan.ref]!.ended, 1);
  yield* report('swapEnded', { ref: plan.ref, mediator: plan.mediator, outcome });
}
