// The counters of the family: the paper's shared and partitioned counter (section 4), and four for the corner cases.
// Transfer formats, the better the lower: 0 the parts per processor, 1 the total, 2 a dump that only one of them knows.

import {
  add,
  type Cell,
  type CellOptions,
  cell,
  cells,
  choose,
  deepFreeze,
  load,
  type Program,
  QuiesceError,
  store,
  Thrown,
  type Value,
} from '../../../engine/program/index.js';
import type { Component } from '../../contract.js';
import { type CounterMemory, count, type PartitionedMemory, partsOf, type SharedMemory, takeOver } from './memory.js';
import { counterMethods } from './methods.js';
import { counterSpecification, countingTo } from './specification.js';

const formats = Object.freeze({ parts: 0, total: 1, dump: 2 });

function* exportState(memory: CounterMemory, format: number): Program<Value> {
  return format === formats.parts ? yield* partsOf(memory) : yield* count(memory);
}

function* importState(memory: CounterMemory, format: number, state: Value): Program<void> {
  yield* takeOver(memory, format === formats.parts ? (state as readonly number[]) : [state as number]);
}

/** Knows its own dump and nothing else: whatever comes in another format is lost. */
function* importDump(memory: SharedMemory, format: number, state: Value): Program<void> {
  yield* store(memory.value, format === formats.dump ? (state as number) : 0);
}

/** A choice of the scheduler decides, so that both outcomes are explored. */
function* importOrFail(memory: CounterMemory, format: number, state: Value): Program<void> {
  if ((yield* choose(2, 'import fails')) === 1) throw new Thrown('import');
  yield* importState(memory, format, state);
}

function* constructOrFail(): Program<void> {
  if ((yield* choose(2, 'construction fails')) === 1) throw new Thrown('construction');
}

function sharedMemory(name: string, options: CellOptions = {}): SharedMemory {
  return { value: cell(`${name}.value`, 0, options) as Cell<number> };
}

function partitionedMemory(name: string, processors: number): PartitionedMemory {
  return { parts: cells(`${name}.part`, processors, 0, { home: (processor) => processor }) };
}

const counter = {
  family: 'counter',
  specification: counterSpecification,
  formatNames: ['parts', 'total', 'dump'],
  methods: counterMethods,
  exportState,
  importState,
};

/** One cell for all processors: good for reads. */
export const sharedCounter: Component<SharedMemory> = deepFreeze({
  ...counter,
  name: 'sharedCounter',
  exports: [formats.total],
  imports: [formats.parts, formats.total],
  layOut: (name: string) => sharedMemory(name),
});

/** One cell per processor: good for updates. */
export const partitionedCounter: Component<PartitionedMemory> = deepFreeze({
  ...counter,
  name: 'partitionedCounter',
  exports: [formats.parts, formats.total],
  imports: [formats.parts, formats.total],
  layOut: partitionedMemory,
});

/** Each processor brings its part, in whatever order: the memory is set to nothing when the counter is made. */
function* collectPart({ value }: SharedMemory, _format: number, _processor: number, part: Value): Program<void> {
  yield* add(value, part as number);
}

function* constructEmpty({ value }: SharedMemory): Program<void> {
  yield* store(value, 0);
}

function* exportPart({ parts }: PartitionedMemory, _format: number, processor: number): Program<Value> {
  return yield* load(parts[processor]!);
}

function* importPart({ parts }: PartitionedMemory, _format: number, processor: number, part: Value): Program<void> {
  yield* store(parts[processor]!, part as number);
}

/** A partitioned counter whose parts are given and taken by the processors that they are at home on, all at once. */
export const spreadCounter: Component<PartitionedMemory> = deepFreeze({
  ...partitionedCounter,
  name: 'spreadCounter',
  exportsParts: [formats.parts],
  importsParts: [formats.parts],
  exportPart,
  importPart,
});

/** A shared counter that processors bring their parts to, all at once. */
export const collectingCounter: Component<SharedMemory> = deepFreeze({
  ...sharedCounter,
  name: 'collectingCounter',
  construct: constructEmpty,
  importsParts: [formats.parts],
  importPart: collectPart,
});

/** A counter that shares no transfer format with the others. */
export const foreignCounter: Component<SharedMemory> = deepFreeze({
  ...sharedCounter,
  name: 'foreignCounter',
  exports: [formats.dump],
  imports: [formats.dump],
  importState: importDump,
});

/** A counter whose import may fail. */
export const fragileCounter: Component<SharedMemory> = deepFreeze({
  ...sharedCounter,
  name: 'fragileCounter',
  importState: importOrFail,
});

/** A counter that may fail to be made. */
export const stillbornCounter: Component<SharedMemory> = deepFreeze({
  ...sharedCounter,
  name: 'stillbornCounter',
  construct: constructOrFail,
});

/** wrappingCounter counts modulo `modulo`, so that endless clients have finitely many states. */
export function wrappingCounter(modulo: number): Component<SharedMemory> {
  if (typeof modulo !== 'number')
    throw new QuiesceError('QSC112', `a number to wrap at wanted, ${typeof modulo} given`);
  return deepFreeze({
    ...sharedCounter,
    name: `wrappingCounter${modulo}`,
    specification: countingTo(modulo),
    layOut: (name: string) => sharedMemory(name, { modulo }),
  });
}
