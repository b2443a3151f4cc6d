// A counter that swaps itself (paper, section 1: "a component designed for sequential applications can be used initially, and
// then swapped for one supporting greater concurrency if contention for the component is detected"; reference 1 calls it
// customization). The shared one counts how often an increment had to be tried again, the partitioned one how often it was
// read, which costs it a load per processor. Each asks for the other from inside its own method, and goes on.
// Hysteresis: what is counted starts anew with each object, and has to reach a threshold; what speaks for the object that
// serves takes it back. One event of the other kind never swaps anything.

import {
  again,
  type Cell,
  cell,
  compareExchange,
  deepFreeze,
  done,
  fetchAdd,
  load,
  loop,
  type Program,
  type Self,
  type Turn,
  type Value,
} from '../../../engine/program/index.js';
import type { Component, Frame } from '../../contract.js';
import { askForSwap } from '../../request.js';
import { partitionedCounter, sharedCounter } from './counters.js';
import { addOne, count, type PartitionedMemory, type SharedMemory } from './memory.js';

/** How often it takes before a counter asks for the other. */
export const threshold = 2;

type Pressed = { readonly pressure: Cell<number> };
type AdaptiveShared = SharedMemory & Pressed;
type AdaptivePartitioned = PartitionedMemory & Pressed;

/** press counts what speaks against the object, and asks for a swap when that is enough: once, however many press. */
function* press({ mechanism, call, cells }: Frame<AdaptiveShared | AdaptivePartitioned>, self: Self): Program<void> {
  const pressed = yield* fetchAdd(cells.pressure, 1);
  if (pressed + 1 === threshold) yield* askForSwap(mechanism, [call.ref], self);
}

function* incrementShared(frame: Frame<AdaptiveShared>, _args: Value, self: Self): Program<Value> {
  const contended = yield* loop(Object.freeze({ value: frame.cells.value, contended: false }), tryIncrement);
  if (contended) yield* press(frame, self);
  return null;
}

interface Increment {
  readonly value: Cell<number>;
  readonly contended: boolean;
}

function* tryIncrement({ value, contended }: Increment): Program<Turn<Increment, boolean>> {
  const before = yield* load(value);
  return (yield* compareExchange(value, before, before + 1)) ? done(contended) : again({ value, contended: true });
}

/** A read is what the shared counter is good at. */
function* readShared({ cells }: Frame<AdaptiveShared>): Program<Value> {
  yield* relieve(cells);
  return yield* count(cells);
}

function* incrementPartitioned({ cells }: Frame<AdaptivePartitioned>, _args: Value, self: Self): Program<Value> {
  yield* relieve(cells);
  yield* addOne(cells, self);
  return null;
}

function* readPartitioned(frame: Frame<AdaptivePartitioned>, _args: Value, self: Self): Program<Value> {
  yield* press(frame, self);
  return yield* count(frame.cells);
}

/** What was pressed below the threshold is taken back; a swap that has been asked for is not. */
function* relieve({ pressure }: Pressed): Program<void> {
  for (let pressed = 1; pressed < threshold; pressed++) if (yield* compareExchange(pressure, pressed, 0)) return;
}

/** The shared counter that asks for a partitioned one when it is contended. */
export const adaptiveSharedCounter: Component<AdaptiveShared> = deepFreeze({
  ...sharedCounter,
  name: 'adaptiveSharedCounter',
  methods: { increment: incrementShared, read: readShared },
  layOut: (name: string): AdaptiveShared => ({
    ...sharedCounter.layOut(name, 1),
    pressure: cell(`${name}.pressure`, 0) as Cell<number>,
  }),
});

/** The partitioned counter that asks for a shared one when it is only read. */
export const adaptivePartitionedCounter: Component<AdaptivePartitioned> = deepFreeze({
  ...partitionedCounter,
  name: 'adaptivePartitionedCounter',
  methods: { increment: incrementPartitioned, read: readPartitioned },
  layOut: (name: string, processors: number): AdaptivePartitioned => ({
    ...partitionedCounter.layOut(name, processors),
    pressure: cell(`${name}.pressure`, 0) as Cell<number>,
  }),
});
