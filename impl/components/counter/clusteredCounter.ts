// A counter that is a clustered object as K42 has them: a root, and a representative on each processor that has called it. The
// miss handler makes the representative before the local entry leads to the object, so that a call finds its own and
// asks for nothing: an increment is one step on memory of its processor. Whoever reads asks the root who is there.

import {
  add,
  type Cell,
  type CellArray,
  cell,
  cells,
  compareExchange,
  deepFreeze,
  fetchOr,
  load,
  type Program,
  type Self,
  store,
  type Value,
} from '../../../engine/program/index.js';
import type { Component, Frame } from '../../contract.js';
import { counterSpecification } from './specification.js';

export type ClusteredMemory = {
  /** The root: the processors that have a representative, a bit each. */
  readonly members: Cell<number>;
  /** The representatives: what was counted on each processor; -1 where there is none. */
  readonly counts: CellArray<number>;
};

const absent = -1;
const formats = Object.freeze({ parts: 0, total: 1 });

/** Two calls of a processor may miss at once: one of them makes the representative, and both find it. */
function* handleMiss({ members, counts }: ClusteredMemory, processor: number): Program<void> {
  yield* compareExchange(counts[processor]!, absent, 0);
  yield* fetchOr(members, 1 << processor);
}

function* increment({ cells: { counts } }: Frame<ClusteredMemory>, _args: Value, self: Self): Program<Value> {
  yield* add(counts[self.processor]!, 1);
  return null;
}

function* read({ cells: memory }: Frame<ClusteredMemory>): Program<Value> {
  return (yield* partsOf(memory)).reduce((sum, part) => sum + part, 0);
}

/** Increments may come between; the sum is one that the counter had meanwhile, for it only grows. */
function* partsOf({ members, counts }: ClusteredMemory): Program<readonly number[]> {
  const present = yield* load(members);
  const parts: number[] = [];
  for (const [processor, part] of counts.entries()) parts.push(present & (1 << processor) ? yield* load(part) : 0);
  return parts;
}

function* exportState(memory: ClusteredMemory, format: number): Program<Value> {
  const parts = yield* partsOf(memory);
  return format === formats.parts ? parts : parts.reduce((sum, part) => sum + part, 0);
}

function* importState(memory: ClusteredMemory, format: number, state: Value): Program<void> {
  const parts = format === formats.parts ? (state as readonly number[]) : [state as number];
  for (const [processor, part] of parts.entries()) yield* importPart(memory, format, processor, part);
}

function* exportPart({ counts }: ClusteredMemory, _format: number, processor: number): Program<Value> {
  return Math.max(0, yield* load(counts[processor]!));
}

function* importPart({ members, counts }: ClusteredMemory, _f: number, processor: number, part: Value): Program<void> {
  yield* store(counts[processor]!, part as number);
  yield* fetchOr(members, 1 << processor);
}

/** A partitioned counter whose parts are made where they are touched. */
export const clusteredCounter: Component<ClusteredMemory> = deepFreeze({
  name: 'clusteredCounter',
  family: 'counter',
  specification: counterSpecification,
  formatNames: ['parts', 'total'],
  exports: [formats.parts, formats.total],
  imports: [formats.parts, formats.total],
  exportsParts: [formats.parts],
  importsParts: [formats.parts],
  methods: { increment, read },
  layOut: (name: string, processors: number): ClusteredMemory => ({
    members: cell(`${name}.members`, 0) as Cell<number>,
    counts: cells(`${name}.count`, processors, absent, { home: (processor) => processor }),
  }),
  handleMiss,
  exportState,
  importState,
  exportPart,
  importPart,
});
