// Two copies of one object: readers read one, the writer changes the other, shows it, waits until nobody reads the first,
// and changes that. Readers are counted under one of two versions, and the writer waits for both in turn: a reader that
// has read the version and is not counted yet escapes a single wait. P. Ramalhete and A. Correia, "Left-Right: a concurrency
// control technique with wait-free population oblivious reads", 2013, https://hal.science/hal-01207881.

import { add, cell, cells, deepFreeze, fail, is, load, type Program, scope, store, thread, wait } from 'quiesce';

/** Each copy has two halves, which are alike when nobody writes. */
const copies = deepFreeze([cells('left', 2, 0), cells('right', 2, 0)]);
const shown = cell('shown', 0);
const version = cell('version', 0);
const readers = cells('readers', 2, 0);

function* read(): Program {
  const counted = yield* load(version);
  yield* add(readers[counted]!, 1);
  const [first, second] = copies[yield* load(shown)]!;
  if ((yield* load(first!)) !== (yield* load(second!))) yield* fail('a torn read');
  yield* add(readers[counted]!, -1);
}

function* writeTwice(waitsForBoth: boolean): Program {
  yield* scope(write, { value: 1, waitsForBoth });
  yield* scope(write, { value: 2, waitsForBoth });
}

interface Writing {
  readonly value: number;
  readonly waitsForBoth: boolean;
}

function* write({ value, waitsForBoth }: Writing): Program {
  const before = yield* load(shown);
  yield* scope(change, { copy: 1 - before, value });
  yield* store(shown, 1 - before);
  const old = yield* load(version);
  if (waitsForBoth) yield* wait(readers[1 - old]!, is(0));
  yield* store(version, 1 - old);
  yield* wait(readers[old]!, is(0));
  yield* scope(change, { copy: before, value });
}

function* change({ copy, value }: { readonly copy: number; readonly value: number }): Program {
  for (const half of copies[copy]!) yield* store(half, value);
}

const systemOf = (waitsForBoth: boolean) => ({
  cells: [...copies, shown, version, readers],
  threads: [thread('reader0', read), thread('reader1', read), thread('writer', writeTwice, waitsForBoth)],
});

export const variants = [
  { name: 'waitsForOne', system: systemOf(false), expected: { noFailure: 'refuted' as const } },
  { name: 'asPublished', system: systemOf(true) },
];
