// A seqlock: readers take no lock, and look whether a writer was there meanwhile. Under partial store order the writer's
// plain stores overtake each other; fences keep them in order. Described in Boehm, "Can seqlocks get along with programming
// language memory models?", 2012, https://doi.org/10.1145/2247684.2247688.

import { cell, cells, fail, fence, load, type MemoryModel, type Program, store, thread } from 'quiesce';

const sequence = cell('sequence', 0);
const halves = cells('half', 2, 0);

interface Fences {
  readonly afterOdd?: boolean;
  readonly beforeEven?: boolean;
}

function* write({ afterOdd, beforeEven }: Fences): Program {
  yield* store(sequence, 1);
  if (afterOdd) yield* fence();
  yield* store(halves[0]!, 1);
  yield* store(halves[1]!, 1);
  if (beforeEven) yield* fence();
  yield* store(sequence, 2);
}

function* read(): Program {
  const before = yield* load(sequence);
  if (before % 2 === 1) return;
  const first = yield* load(halves[0]!);
  const second = yield* load(halves[1]!);
  if ((yield* load(sequence)) === before && first !== second) yield* fail('a torn read');
}

const systemOf = (memory: MemoryModel, fences: Fences = {}) => ({
  cells: [sequence, halves],
  threads: [thread('writer', write, fences), thread('reader', read)],
  memory,
});

const expected = { noFailure: 'refuted' as const };
export const variants = [
  { name: 'plainStores', system: systemOf('sc') },
  { name: 'plainStoresOnTso', system: systemOf('tso') },
  { name: 'plainStoresOnPso', system: systemOf('pso'), expected },
  { name: 'onlyAfterOddOnPso', system: systemOf('pso', { afterOdd: true }), expected },
  { name: 'onlyBeforeEvenOnPso', system: systemOf('pso', { beforeEven: true }), expected },
  { name: 'bothOnPso', system: systemOf('pso', { afterOdd: true, beforeEven: true }) },
];
