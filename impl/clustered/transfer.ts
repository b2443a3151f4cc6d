// State transfer on all processors at once (paper, section 2: "in a large multiprocessor, allow much of the transfer to
// occur in parallel across multiple processors, preserving locality when possible"). Where both sides know the format by
// parts, every worker moves the part of its processor, and the first of them those of processors without a worker;
// else the first moves the whole, as most of K42's components do. It copies, so that a failure ends in an abort.

import { type Program, store, Thrown } from '../../engine/program/index.js';
import { announce, report } from '../events.js';
import { insideOf } from '../hotswap/translation.js';
import { exportState, importState } from '../inside.js';
import type { Member } from './plan.js';
import { mediatorOfWorker } from './root.js';
import type { Worker } from './worker.js';

/** transfer moves what is the worker's to move, of every member. A failure is told to the barrier. */
export function* transfer(worker: Worker): Program<void> {
  for (const member of worker.plan.members) {
    if (yield* move(worker, member)) continue;
    yield* store(mediatorOfWorker(worker).failed, 1);
    return;
  }
}

function* move(worker: Worker, member: Member): Program<boolean> {
  const { clustered, plan, processor } = worker;
  const isFirst = plan.processors[0] === processor;
  if (!isByParts(worker, member)) return !isFirst || (yield* moveWhole(worker, member));
  const others = isFirst
    ? clustered.generations.map((_, index) => index).filter((index) => !plan.processors.includes(index))
    : [];
  return yield* told(worker, member, moveParts(worker, member, [processor, ...others]));
}

/** moveWhole moves all of a member's state; false when a side fails. */
export function* moveWhole(worker: Worker, member: Member): Program<boolean> {
  return yield* told(worker, member, whole(worker, member));
}

function* told(worker: Worker, member: Member, moving: Program<void>): Program<boolean> {
  const { ref, original, successor, format } = member;
  const data = { ref, from: original.object, to: successor.object, format, processor: worker.processor };
  yield* announce('transferBegins', data);
  try {
    yield* moving;
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    return false;
  }
  yield* report('transferEnded', data);
  return true;
}

function* whole(worker: Worker, member: Member): Program<void> {
  const { from, to } = sides(worker, member);
  const state = yield* exportState(from, member.format);
  yield* importState(to, member.format, state);
}

function* moveParts(worker: Worker, member: Member, processors: readonly number[]): Program<void> {
  const { from, to } = sides(worker, member);
  for (const processor of processors) {
    const part = yield* exportState(from, member.format, processor);
    yield* importState(to, member.format, part, processor);
  }
}

function isByParts(worker: Worker, member: Member): boolean {
  const { from, to } = sides(worker, member);
  const knows = (formats: readonly number[] = []) => formats.includes(member.format);
  return knows(from.component.exportsParts) && knows(to.component.importsParts);
}

function sides({ clustered }: Worker, { ref, original, successor }: Member) {
  const reference = clustered.entries[ref]!;
  return { from: insideOf(reference, original), to: insideOf(reference, successor) };
}
