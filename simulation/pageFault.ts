// The page-fault path of the paper's second benchmark (section 4): a fault asks the Region, which asks the File Cache
// Manager for the page. Each comes in two kinds. Simple and shared: one lock and one table for all processors. Partitioned:
// a lock and a table per processor, with a way to them of five loads, which is what makes them dearer on one.
// Locks are queues, as K42's are: who comes gets a turn, and waits for it on a line of its own.
// A table is a number here, how often it was asked, so that a swap has a state to move.

import {
  add,
  type CellArray,
  cells,
  deepFreeze,
  fetchAdd,
  is,
  load,
  type Program,
  type Self,
  store,
  type Value,
  view,
  wait,
} from '../engine/program/index.js';
import { callNested } from '../impl/call.js';
import { counterSpecification } from '../impl/components/counter/index.js';
import type { Component, Frame } from '../impl/contract.js';

type Table = {
  /** One part, or one per processor: the next turn at its lock, and whose turn it is, a line for each that may wait. */
  readonly turn: CellArray<number>;
  readonly granted: CellArray<number>;
  readonly asked: CellArray<number>;
  /** Partitioned only: what is read on the way to a processor's part. Nobody writes it. */
  readonly way: CellArray<number>;
};

type TableFrame = Frame<Table>;

/** What is read is not looked at: only that it is read counts here. */
const present = view('present', (_content: number) => 1);

function* lookUp({ cells: table }: TableFrame, _args: Value, self: Self): Program<Value> {
  const part = table.way.length === 0 ? 0 : self.processor;
  for (const line of table.way) yield* load(line, present);
  const places = table.granted.length / table.turn.length;
  const turn = yield* fetchAdd(table.turn[part]!, 1);
  yield* wait(table.granted[part * places + turn]!, is(1));
  yield* load(table.asked[part]!, present);
  yield* add(table.asked[part]!, 1);
  yield* store(table.granted[part * places + turn]!, 0);
  yield* store(table.granted[part * places + ((turn + 1) % places)]!, 1);
  return null;
}

function* fault(frame: TableFrame, args: Value, self: Self): Program<Value> {
  yield* lookUp(frame, args, self);
  return yield* callNested(frame, manager, 'lookUp', null);
}

/** The reference by which the Region knows the File Cache Manager. */
const manager = 'fcm';

function* exportTotal({ asked }: Table): Program<Value> {
  let total = 0;
  for (const part of asked) total += yield* load(part);
  return total;
}

function* importTotal({ asked }: Table, _format: number, total: Value): Program<void> {
  yield* store(asked[0]!, total as number);
}

function layOutShared(name: string, processors: number): Table {
  return layOutParts(name, 1, processors + 1, 0);
}

/** Directory, entry, representative, table, lock: what makes a fault about 30 % dearer, as the paper has it. */
const wayLength = 5;

/** Nobody but its own processor comes to a part. */
function layOutPartitioned(name: string, processors: number): Table {
  return layOutParts(name, processors, 2, wayLength);
}

function layOutParts(name: string, parts: number, places: number, way: number): Table {
  const options = way === 0 ? {} : { home: (processor: number) => processor };
  const homes = way === 0 ? {} : { home: (at: number) => Math.floor(at / places) };
  return {
    turn: cells(`${name}.turn`, parts, 0, { ...options, modulo: places }),
    granted: cells(`${name}.granted`, parts * places, (at: number) => (at % places === 0 ? 1 : 0), homes),
    asked: cells(`${name}.asked`, parts, 0, options),
    way: cells(`${name}.way`, way, 1),
  };
}

const table = {
  specification: counterSpecification,
  exports: [0],
  imports: [0],
  exportState: exportTotal,
  importState: importTotal,
};

const shared = { ...table, layOut: layOutShared };
const partitioned = { ...table, layOut: layOutPartitioned };
const ofRegion = { family: 'region', methods: { fault, lookUp } };
const ofManager = { family: 'fcm', methods: { lookUp } };

export const sharedRegion: Component<Table> = deepFreeze({ ...shared, ...ofRegion, name: 'sharedRegion' });
export const sharedManager: Component<Table> = deepFreeze({ ...shared, ...ofManager, name: 'sharedManager' });
export const partitionedRegion: Component<Table> = deepFreeze({
  ...partitioned,
  ...ofRegion,
  name: 'partitionedRegion',
});
export const partitionedManager: Component<Table> = deepFreeze({
  ...partitioned,
  ...ofManager,
  name: 'partitionedManager',
});
