// Swapping several references as one (after the paper, by the four rules of docs/divergences.md): components that call each
// other may not be swapped each by itself, for a thread inside the one is held back at the other (corner case 9).
// Rule 1: a mediator stands before every member before anybody waits. Rule 2: none blocks before the threads are gone that may
// be inside any. Rule 3: in block a thread passes that is inside any; see isTracked. Rule 4: nothing is transferred before
// nobody is inside any. And all or none: no pointer is swung to a successor before every member has the state.
// The thread is the swapper of the first reference that was asked for; its mediator has the ticket of the group.

import {
  again,
  compareExchange,
  deepFreeze,
  done,
  load,
  loop,
  type Program,
  park,
  scope,
  spawn,
  store,
  type Turn,
  view,
} from '../../engine/program/index.js';
import { announce, type Reference, report, reportAll } from '../events.js';
import { mayAbort } from './abort.js';
import { grace } from './generations.js';
import type { HotSwap } from './layout.js';
import { takeTicket } from './mediator.js';
import type { Plan, SwapEnd } from './plan.js';
import { mediatorOfSwap, type Swap, turnPhase } from './quiescence.js';
import { freeMediator, freeObject } from './reclamation.js';
import { releaseAll } from './suspension.js';
import { becomeIdle, interpose, makePlan, type Refusal, type Request, signalEnd, swing, unmake } from './swap.js';
import { transfer } from './transfer.js';

const isZero = view('isZero', (value: number) => value === 0);

/** The swap of a group: the plans of its members, in the order that they were asked for. */
interface GroupSwap {
  readonly hotSwap: HotSwap;
  readonly plans: readonly Plan[];
}

function swapsOf({ hotSwap, plans }: GroupSwap): readonly Swap[] {
  return plans.map((plan) => Object.freeze({ hotSwap, plan }));
}

/** Its thread is the swapper, and its mediator has the ticket. */
function leadOf(group: GroupSwap): Swap {
  return swapsOf(group)[0]!;
}

interface GroupRequest {
  readonly hotSwap: HotSwap;
  readonly refs: readonly Reference[];
}

/** requestGroup starts one swap of all the references, unless one is on of any. It does not wait. */
export function* requestGroup(hotSwap: HotSwap, refs: readonly Reference[]): Program<void> {
  yield* scope(requestAll, deepFreeze({ hotSwap, refs: [...refs] }));
}

function* requestAll({ hotSwap, refs }: GroupRequest): Program<void> {
  for (const [index, ref] of refs.entries()) {
    yield* announce('swapRequested', { ref });
    if (yield* compareExchange(hotSwap.references[ref]!.switching, 0, 1)) continue;
    yield* report('swapRefused', { ref, reason: 'busy' });
    for (const taken of refs.slice(0, index)) yield* giveBack(hotSwap, taken, 'busy');
    return;
  }
  const { together, swapper } = hotSwap.references[refs[0]!]!;
  yield* store(together, refs);
  yield* spawn(swapper);
}

/** Nobody has seen yet that it was taken, but for who asked meanwhile and was refused. */
function* giveBack(hotSwap: HotSwap, ref: Reference, reason: Refusal): Program<void> {
  yield* store(hotSwap.references[ref]!.switching, 0);
  yield* report('swapRefused', { ref, reason });
}

/** groupSwapper is the program of the thread that carries the swap of a group out. */
export function* groupSwapper({ hotSwap, ref }: Request): Program<void> {
  const refs = yield* load(hotSwap.references[ref]!.together);
  const plans = yield* scope(makePlans, deepFreeze({ hotSwap, refs }));
  if (plans === null) return;
  const group: GroupSwap = Object.freeze({ hotSwap, plans });
  const outcome = yield* scope(reachCommit, group);
  yield* scope(conclude, Object.freeze({ group, outcome }));
}

/** makePlans makes the plans of all, and their successors; null if one of them is refused, and then all are. */
function* makePlans({ hotSwap, refs }: GroupRequest): Program<readonly Plan[] | null> {
  const plans: Plan[] = [];
  for (const ref of refs) {
    const plan = yield* makePlan(hotSwap.references[ref]!);
    if (typeof plan === 'string') return yield* refuseAll({ hotSwap, refs }, plans, plan);
    plans.push(plan);
  }
  return deepFreeze(plans);
}

function* refuseAll({ hotSwap, refs }: GroupRequest, made: readonly Plan[], reason: Refusal): Program<null> {
  for (const { ref, successor } of made) yield* unmake(hotSwap.references[ref]!, successor);
  for (const ref of leadLast(refs)) yield* giveBack(hotSwap, ref, reason);
  return null;
}

/** The next request of the group starts this very thread anew: the reference that it is the swapper of comes last. */
function leadLast<T>(members: readonly T[]): readonly T[] {
  return [...members].reverse();
}

/** reachCommit does all that comes before the commit, and tells whether there is to be one. */
function* reachCommit(group: GroupSwap): Program<SwapEnd> {
  const { hotSwap, plans } = group;
  const members = plans.map(({ ref, mediator }) => ({ ref, mediator }));
  // Rule 1. Whoever comes between two of these meets a mediator in forward, or an object that nobody waits for yet.
  for (const swap of swapsOf(group)) yield* interpose(swap, members);
  // Rule 2: the grace period begins when the last of them stands.
  const drained = yield* scope(grace, Object.freeze({ ...leadOf(group), abortable: true }));
  if (!drained || (yield* mayAbort(hotSwap))) return yield* abandonAll(group);
  yield* scope(blockOut, group);
  if (yield* mayAbort(hotSwap)) return yield* abandonAll(group);
  yield* reportAll(members.map((data) => ({ name: 'quiescent', data })));
  for (const swap of swapsOf(group)) if (!(yield* scope(transfer, swap))) return yield* abandonAll(group);
  return (yield* mayAbort(hotSwap)) ? yield* abandonAll(group) : 'completed';
}

function* abandonAll(group: GroupSwap): Program<SwapEnd> {
  yield* reportAll(group.plans.map(({ ref, mediator }) => ({ name: 'swapAbandoned', data: { ref, mediator } })));
  return 'aborted';
}

/**
 * blockOut turns every mediator to block, and then waits until nobody is inside any member. Phases first, counts second, as
 * for one: an epilog that takes the last call off sees all of them in block, or its zero is seen here.
 */
function* blockOut(group: GroupSwap): Program<void> {
  for (const swap of swapsOf(group)) yield* turnPhase(swap, 'block');
  if ((yield* noneCounted(group)) && (yield* takeTicket(mediatorOfSwap(leadOf(group))))) return;
  yield* loop(group, awaitTicket);
}

/**
 * noneCounted reads the counts of rule 4 one after the other, and that is enough. In block a member lets in only a thread that
 * is inside one of them; so whoever is inside when the last count is read has an outermost call that was counted before the
 * first was read, and is counted still, where it was to be read: not every count was zero (mutant groupLeftByOwnZero).
 */
function* noneCounted(group: GroupSwap): Program<boolean> {
  for (const swap of swapsOf(group)) if (!(yield* load(mediatorOfSwap(swap).count, isZero))) return false;
  return true;
}

/** The ticket says that the wake-up was meant; without it this is a permit left over. */
function* awaitTicket(group: GroupSwap): Program<Turn<GroupSwap, void>> {
  yield* park();
  return (yield* load(mediatorOfSwap(leadOf(group)).ticket, isZero)) ? done() : again(group);
}

interface Conclusion {
  readonly group: GroupSwap;
  readonly outcome: SwapEnd;
}

/** conclude commits or aborts all of them, each step of the paper's order for every member before the next. */
function* conclude({ group, outcome }: Conclusion): Program<void> {
  const swaps = swapsOf(group);
  const winner = ({ plan }: Swap) => (outcome === 'completed' ? plan.successor : plan.original);
  const loser = ({ plan }: Swap) => (outcome === 'completed' ? plan.original : plan.successor);
  for (const swap of swaps) yield* swing(swap, winner(swap));
  for (const swap of swaps) yield* turnPhase(swap, 'completed');
  for (const { hotSwap, plan } of swaps) yield* releaseAll(hotSwap, plan);
  for (const swap of swaps) yield* signalEnd(swap, outcome);
  for (const swap of swaps) yield* freeObject(swap, loser(swap));
  if (group.hotSwap.options.secondGrace)
    yield* scope(grace, Object.freeze({ ...leadOf(group), abortable: false, outcome }));
  for (const swap of swaps) yield* freeMediator(swap);
  for (const swap of leadLast(swaps)) yield* becomeIdle(swap);
}
