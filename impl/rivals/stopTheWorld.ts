// Stop the world and rewrite every reference, as a garbage collector would (paper, section 1: "using the same
// infrastructure as used by garbage collection systems. However, this would be prohibitively expensive"). Clients refer to
// the object directly, each by a reference of its own. A swap asks all threads to stop, waits until each has come to a
// poll, moves the state, rewrites all references, and lets them go on.
// A thread polls before every operation of a method; one that blocks is at a safe place meanwhile.
// Two treatments of frames: left, so that a method runs on in the old object, a dead copy, which is freed when nobody is in
// it; or rewritten, so that the code of the old object runs on in the memory of the new one, cell by cell.
// Leaves out: compiled code that knows where its frames keep references, which is what confines it to one language.

import {
  add,
  again,
  type Cell,
  type CellArray,
  cell,
  cells,
  compareExchange,
  done,
  is,
  load,
  loop,
  type Operation,
  type Program,
  type Region,
  region,
  type Self,
  scope,
  store,
  type Turn,
  type Value,
  wait,
  type Yielded,
} from '../../engine/program/index.js';
import { inPlaceOf } from '../../engine/program/performable.js';
import type { Call, Site } from '../contract.js';
import { type Reference, report } from '../events.js';
import { runAs } from '../inside.js';
import { ownedByTranslation } from '../owners.js';
import { type Rival, type RivalObject, rival, type Swap } from './ground.js';
import { conclude, discard, moveState, starts } from './swap.js';

type Own = {
  /** By client: the object that its reference leads to. */
  readonly reference: CellArray<number>;
  /** By object and client: the client's frames in it, as a collector finds them on its stack. */
  readonly frames: CellArray<number>;
};

type Shared = {
  readonly stop: Cell<number>;
  /** By client: 1 while it may perform an operation of a method. */
  readonly running: CellArray<number>;
};

type World = Rival<Own, Shared>;

function layOut({ callers, references }: Site, name: Reference, own: Region): Own {
  const translation = region(`${name}.translation`, ownedByTranslation(name));
  const { versions } = references.find((each) => each.name === name)!;
  return {
    reference: cells(`${name}.reference`, callers.length, 0, { region: translation }),
    frames: cells(`${name}.frames`, versions.length * callers.length, 0, { region: own }),
  };
}

function layOutShared({ callers }: Site, own: Region): Shared {
  return {
    stop: cell('stop', 0, { region: own }),
    running: cells('running', callers.length, 0, { region: own }),
  };
}

/** It runs before it looks: the stopper asks first and then looks who runs, so that one of the two sees the other. */
function* run(rival: World): Program<void> {
  yield* loop(rival, tryToRun);
}

function* tryToRun(rival: World, self: Self): Program<Turn<World, void>> {
  yield* store(rival.shared.running[self.slot]!, 1);
  if (!(yield* load(rival.shared.stop))) return done();
  yield* halt(rival, self);
  yield* wait(rival.shared.stop, is(0));
  return again(rival);
}

function* halt({ shared }: World, self: Self): Program<void> {
  yield* store(shared.running[self.slot]!, 0);
}

/** poll stops here if the world is to stop. */
function* poll(rival: World, self: Self): Program<void> {
  if (!(yield* load(rival.shared.stop))) return;
  yield* halt(rival, self);
  yield* wait(rival.shared.stop, is(0));
  yield* run(rival);
}

interface Frame {
  readonly rival: World;
  readonly call: Call;
  readonly object: number;
  /** Whether the collector rewrites what the frame refers to. */
  readonly rewritten: boolean;
}

function* callThatIsLeft(rival: World, call: Call, self: Self): Program<Value> {
  return yield* callPolling(rival, call, false, self);
}

function* callThatIsRewritten(rival: World, call: Call, self: Self): Program<Value> {
  return yield* callPolling(rival, call, true, self);
}

function* callPolling(rival: World, call: Call, rewritten: boolean, self: Self): Program<Value> {
  yield* run(rival);
  const object = yield* load(rival.references[call.ref]!.own.reference[self.slot]!);
  const frames = framesOf(rival, call.ref, object)[self.slot]!;
  yield* add(frames, 1);
  try {
    return yield* scope(runMethod, Object.freeze({ rival, call, object, rewritten }));
  } finally {
    yield* halt(rival, self);
    yield* add(frames, -1);
  }
}

/** By client. */
function framesOf({ references, callers }: World, ref: Reference, object: number): readonly Cell<number>[] {
  return references[ref]!.own.frames.slice(object * callers.length, (object + 1) * callers.length);
}

function* runMethod(frame: Frame, self: Self): Program<Value> {
  const { rival, call, object } = frame;
  const { component, cells } = rival.references[call.ref]!.objects[object]!;
  const inside = { ref: call.ref, object, component, cells };
  return yield* runAs((method) => polling(frame, method, self), rival, inside, call, self);
}

/** polling performs a method with a poll before every operation but the first, which call has polled for. */
function* polling(frame: Frame, method: Program<Value>, self: Self): Program<Value> {
  const steps = method[Symbol.iterator]();
  let object = frame.object;
  let isFirst = true;
  let step = steps.next();
  while (!step.done) {
    if (isStep(step.value)) {
      if (!isFirst) yield* poll(frame.rival, self);
      if (!isFirst && frame.rewritten) object = yield* load(referenceOf(frame, self));
      isFirst = false;
    }
    step = yield* performed(frame, redirected(frame, step.value, object), steps, self);
  }
  return step.value;
}

type Steps = Iterator<Yielded, Value, unknown>;

function* performed(frame: Frame, yielded: Yielded, steps: Steps, self: Self): Program<IteratorResult<Yielded, Value>> {
  if (mayBlock(yielded)) yield* halt(frame.rival, self);
  try {
    const given = yield yielded;
    if (isNesting(yielded) || mayBlock(yielded)) yield* run(frame.rival);
    return steps.next(given);
  } catch (thrown) {
    if (isNesting(yielded)) yield* run(frame.rival);
    if (!steps.throw) throw thrown;
    return steps.throw(thrown);
  }
}

function referenceOf({ rival, call }: Frame, self: Self): Cell<number> {
  return rival.references[call.ref]!.own.reference[self.slot]!;
}

function isNesting({ kind }: Yielded): boolean {
  return kind === 'scope' || kind === 'loop';
}

/** A loop of the language is a lock that is taken; a scope is a nested call, which polls by itself. */
function mayBlock({ kind }: Yielded): boolean {
  return kind === 'wait' || kind === 'park' || kind === 'join' || kind === 'loop';
}

function isStep({ kind }: Yielded): boolean {
  return kind !== 'begins' && kind !== 'happened' && kind !== 'at';
}

/** An operation on the memory that the method was called with, on what has come in its place. */
function redirected({ rival, call, object: before }: Frame, yielded: Yielded, object: number): Yielded {
  if (object === before || !('cell' in yielded)) return yielded;
  const { objects } = rival.references[call.ref]!;
  const at = cellsOf(objects[before]!).findIndex(({ name }) => name === yielded.cell.name);
  if (at < 0) return yielded;
  const others = cellsOf(objects[object]!);
  return inPlaceOf(yielded, { ...yielded, cell: others[Math.min(at, others.length - 1)]! } as Operation);
}

function cellsOf({ cells }: RivalObject): readonly Cell[] {
  return Object.values(cells).flat() as unknown as readonly Cell[];
}

function* swapLeavingFrames(swap: Swap<Own, Shared>): Program<void> {
  const moved = yield* scope(whileStopped, Object.freeze({ swap, discards: false }));
  if (moved) yield* scope(awaitFrames, swap);
  yield* discard(swap, moved);
}

function* swapRewritingFrames(swap: Swap<Own, Shared>): Program<void> {
  yield* scope(whileStopped, Object.freeze({ swap, discards: true }));
}

interface Stop {
  readonly swap: Swap<Own, Shared>;
  /** Whether nothing refers to the object that lost. */
  readonly discards: boolean;
}

function* whileStopped({ swap, discards }: Stop): Program<boolean> {
  const { shared, references } = swap.rival;
  yield* starts(swap);
  yield* loop(shared.stop, tryToStop);
  yield* report('phase', { ref: swap.plan.ref, mediator: swap.plan.from, phase: 'block' });
  for (const running of shared.running) yield* wait(running, is(0));
  const moved = yield* scope(moveState, swap);
  if (moved) {
    for (const each of references[swap.plan.ref]!.own.reference) yield* store(each, swap.plan.to);
  }
  yield* conclude(swap, moved);
  if (discards) yield* discard(swap, moved);
  yield* store(shared.stop, 0);
  return moved;
}

/** There is one world to stop. */
function* tryToStop(stop: Cell<number>): Program<Turn<Cell<number>, void>> {
  if (yield* compareExchange(stop, 0, 1)) return done();
  yield* wait(stop, is(0));
  return again(stop);
}

/** No client gets another frame in the old object once its reference was rewritten. */
function* awaitFrames({ rival, plan }: Swap<Own, Shared>): Program<void> {
  for (const frames of framesOf(rival, plan.ref, plan.from)) yield* wait(frames, is(0));
}

export const stopTheWorldLeaving = rival(
  'stopTheWorldLeaving',
  'all threads stop, all references are rewritten, and frames run on in the old object',
  { layOut, layOutShared, call: callThatIsLeft, swap: swapLeavingFrames },
);

export const stopTheWorldRewriting = rival(
  'stopTheWorldRewriting',
  'all threads stop, all references are rewritten, those of frames too: old code runs on in the new object',
  { layOut, layOutShared, call: callThatIsRewritten, swap: swapRewritingFrames },
);
