// An object that is made when it is first asked for: look without the lock, take the lock, look again, make it, show it.
// Without the second look two are made; under partial store order the reference may reach memory before what it refers to.
// D. Bacon et al., "The 'double-checked locking is broken' declaration", 2000,
// https://www.cs.umd.edu/~pugh/java/memoryModel/DoubleCheckedLocking.html.

import {
  acquire,
  cell,
  fail,
  fence,
  load,
  type MemoryModel,
  mutex,
  type Program,
  release,
  type Self,
  scope,
  store,
  thread,
} from 'quiesce';

const field = cell('object.field', 0);
const reference = cell('reference', 0);
const made = cell('made', 0);
const lock = mutex('lock');

interface Manner {
  readonly looksAgain: boolean;
  readonly isFenced: boolean;
}

function* use(manner: Manner): Program {
  if ((yield* load(reference)) === 0) yield* scope(make, manner);
  if ((yield* load(field)) === 0) yield* fail('seen before it is made');
}

function* make({ looksAgain, isFenced }: Manner, self: Self): Program {
  yield* acquire(lock, self);
  if (!looksAgain || (yield* load(reference)) === 0) {
    if ((yield* load(made)) === 1) yield* fail('made twice');
    yield* store(made, 1);
    yield* store(field, 42);
    if (isFenced) yield* fence();
    yield* store(reference, 1);
  }
  yield* release(lock);
}

const systemOf = (memory: MemoryModel, manner: Manner) => ({
  cells: [field, reference, made, lock],
  threads: [thread('t0', use, manner), thread('t1', use, manner)],
  memory,
});

const expected = { noFailure: 'refuted' as const };
export const variants = [
  { name: 'looksOnce', system: systemOf('sc', { looksAgain: false, isFenced: false }), expected },
  { name: 'unfencedOnTso', system: systemOf('tso', { looksAgain: true, isFenced: false }) },
  { name: 'unfencedOnPso', system: systemOf('pso', { looksAgain: true, isFenced: false }), expected },
  { name: 'fencedOnPso', system: systemOf('pso', { looksAgain: true, isFenced: true }) },
];
