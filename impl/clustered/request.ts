// A request for a swap (K42's switchCObj). It is asynchronous: whoever asks settles what can be settled, turns the global
// entries, starts a worker on every processor that knows the old object, and goes on.
// Other swaps are excluded before anything is read. The released code reads the old object first; on a processor that has
// never called it a whole swap can pass in between (mutant oldReadBeforeExclusion).

import {
  allocate,
  compareExchange,
  free,
  load,
  type Program,
  scope,
  spawn,
  store,
  Thrown,
  view,
} from '../../engine/program/index.js';
import { announce, type EventData, type Reference, report, reportTogether } from '../events.js';
import { bestCommonFormat } from '../hotswap/negotiation.js';
import { cellsOf, type ObjectReference } from '../hotswap/translation.js';
import { type Clustered, deadlineThread, workerThread } from './layout.js';
import { aWorker } from './mediator.js';
import type { Member, Plan } from './plan.js';
import { beginTurning, bitOf, type ClusteredReference, endTurning, entry, objectOf } from './translation.js';
import { swapUntouched } from './untouched.js';

const current = view('current object', objectOf);

interface Request {
  readonly clustered: Clustered;
  readonly refs: readonly Reference[];
}

/** requestSwap starts a swap of each reference, or one of all where groups are known. It does not wait. */
export function* requestSwap(clustered: Clustered, refs: readonly Reference[]): Program<void> {
  const groups = clustered.options.grouped ? [refs] : refs.map((ref) => [ref]);
  for (const group of groups) yield* scope(requestGroup, Object.freeze({ clustered, refs: Object.freeze(group) }));
}

function* requestGroup(request: Request): Program<void> {
  if (!(yield* excludeOthers(request))) return;
  const plan = yield* scope(prepare, request);
  if (plan === null) return;
  yield* start(request.clustered, plan);
}

/** excludeOthers is true when no other swap of any member is on; false, and all as before, when one is. */
function* excludeOthers({ clustered, refs }: Request): Program<boolean> {
  for (const [index, ref] of refs.entries()) {
    yield* announce('swapRequested', { ref });
    if (yield* compareExchange(clustered.entries[ref]!.entry, entry.idle, entry.switching)) continue;
    yield* report('swapRefused', { ref, reason: 'busy' });
    for (const before of refs.slice(0, index)) yield* giveBack(clustered, before, 'busy');
    return false;
  }
  return true;
}

type Refusal = EventData['swapRefused']['reason'];

function* giveBack(clustered: Clustered, ref: Reference, reason: Refusal): Program<void> {
  yield* store(clustered.entries[ref]!.entry, entry.idle);
  yield* report('swapRefused', { ref, reason });
}

/** prepare makes the successors and agrees on formats; null, and nothing has moved, where that fails. */
function* prepare({ clustered, refs }: Request): Program<Plan | null> {
  const members: Member[] = [];
  for (const ref of refs) {
    const member = yield* memberOf(clustered.entries[ref]!);
    if (typeof member === 'string') {
      for (const { ref: made, successor } of members) yield* unmake(clustered.entries[made]!, successor);
      for (const each of refs) yield* giveBack(clustered, each, member);
      return null;
    }
    members.push(member);
  }
  const lead = refs[0]!;
  const { mediators, ended } = clustered.entries[lead]!;
  const mediator = mediators.length > 1 ? yield* load(ended) : 0;
  return Object.freeze({ lead, mediator, processors: [], members });
}

function* memberOf(reference: ClusteredReference): Program<Member | Refusal> {
  const original = yield* load(reference.global, current);
  const [old, next] = [reference.objects[original.object], reference.objects[original.object + 1]];
  if (!old || !next) return 'no successor';
  const format = bestCommonFormat(old.component, next.component);
  if (format === undefined) return 'no format';
  const successor = yield* construct(reference, original.object + 1);
  return successor ? Object.freeze({ ref: reference.name, original, successor, format }) : 'no successor';
}

function* construct(reference: ClusteredReference, object: number): Program<ObjectReference | null> {
  const { component, memory } = reference.objects[object]!;
  const takenAnew = reference.mediators.length > 1;
  const successor = Object.freeze(takenAnew ? { object, incarnation: yield* allocate(memory) } : { object });
  try {
    if (component.construct) yield* component.construct(cellsOf(reference, successor));
    return successor;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    yield* unmake(reference, successor);
    return null;
  }
}

function* unmake({ objects }: ClusteredReference, { object, incarnation }: ObjectReference): Program<void> {
  if (incarnation !== undefined) yield* free(objects[object]!.memory, incarnation);
}

/**
 * start turns the global entries to the mediator, all of them before any worker begins: the forward phase of a group is
 * one, and no member blocks before the threads are known that may be inside another. The processors that know an old
 * object are read when no miss is under way, so that none is missed (quiescence, mutants touchedNotAtomic and missesNotDrained).
 */
function* start(clustered: Clustered, prepared: Plan): Program<void> {
  const references = prepared.members.map(({ ref }) => clustered.entries[ref]!);
  for (const reference of references) yield* beginTurning(reference);
  const processors = yield* processorsOf(clustered, references);
  const plan: Plan = Object.freeze({ ...prepared, processors });
  const { mediators, plan: cell } = clustered.entries[plan.lead]!;
  if (processors.length === 0) return yield* scope(swapUntouched, Object.freeze({ clustered, plan }));
  yield* store(cell, plan);
  yield* store(mediators[plan.mediator]!.workers, aWorker * processors.length);
  for (const member of plan.members) yield* interpose(clustered, plan, member);
  for (const reference of references) yield* endTurning(reference);
  for (const processor of processors) yield* spawn(workerThread(plan.lead, plan.mediator, processor));
  if (clustered.options.abort === 'deadline') yield* spawn(deadlineThread(plan.lead, plan.mediator));
}

function* processorsOf(clustered: Clustered, references: readonly ClusteredReference[]): Program<readonly number[]> {
  if (clustered.options.migration) return clustered.callerProcessors;
  let touched = 0;
  for (const reference of references) touched |= yield* load(reference.touched);
  const all = clustered.generations.map((_, processor) => processor);
  return all.filter((processor) => touched & bitOf(processor));
}

function* interpose(clustered: Clustered, plan: Plan, { ref, original }: Member): Program<void> {
  const { lead, mediator, processors } = plan;
  const touched = processors.reduce((set, processor) => set | bitOf(processor), 0);
  yield* store(clustered.entries[ref]!.global, Object.freeze({ mediator, lead, original, touched }));
  yield* reportTogether({ swapStarted: { ref, mediator }, phase: { ref, mediator, phase: 'forward' } });
}
