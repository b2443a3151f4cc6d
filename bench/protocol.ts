// The bench protocol: a compact hot swap, written once here and once in Promela (peers/protocol.pml), operation for
// operation. Clients activate themselves in a thread generation, call through the pointer, nested once if they are odd;
// the swapper interposes a mediator, lets two generations pass, blocks, transfers and completes.
// It is for comparing engines: the mechanism that is verified is impl/hotswap, which has far more to it.

import { atEnd, noDeadlock, noFailure, type Property } from '../engine/index.js';
import type { System } from '../engine/multiprocessor/system.js';
import { type Cell, type CellArray, cell, cells } from '../engine/program/cell.js';
import { scope } from '../engine/program/nesting.js';
import {
  add,
  exchange,
  fail,
  fetchAdd,
  is,
  load,
  type Program,
  store,
  view,
  wait,
} from '../engine/program/operation.js';
import { type Self, thread } from '../engine/program/thread.js';

/** How large an instance is. */
export interface Size {
  readonly clients: number;
  /** Calls of each client. */
  readonly calls: number;
}

/** What `pointer` leads to. */
const toOld = 0;
const toMediator = 1;
const toNew = 2;

/** Values of `phase`. */
const forward = 0;
const block = 1;
const completed = 2;

interface Memory {
  readonly pointer: Cell<number>;
  readonly phase: Cell<number>;
  /** Calls in flight in the mediator. */
  readonly count: Cell<number>;
  /** Per client: whether it has a counted call in flight. */
  readonly tracked: CellArray<number>;
  /** Activations of the current generation * 2 + its index. */
  readonly word: Cell<number>;
  /** Per index of generation: activated and not yet deactivated, less those that still stand in `word`. */
  readonly alive: CellArray<number>;
  readonly oldValue: Cell<number>;
  readonly newValue: Cell<number>;
  /** Frames in the old object. */
  readonly inside: Cell<number>;
}

interface Calling {
  readonly memory: Memory;
  /** Nested calls within a call. */
  readonly depth: number;
}

const index = view('index', (word: number) => word & 1);
const activations = view('activations', (word: number) => word >> 1);
const isForward = view('isForward', (phase: number) => phase === forward);
const isZero = view('isZero', (value: number) => value === 0);

function* client({ calls, ...calling }: Calling & { readonly calls: number }): Program<void> {
  for (let call = 0; call < calls; call += 1) yield* scope(activeCall, Object.freeze(calling));
}

function* activeCall(calling: Calling): Program<void> {
  const generation = yield* fetchAdd(calling.memory.word, 2, index);
  yield* scope(call, calling);
  yield* add(calling.memory.alive[generation]!, -1);
}

function* call(calling: Calling, self: Self): Program<void> {
  const target = yield* load(calling.memory.pointer);
  if (target === toOld) yield* runInOld(calling);
  else if (target === toNew) yield* runInNew(calling);
  else yield* mediated(calling, self);
}

function* mediated(calling: Calling, self: Self): Program<void> {
  const { count, phase, tracked } = calling.memory;
  if ((yield* load(tracked[self.slot]!)) === 1) return yield* runInOld(calling);
  yield* add(count, 1);
  if (yield* load(phase, isForward)) return yield* counted(calling, self);
  yield* add(count, -1);
  yield* wait(phase, is(completed));
  yield* runInNew(calling);
}

function* counted(calling: Calling, self: Self): Program<void> {
  const { count, tracked } = calling.memory;
  yield* store(tracked[self.slot]!, 1);
  yield* runInOld(calling);
  yield* store(tracked[self.slot]!, 0);
  yield* add(count, -1);
}

function* runInOld({ memory, depth }: Calling): Program<void> {
  yield* add(memory.inside, 1);
  yield* add(memory.oldValue, 1);
  if (depth > 0) yield* scope(call, Object.freeze({ memory, depth: depth - 1 }));
  yield* add(memory.inside, -1);
}

function* runInNew({ memory, depth }: Calling): Program<void> {
  yield* add(memory.newValue, 1);
  if (depth > 0) yield* scope(call, Object.freeze({ memory, depth: depth - 1 }));
}

function* swapper(memory: Memory): Program<void> {
  yield* store(memory.pointer, toMediator);
  yield* scope(advance, Object.freeze({ memory, ending: 0 }));
  yield* scope(advance, Object.freeze({ memory, ending: 1 }));
  yield* store(memory.phase, block);
  yield* wait(memory.count, is(0));
  if (!(yield* load(memory.inside, isZero))) yield* fail('the old object is not quiescent');
  yield* scope(transfer, memory);
  yield* store(memory.phase, completed);
  yield* store(memory.pointer, toNew);
}

/** Ends the generation with index `ending`, once the one before it is gone. */
function* advance({ memory, ending }: { readonly memory: Memory; readonly ending: 0 | 1 }): Program<void> {
  const next = 1 - ending;
  yield* wait(memory.alive[next]!, is(0));
  const activated = yield* exchange(memory.word, next, activations);
  yield* add(memory.alive[ending]!, activated);
}

function* transfer(memory: Memory): Program<void> {
  yield* store(memory.newValue, yield* load(memory.oldValue));
}

/** Odd clients nest one call in each of theirs. */
const nesting = (slot: number) => slot % 2;

/** protocol is the system of the given size, and what is checked of it. */
export function protocol({ clients, calls }: Size): {
  readonly system: System;
  readonly properties: readonly Property[];
} {
  const memory: Memory = {
    pointer: cell('pointer', toOld),
    phase: cell('phase', forward),
    count: cell('count', 0),
    tracked: cells('tracked', clients, 0),
    word: cell('word', 0),
    alive: cells('alive', 2, 0),
    oldValue: cell('oldValue', 0),
    newValue: cell('newValue', 0),
    inside: cell('inside', 0),
  };
  const slots = Array.from({ length: clients }, (_, slot) => slot);
  const threads = [
    ...slots.map((slot) => thread(`client${slot}`, client, { memory, calls, depth: nesting(slot) })),
    thread('swapper', swapper, memory),
  ];
  const expected = slots.reduce((sum, slot) => sum + calls * (1 + nesting(slot)), 0);
  const summed = atEnd('finalValueIsSumOfCalls', (state) => state.read(memory.newValue) === expected);
  const system = { name: `bench-${clients}-${calls}`, cells: Object.values(memory), threads };
  return { system, properties: [noFailure, noDeadlock, summed] };
}
