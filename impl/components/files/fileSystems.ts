// File systems behind a table of operations, in the manner of vnodes (paper, section 2: "a similar approach could be used in a
// non-object-oriented system that uses operations tables, such as vnodes"). A component needs no object system: its one
// method takes the number of an operation and looks it up in the table, as VOP_READ and VOP_WRITE do.
// One keeps files in place, the other in a log that grows; the log is replayed by a read. Formats: 0 the log, 1 the contents.

import {
  again,
  type Cell,
  cell,
  compareExchange,
  deepFreeze,
  done,
  load,
  loop,
  type Program,
  store,
  type Turn,
  type Value,
} from '../../../engine/program/index.js';
import type { Component, Frame } from '../../contract.js';
import { type Contents, contentsOf, fileSpecification, type Write, written } from './specification.js';

type InPlace = { readonly contents: Cell<Contents> };
type Logged = { readonly log: Cell<readonly Write[]> };

const formats = Object.freeze({ log: 0, contents: 1 });

/** The operations of a file system, by number. */
type Operations<M> = readonly ((memory: M, operands: Value) => Program<Value>)[];

function* readInPlace({ contents }: InPlace, file: Value): Program<Value> {
  return (yield* load(contents))[file as string] ?? null;
}

function* writeInPlace({ contents }: InPlace, operands: Value): Program<Value> {
  return yield* loop(Object.freeze({ contents, operands }), tryWrite);
}

function* tryWrite(locals: InPlace & { operands: Value }): Program<Turn<InPlace & { operands: Value }, null>> {
  const before = yield* load(locals.contents);
  const after = written(before, locals.operands as Write);
  return (yield* compareExchange(locals.contents, before, after)) ? done(null) : again(locals);
}

function* readLog({ log }: Logged, file: Value): Program<Value> {
  return contentsOf(yield* load(log))[file as string] ?? null;
}

function* appendToLog({ log }: Logged, operands: Value): Program<Value> {
  return yield* loop(Object.freeze({ log, operands }), tryAppend);
}

function* tryAppend(locals: Logged & { operands: Value }): Program<Turn<Logged & { operands: Value }, null>> {
  const before = yield* load(locals.log);
  return (yield* compareExchange(locals.log, before, [...before, locals.operands as Write]))
    ? done(null)
    : again(locals);
}

const inPlaceTable: Operations<InPlace> = Object.freeze([readInPlace, writeInPlace]);
const loggedTable: Operations<Logged> = Object.freeze([readLog, appendToLog]);

function* inPlaceOperation({ cells }: Frame<InPlace>, [operation, operands]: readonly Value[]): Program<Value> {
  return yield* inPlaceTable[operation as number]!(cells, operands!);
}

function* loggedOperation({ cells }: Frame<Logged>, [operation, operands]: readonly Value[]): Program<Value> {
  return yield* loggedTable[operation as number]!(cells, operands!);
}

function* exportContents({ contents }: InPlace): Program<Value> {
  return yield* load(contents);
}

function* importContents({ contents }: InPlace, format: number, state: Value): Program<void> {
  yield* store(contents, format === formats.log ? contentsOf(state as readonly Write[]) : (state as Contents));
}

function* exportLog({ log }: Logged, format: number): Program<Value> {
  const writes = yield* load(log);
  return format === formats.log ? writes : contentsOf(writes);
}

/** One write for each file, in the order of their names: a record has none that anybody may rely on. */
function writesOf(contents: Contents): readonly Write[] {
  return Object.entries(contents).sort(([one], [other]) => (one < other ? -1 : 1));
}

function* importLog({ log }: Logged, format: number, state: Value): Program<void> {
  yield* store(log, format === formats.log ? (state as readonly Write[]) : writesOf(state as Contents));
}

const files = { family: 'files', specification: fileSpecification, formatNames: ['log', 'contents'] };

export const inPlaceFiles: Component<InPlace> = deepFreeze({
  ...files,
  name: 'inPlaceFiles',
  exports: [formats.contents],
  imports: [formats.log, formats.contents],
  methods: { operation: inPlaceOperation as never },
  layOut: (name: string): InPlace => ({ contents: cell<Contents>(`${name}.contents`, {}) as Cell<Contents> }),
  exportState: exportContents,
  importState: importContents,
});

export const loggedFiles: Component<Logged> = deepFreeze({
  ...files,
  name: 'loggedFiles',
  exports: [formats.log, formats.contents],
  imports: [formats.log, formats.contents],
  methods: { operation: loggedOperation as never },
  layOut: (name: string): Logged => ({ log: cell<readonly Write[]>(`${name}.log`, []) as Logged['log'] }),
  exportState: exportLog,
  importState: importLog,
});
