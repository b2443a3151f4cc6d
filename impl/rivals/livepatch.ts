// Linux livepatch (Documentation/livepatch, kernel/livepatch/transition.c): every task has a patch state of its own. While a
// patch is in transition, calls go where the state of their task says; a task goes over when it leaves or enters the
// kernel (the rule of kGraft), or when whoever carries the transition out finds no frame of the patched code on its stack
// (the rule of kpatch); Linux has both. Both versions live until the last task has gone over. One patch is in transition at
// a time, and patches stack up. The removed flag `immediate` had no transition at all.
// It promises that no task mixes versions, not that two tasks agree on shared data: the state is copied before the first
// task goes over, as a callback of the patch would.
// A stack is the task's own memory, no mechanism's: pushing a frame is what every call does.
// Leaves out: signals to tasks that take long, the reversal of a transition, and `force`.

import {
  add,
  again,
  type Cell,
  type CellArray,
  cells,
  compareExchange,
  done,
  fetchOr,
  load,
  loop,
  type Program,
  type Region,
  region,
  type Self,
  scope,
  store,
  type Turn,
  update,
  type Value,
  view,
} from '../../engine/program/index.js';
import type { Activation, Call, Site } from '../contract.js';
import { type Reference, report } from '../events.js';
import { ownedByStack } from '../owners.js';
import { type Rival, rival, type Swap } from './ground.js';
import { conclude, discard, ends, moveState, runIn, startsAtOnce } from './swap.js';

type Own = {
  /** By task: its frames in the component, whether its calls go to the old version, and whether it may go over. */
  readonly task: CellArray<number>;
};

type Shared = {
  /** By task: 1 while it is in the kernel. */
  readonly inKernel: CellArray<number>;
};

type Livepatch = Rival<Own, Shared>;

const old = 1;
const mayGoOver = 2;
const frame = 4;
const isOld = view('isOld', (word: number) => (word & old) !== 0);
const isPending = view('isPending', (word: number) => (word & mayGoOver) !== 0);
const goneOver = view('gone over', (word: number) => word & ~(old | mayGoOver));

function layOut({ callers }: Site, name: Reference, _own: Region): Own {
  return { task: cells(`${name}.task`, callers.length, 0, { region: region(`${name}.stacks`, ownedByStack(name)) }) };
}

function layOutShared({ callers }: Site, _own: Region): Shared {
  return { inKernel: cells('inKernel', callers.length, 0, { region: region('kernelEntry', ownedByStack('kernel')) }) };
}

/** While patch n is in transition the pointer holds -n. */
function inTransition(pointer: number): boolean {
  return pointer < 0;
}

/**
 * The frame is pushed before anything is read: whoever looks at the stack in between sees it, and does not take the task
 * over with the old code in hand (P3).
 */
function* call(rival: Livepatch, call: Call, self: Self): Program<Value> {
  const task = rival.references[call.ref]!.own.task[self.slot]!;
  yield* add(task, frame);
  try {
    return yield* runIn(rival, call, yield* loop(Object.freeze({ rival, call }), version));
  } finally {
    yield* add(task, -frame);
  }
}

interface Visit {
  readonly rival: Livepatch;
  readonly call: Call;
}

/**
 * In transition the state of the task decides, and the pointer is read once more: the transition may have come to its end
 * meanwhile and the next one begun, which the state would then be of (P3 in backToBackSwaps). Linux waits for everybody
 * who is about to decide before the next transition.
 */
function* version({ rival, call }: Visit, self: Self): Program<Turn<Visit, number>> {
  const { pointer, own } = rival.references[call.ref]!;
  const target = yield* load(pointer);
  if (!inTransition(target)) return done(target);
  const isBefore = yield* load(own.task[self.slot]!, isOld);
  if ((yield* load(pointer)) !== target) return again({ rival, call });
  return done(isBefore ? -target - 1 : -target);
}

/** A task that never calls has no state. */
function isTask({ callers }: Livepatch, { slot }: Self): boolean {
  return slot < callers.length;
}

function* enterKernel(rival: Livepatch, self: Self): Program<Activation> {
  if (!isTask(rival, self)) return 0;
  yield* store(rival.shared.inKernel[self.slot]!, 1);
  yield* scope(goOver, rival);
  return 0;
}

function* leaveKernel(rival: Livepatch, _activation: Activation, self: Self): Program<void> {
  if (!isTask(rival, self)) return;
  yield* scope(goOver, rival);
  yield* store(rival.shared.inKernel[self.slot]!, 0);
}

function* goOver(rival: Livepatch, self: Self): Program<void> {
  for (const { own } of Object.values(rival.references)) {
    if (yield* load(own.task[self.slot]!, isPending)) yield* update(own.task[self.slot]!, goneOver);
  }
}

interface Waiting {
  readonly task: Cell<number>;
  readonly inKernel: Cell<number>;
}

/** The rule of kGraft. A task that is not in the kernel goes over when it enters, because it is marked by now. */
function* goesOverByItself({ task, inKernel }: Waiting): Program<Turn<Waiting, void>> {
  const isOver = !(yield* load(task, isPending)) || !(yield* load(inKernel));
  return isOver ? done() : again({ task, inKernel });
}

/** The rule of kpatch. */
function* hasNoFrame({ task, inKernel }: Waiting): Program<Turn<Waiting, void>> {
  return (yield* compareExchange(task, old | mayGoOver, 0)) ? done() : again({ task, inKernel });
}

function* eitherWay({ task, inKernel }: Waiting): Program<Turn<Waiting, void>> {
  const isOver = (yield* compareExchange(task, old | mayGoOver, 0)) || !(yield* load(task, isPending));
  return isOver ? done() : again({ task, inKernel });
}

interface Transition {
  readonly swap: Swap<Own, Shared>;
  readonly rule: typeof eitherWay;
}

function* swapByBothRules(swap: Swap<Own, Shared>): Program<void> {
  yield* transition({ swap, rule: eitherWay });
}

function* swapByKernelExit(swap: Swap<Own, Shared>): Program<void> {
  yield* transition({ swap, rule: goesOverByItself });
}

function* swapByStackCheck(swap: Swap<Own, Shared>): Program<void> {
  yield* transition({ swap, rule: hasNoFrame });
}

function* transition({ swap, rule }: Transition): Program<void> {
  yield* startsAtOnce(swap);
  const moved = yield* scope(moveState, swap);
  if (moved) yield* scope(takeAllOver, Object.freeze({ swap, rule }));
  yield* ends(swap, moved);
  yield* discard(swap, moved);
}

/**
 * All tasks are marked as old before the pointer says that the patch is in transition, so that none is taken for one that
 * has gone over; and may go over only after that, so that none that has goes to the old version (P3).
 */
function* takeAllOver({ swap, rule }: Transition): Program<void> {
  const { rival, plan } = swap;
  const { pointer, own } = rival.references[plan.ref]!;
  for (const task of own.task) yield* fetchOr(task, old, isOld);
  yield* store(pointer, -plan.to);
  yield* report('swung', { ref: plan.ref, object: plan.to });
  for (const task of own.task) yield* fetchOr(task, mayGoOver, isOld);
  for (const [slot, task] of own.task.entries()) {
    yield* loop(Object.freeze({ task, inKernel: rival.shared.inKernel[slot]! }), rule);
  }
  yield* store(pointer, plan.to);
}

function* swapAtOnce(swap: Swap<Own, Shared>): Program<void> {
  yield* startsAtOnce(swap);
  const moved = yield* moveState(swap);
  yield* conclude(swap, moved);
}

const tasks = { layOut, layOutShared, call };

export const livepatch = rival(
  'livepatch',
  'each task goes over to the new version by itself at the edge of the kernel, or when its stack has no frame of the old',
  { ...tasks, activate: enterKernel, deactivate: leaveKernel, swap: swapByBothRules },
);

export const livepatchKGraft = rival(
  'livepatchKGraft',
  'each task goes over to the new version when it leaves or enters the kernel',
  { ...tasks, activate: enterKernel, deactivate: leaveKernel, swap: swapByKernelExit },
);

export const livepatchKpatch = rival(
  'livepatchKpatch',
  'each task is taken over to the new version when its stack has no frame of the old',
  { ...tasks, swap: swapByStackCheck },
);

export const livepatchImmediate = rival(
  'livepatchImmediate',
  'new calls go to the new version at once, and old ones run on; the old version is never freed',
  { ...tasks, swap: swapAtOnce },
);
