// The two ways in which counters of this family keep their count (paper, section 4): one cell for all processors, good
// for reads, or one per processor, good for updates. The methods are written once, over these primitives.

import { add, type Cell, type CellArray, load, type Program, type Self, store } from '../../../engine/program/index.js';

export type SharedMemory = { readonly value: Cell<number> };
export type PartitionedMemory = { readonly parts: CellArray<number> };
export type CounterMemory = SharedMemory | PartitionedMemory;

function isShared(memory: CounterMemory): memory is SharedMemory {
  return 'value' in memory;
}

/** addOne counts one more. One step. */
export function* addOne(memory: CounterMemory, self: Self): Program<void> {
  yield* add(isShared(memory) ? memory.value : memory.parts[self.processor]!, 1);
}

/** count reads how many there are: one step, or one per processor. */
export function* count(memory: CounterMemory): Program<number> {
  return (yield* partsOf(memory)).reduce((sum, part) => sum + part, 0);
}

/**
 * partsOf reads the parts one after the other. Increments may come between; the sum is nonetheless one that the counter
 * had in the meantime, because it only ever grows by one (P2 in every scenario that reads a partitioned counter).
 */
export function* partsOf(memory: CounterMemory): Program<readonly number[]> {
  const parts: number[] = [];
  for (const part of cellsOf(memory)) parts.push(yield* load(part));
  return parts;
}

/** takeOver sets the count from the parts of another counter. */
export function* takeOver(memory: CounterMemory, parts: readonly number[]): Program<void> {
  const cells = cellsOf(memory);
  if (parts.length === cells.length) {
    for (const [index, part] of parts.entries()) yield* store(cells[index]!, part);
  } else {
    yield* store(
      cells[0]!,
      parts.reduce((sum, part) => sum + part, 0),
    );
  }
}

function cellsOf(memory: CounterMemory): CellArray<number> {
  return isShared(memory) ? [memory.value] : memory.parts;
}
