// What a call does whose local entry leads nowhere (K42's miss handling): it looks the reference up in the global entry and
// fills the local one, with the object that serves, or with the mediator of the swap that is on.

import {
  add,
  fetchOr,
  isNot,
  load,
  type Program,
  type Self,
  spawn,
  store,
  Thrown,
  view,
  wait,
} from '../../engine/program/index.js';
import type { Call } from '../contract.js';
import { report } from '../events.js';
import { releaseLock, takeLock } from '../hotswap/fairLock.js';
import { cellsOf, type ObjectReference } from '../hotswap/translation.js';
import { type Clustered, joinerThread } from './layout.js';
import { aWorker, type Mediator, rootPhase } from './mediator.js';
import {
  bitOf,
  type ClusteredReference,
  enterMiss,
  isGone,
  leadsToMediator,
  leaveMiss,
  type MediatorReference,
} from './translation.js';

export interface Miss {
  readonly clustered: Clustered;
  readonly call: Call;
  readonly processor: number;
}

const isUnsealed = view('is not sealed', (phase: number) => phase < rootPhase.transfer);
const isNoTransfer = view(
  'is not in transfer',
  (phase: number) => phase < rootPhase.transfer || phase === rootPhase.aborting,
);
const isForward = view('isForward', (phase: string) => phase === 'forward');

/**
 * miss fills the local entry, unless the global one is being turned; the call looks at the local entry again in either
 * case. Who meets a mediator that is about to be taken out waits for that, and not as a miss: the turning waits for misses.
 */
export function* miss(args: Miss, self: Self): Program<void> {
  const reference = args.clustered.entries[args.call.ref]!;
  if (!(yield* enterMiss(reference))) return;
  const target = yield* load(reference.global);
  const installed = leadsToMediator(target)
    ? yield* installMediator(args, target, self)
    : yield* installObject(reference, args.processor, target);
  yield* leaveMiss(reference);
  if (isGone(target)) throw new Thrown('destroyed');
  if (!installed) yield* wait(reference.global, isNot(target));
}

/**
 * installObject has the object make its representative, where it is a clustered one; then it says that the processor knows
 * the object, and then lets it: a swap that reads the set of processors
 * has waited for this miss to be over. Atomic, because misses of several processors are under way at once.
 */
function* installObject(reference: ClusteredReference, processor: number, target: ObjectReference): Program<boolean> {
  if (isGone(target)) return true;
  const { component } = reference.objects[target.object]!;
  if (component.handleMiss) yield* component.handleMiss(cellsOf(reference, target), processor);
  yield* fetchOr(reference.touched, bitOf(processor));
  yield* store(reference.local[processor]!, target);
  return true;
}

/**
 * installMediator lets the processor know the mediator; false where it is too late for that. In a swap that is being given
 * up it is not too late on a processor with a worker, which may be waiting for this very thread: its representative lets
 * calls through until then (noDeadlock, mutant abortHoldsBackMisses).
 */
function* installMediator(args: Miss, target: MediatorReference, self: Self): Program<boolean> {
  const { clustered, call, processor } = args;
  const mediator = clustered.entries[target.lead]!.mediators[target.mediator]!;
  const hasWorker = (target.touched & bitOf(processor)) !== 0;
  yield* takeLock(mediator.lock, self.slot);
  const open = yield* load(mediator.phase, hasWorker ? isNoTransfer : isUnsealed);
  if (open) {
    if (!hasWorker) yield* bear(args, target, mediator);
    yield* store(clustered.entries[call.ref]!.local[processor]!, target);
  }
  yield* releaseLock(mediator.lock, self.slot);
  return open;
}

/**
 * bear makes the representative of a processor that no worker has been started for, because nobody had called there: it
 * blocks from the first, for no call of the processor can be inside. Its worker has nothing to wait for but the barrier.
 */
function* bear({ call, processor }: Miss, target: MediatorReference, mediator: Mediator): Program<void> {
  const { phase } = mediator.representatives[processor]!;
  if (!(yield* load(phase, isForward))) return;
  yield* store(phase, 'block');
  yield* report('phase', { ref: call.ref, mediator: target.mediator, phase: 'block', processor });
  yield* add(mediator.workers, aWorker);
  yield* spawn(joinerThread(target.lead, target.mediator, processor));
}
