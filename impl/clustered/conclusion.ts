// The end of a swap: the commit (or the way back) by the last worker at the barrier, and the deallocation by the last one
// that has waited for its processor's second grace period.

import {
  add,
  compareExchange,
  fetchAdd,
  free,
  load,
  type Program,
  scope,
  store,
  view,
} from '../../engine/program/index.js';
import { type Reference, report } from '../events.js';
import type { ObjectReference } from '../hotswap/translation.js';
import { mayAbort } from './abort.js';
import { destroyNow } from './destruction.js';
import { grace } from './generations.js';
import { aRetirement, rootPhase } from './mediator.js';
import { reportEach } from './members.js';
import type { Member, SwapEnd } from './plan.js';
import { mediatorOfWorker } from './root.js';
import { beginTurning, endTurning, entry } from './translation.js';
import type { Worker } from './worker.js';

const isZero = view('isZero', (value: number) => value === 0);
const isLastToRetire = view('is the last to retire', (workers: number) => workers === aRetirement);

/**
 * conclude turns the global entries, lets the other workers know, and says that the swap has ended. It gives back the
 * references that are to be destroyed, where it lets the next swap in: whoever is held back must be let go before.
 */
export function* conclude(own: Worker, phase: number): Program<readonly Reference[]> {
  const outcome = yield* decide(own, phase);
  yield* turnGlobalEntries(own, outcome);
  yield* store(mediatorOfWorker(own).phase, rootPhase.completed);
  const { plan, clustered } = own;
  yield* reportEach(plan, ({ ref }) => ({ name: 'phase', data: { ref, mediator: plan.mediator, phase: 'completed' } }));
  for (const { ref } of plan.members) {
    yield* add(clustered.entries[ref]!.ended, 1);
    yield* report('swapEnded', { ref, mediator: plan.mediator, outcome });
  }
  yield* freeLosers(own, outcome);
  return clustered.options.nextAfterCommit ? yield* letNextIn(own) : nothingDue;
}

function* decide(own: Worker, phase: number): Program<SwapEnd> {
  if (phase === rootPhase.aborting) return 'aborted';
  const sound = yield* load(mediatorOfWorker(own).failed, isZero);
  if (sound && !(yield* mayAbort(own))) return 'completed';
  const { plan } = own;
  yield* reportEach(plan, ({ ref }) => ({ name: 'swapAbandoned', data: { ref, mediator: plan.mediator } }));
  return 'aborted';
}

/**
 * turnGlobalEntries is the commit, or its opposite. Misses are held back and drained: none that has met the mediator
 * installs it, or uses its root's memory, after this.
 */
function* turnGlobalEntries({ clustered, plan }: Worker, outcome: SwapEnd): Program<void> {
  for (const { ref } of plan.members) yield* beginTurning(clustered.entries[ref]!);
  for (const member of plan.members) {
    const { global, touched } = clustered.entries[member.ref]!;
    const target = winnerOf(member, outcome);
    yield* store(touched, 0);
    yield* store(global, target);
    yield* report('swung', { ref: member.ref, object: target.object });
  }
  for (const { ref } of plan.members) yield* endTurning(clustered.entries[ref]!);
}

function winnerOf({ original, successor }: Member, outcome: SwapEnd): ObjectReference {
  return outcome === 'completed' ? successor : original;
}

/** The object that lost goes at once: nobody is on the way to it. K42 waits for a grace period; it has none before. */
function* freeLosers({ clustered, plan }: Worker, outcome: SwapEnd): Program<void> {
  for (const { ref, original, successor } of plan.members) {
    const { object, incarnation } = outcome === 'completed' ? original : successor;
    yield* free(clustered.entries[ref]!.objects[object]!.memory, incarnation);
    yield* report('freedObject', { ref, object });
  }
}

/**
 * retire waits for the second grace period of the processor and frees its representative: callers may have loaded the local
 * entry while it led there, or be in the epilog still. K42's code never frees it. The last worker frees the root.
 */
export function* retire(own: Worker): Program<void> {
  const { clustered, processor } = own;
  const mediator = mediatorOfWorker(own);
  yield* scope(grace, Object.freeze({ clustered, processor, deadline: null }));
  if (!clustered.options.migration) yield* free(mediator.representatives[processor]!.memory);
  if (yield* fetchAdd(mediator.workers, -aRetirement, isLastToRetire)) yield* scope(reclaim, own);
}

function* reclaim(own: Worker): Program<void> {
  const { clustered, plan } = own;
  const mediator = mediatorOfWorker(own);
  // A thread that has migrated may use the representative of a processor that is not its own: all wait for all.
  if (clustered.options.migration)
    for (const processor of plan.processors) yield* free(mediator.representatives[processor]!.memory);
  yield* free(mediator.memory);
  yield* reportEach(plan, ({ ref }) => ({ name: 'freedMediator', data: { ref, mediator: plan.mediator } }));
  if (!clustered.options.nextAfterCommit) yield* admitNext(own);
}

export const nothingDue: readonly Reference[] = Object.freeze([]);

/** letNextIn is the same before this swap has let go; it gives back what is to be destroyed instead, later. */
function* letNextIn({ clustered, plan }: Worker): Program<readonly Reference[]> {
  const due: Reference[] = [];
  for (const { ref } of plan.members) {
    if (yield* compareExchange(clustered.entries[ref]!.entry, entry.switching, entry.idle))
      yield* report('swapIdle', { ref });
    else due.push(ref);
  }
  return Object.freeze(due);
}

/** admitNext lets the next swap begin; a destroy that came meanwhile is carried out instead. */
export function* admitNext({ clustered, plan }: Pick<Worker, 'clustered' | 'plan'>): Program<void> {
  for (const { ref } of plan.members) {
    if (yield* compareExchange(clustered.entries[ref]!.entry, entry.switching, entry.idle))
      yield* report('swapIdle', { ref });
    else yield* scope(destroyNow, Object.freeze({ clustered, ref }));
  }
}
