// Hash tables (paper, section 2: the best common format "may allow a hash table to be passed directly through a pointer,
// rather than converted to and from some canonical form, such as a list or array"). A table has a pointer to its buckets;
// a bucket is one cell, so that a put is one step. Transfer formats, the better the lower: 0 the buckets themselves, by
// reference; 1 their contents, bucket by bucket; 2 the canonical list of entries. Tables that hash alike know all three.
// The buckets are memory of their own: they outlive the table that they were made for.

import {
  again,
  type Cell,
  type CellArray,
  cell,
  cells,
  compareExchange,
  deepFreeze,
  done,
  load,
  loop,
  type Program,
  region,
  store,
  type Turn,
  type Value,
} from '../../../engine/program/index.js';
import type { Component, Frame } from '../../contract.js';
import { type Entries, tableSpecification, valueIn, withEntry } from './specification.js';

type Buckets = CellArray<Entries>;

export type TableMemory = {
  /** Where the buckets are. */
  readonly buckets: Cell<Buckets>;
  /** The buckets that the table was made with. */
  readonly own: Buckets;
};

const formats = Object.freeze({ reference: 0, contents: 1, entries: 2 });
const size = 2;

/** Two ways of spreading keys over the buckets. */
function byRemainder(key: number): number {
  return key % size;
}

function byHalf(key: number): number {
  return (key >> 1) % size;
}

type TableFrame = Frame<TableMemory>;

function* putByRemainder({ cells: { buckets } }: TableFrame, args: Value): Program<Value> {
  const [key] = args as readonly [number, number];
  return yield* putIn((yield* load(buckets))[byRemainder(key)]!, args);
}

function* putByHalf({ cells: { buckets } }: TableFrame, args: Value): Program<Value> {
  const [key] = args as readonly [number, number];
  return yield* putIn((yield* load(buckets))[byHalf(key)]!, args);
}

function* getByRemainder({ cells: { buckets } }: TableFrame, key: Value): Program<Value> {
  return valueIn(yield* load((yield* load(buckets))[byRemainder(key as number)]!), key as number);
}

function* getByHalf({ cells: { buckets } }: TableFrame, key: Value): Program<Value> {
  return valueIn(yield* load((yield* load(buckets))[byHalf(key as number)]!), key as number);
}

function* putIn(bucket: Cell<Entries>, entry: Value): Program<null> {
  yield* loop(Object.freeze({ bucket, entry }), tryPut);
  return null;
}

interface Put {
  readonly bucket: Cell<Entries>;
  readonly entry: Value;
}

/** Another put into the bucket may come between; then the bucket has changed, and the next turn reads it again. */
function* tryPut(locals: Put): Program<Turn<Put, void>> {
  const before = yield* load(locals.bucket);
  const after = withEntry(before, locals.entry as readonly [number, number]);
  return (yield* compareExchange(locals.bucket, before, after)) ? done() : again(locals);
}

function* exportState({ buckets }: TableMemory, format: number): Program<Value> {
  const table = yield* load(buckets);
  if (format === formats.reference) return table as unknown as Value;
  const contents: Entries[] = [];
  for (const bucket of table) contents.push(yield* load(bucket));
  return format === formats.contents ? contents : contents.flat();
}

function* importByRemainder(memory: TableMemory, format: number, state: Value): Program<void> {
  if (format !== formats.entries) return yield* takeBuckets(memory, format, state);
  yield* fill(memory, bucketsOf(state as Entries, byRemainder));
}

function* importByHalf(memory: TableMemory, _format: number, state: Value): Program<void> {
  yield* fill(memory, bucketsOf(state as Entries, byHalf));
}

function* takeBuckets(memory: TableMemory, format: number, state: Value): Program<void> {
  if (format === formats.contents) return yield* fill(memory, state as readonly Entries[]);
  yield* store(memory.buckets, state as unknown as Buckets);
}

function* fill({ own }: TableMemory, contents: readonly Entries[]): Program<void> {
  for (const [index, entries] of contents.entries()) yield* store(own[index]!, entries);
}

function bucketsOf(entries: Entries, hash: (key: number) => number): readonly Entries[] {
  return Array.from({ length: size }, (_, index) => entries.filter(([key]) => hash(key) === index));
}

function layOut(name: string): TableMemory {
  const memory = region(`${name}.buckets`, { kind: 'buckets', of: name });
  const own = cells<Entries>(`${name}.bucket`, size, [], { region: memory }) as Buckets;
  return { buckets: cell<Buckets>(`${name}.buckets`, own) as Cell<Buckets>, own };
}

const table = {
  family: 'table',
  specification: tableSpecification,
  formatNames: ['by reference', 'contents', 'entries'],
  exports: [formats.reference, formats.contents, formats.entries],
  imports: [formats.reference, formats.contents, formats.entries],
  layOut,
  exportState,
};

/** A table that spreads its keys by their remainder. */
export const remainderTable: Component<TableMemory> = deepFreeze({
  ...table,
  name: 'remainderTable',
  methods: { put: putByRemainder, get: getByRemainder },
  importState: importByRemainder,
});

/** A table that takes the contents of another's buckets, and not the buckets. */
export const copyingTable: Component<TableMemory> = deepFreeze({
  ...remainderTable,
  name: 'copyingTable',
  imports: [formats.contents, formats.entries],
});

/** A table that spreads its keys otherwise: it has to be rebuilt from the entries. */
export const halfTable: Component<TableMemory> = deepFreeze({
  ...table,
  name: 'halfTable',
  exports: [formats.entries],
  imports: [formats.entries],
  methods: { put: putByHalf, get: getByHalf },
  importState: importByHalf,
});
