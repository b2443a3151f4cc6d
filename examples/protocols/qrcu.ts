// Read-copy update with two counters of readers and a fast path: a writer that sees no reader in either does not wait. It
// cannot read both at once, and another writer may be about to move from one to the other: only a second look is enough.
// P. E. McKenney, "Using Promela and Spin to verify parallel algorithms", 2007, https://lwn.net/Articles/243851/.

import {
  acquire,
  add,
  again,
  cell,
  cells,
  compareExchange,
  deepFreeze,
  done,
  exchange,
  free,
  inRegion,
  is,
  load,
  loop,
  mutex,
  type Program,
  region,
  release,
  type Self,
  scope,
  store,
  type Turn,
  thread,
  wait,
} from 'quiesce';

const regions = deepFreeze(
  [0, 1, 2].map((node) => region(`node${node}`, { kind: 'node', node }, { initially: 'allocated' })),
);
const values = deepFreeze(
  regions.map((owner, node) => inRegion(owner, { value: cell(`node${node}.value`, node) }).value),
);
const pointer = cell('pointer', 0);
/** Readers by counter; the present counter is one higher than that. */
const counters = cells('counter', 2, (index) => 1 - index);
const present = cell('present', 0);
const lock = mutex('lock');

function* read(): Program {
  const counter = yield* loop({}, enter);
  yield* load(values[yield* load(pointer)]!);
  yield* add(counters[counter]!, -1);
}

/** Counts the reader, unless its counter is being drained. */
function* enter(): Program<Turn<object, number>> {
  const counter = yield* load(present);
  const seen = yield* load(counters[counter]!);
  if (seen === 0) return again({});
  return (yield* compareExchange(counters[counter]!, seen, seen + 1)) ? done(counter) : again({});
}

type Replacing = { readonly by: number; readonly looks: number };

function* replace({ by, looks }: Replacing, self: Self): Program {
  const old = yield* exchange(pointer, by);
  if (!(yield* scope(seesNoReader, looks))) {
    yield* acquire(lock, self);
    yield* scope(drain, undefined);
    yield* release(lock);
  }
  yield* free(regions[old]!);
}

function* seesNoReader(looks: number): Program<boolean> {
  for (let look = 0; look < looks; look++) {
    // The other writer raises the next counter before it lowers the present one: read in this order, one that is between
    // the two is seen in neither.
    const next = yield* load(counters[1]!);
    if (next + (yield* load(counters[0]!)) > 1) return false;
  }
  return true;
}

function* drain(): Program {
  const old = yield* load(present);
  yield* add(counters[1 - old]!, 1);
  yield* store(present, 1 - old);
  yield* add(counters[old]!, -1);
  yield* wait(counters[old]!, is(0));
}

const systemOf = (looks: number) => ({
  cells: [pointer, counters, present, lock, ...values],
  threads: [
    thread('reader', read),
    thread('writer1', replace, { by: 1, looks }),
    thread('writer2', replace, { by: 2, looks }),
  ],
});

export const variants = [
  { name: 'looksOnce', system: systemOf(1), expected: { noUseAfterFree: 'refuted' as const } },
  { name: 'looksTwice', system: systemOf(2) },
];
