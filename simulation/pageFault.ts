// The page-fault path of the paper's second benchmark (section 4): a fault asks the Region, which asks the File Cache
// Manager for the page. Each comes in two kinds. Simple and shared: one lock and one table for all processors. Partitioned:
// a lock and a table per processor, found through a directory and a representative, which is what makes them dearer on one.
// A table is a number here, how often it was asked, so that a swap has a state to move.

import {
  acquire,
  add,
  type CellArray,
  cells,
  deepFreeze,
  load,
  type Program,
  release,
  type Self,
  store,
  type Value,
  view,
} from '../engine/program/index.js';
import { callNested } from '../impl/call.js';
import { counterSpecification } from '../impl/components/counter/index.js';
import type { Component, Frame } from '../impl/contract.js';

type Table = {
  /** One, or one per processor. */
  readonly lock: CellArray<number>;
  readonly asked: CellArray<number>;
  /** Partitioned only: the way to a processor's part. Nobody writes it. */
  readonly directory: CellArray<number>;
  readonly representative: CellArray<number>;
};

type TableFrame = Frame<Table>;

/** What is read is not looked at: only that it is read counts here. */
const present = view('present', (_content: number) => 1);

function* lookUp({ cells: table }: TableFrame, _args: Value, self: Self): Program<Value> {
  const part = table.directory.length === 0 ? 0 : self.processor;
  if (table.directory.length > 0) {
    yield* load(table.directory[part]!, present);
    yield* load(table.representative[part]!, present);
  }
  yield* acquire(table.lock[part]!, self);
  yield* load(table.asked[part]!, present);
  yield* add(table.asked[part]!, 1);
  yield* release(table.lock[part]!);
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

function layOutShared(name: string): Table {
  return layOutParts(name, 1, 0);
}

function layOutPartitioned(name: string, processors: number): Table {
  return layOutParts(name, processors, processors);
}

function layOutParts(name: string, parts: number, directory: number): Table {
  const options = parts === 1 ? {} : { home: (processor: number) => processor };
  return {
    lock: cells(`${name}.lock`, parts, 0, options),
    asked: cells(`${name}.asked`, parts, 0, options),
    directory: cells(`${name}.directory`, directory, 1),
    representative: cells(`${name}.representative`, directory, 1, options),
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
