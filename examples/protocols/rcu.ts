// Read-copy update with a phase: a reader notes the phase while it reads, and a writer waits until nobody reads with the old
// one. A reader that loads the phase, is held up, and notes an old one is not seen by one flip of the phase; two are enough.
// M. Desnoyers et al., "User-level implementations of read-copy update", 2012, https://doi.org/10.1109/TPDS.2011.159.

import {
  cell,
  cells,
  deepFreeze,
  exchange,
  free,
  inRegion,
  isNot,
  load,
  type Program,
  region,
  scope,
  store,
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
const phase = cell('phase', 1);
/** The phase that each reader has noted; 0: it does not read. */
const noted = cells('noted', 2, 0);

function* read(me: number): Program {
  yield* store(noted[me]!, yield* load(phase));
  yield* load(values[yield* load(pointer)]!);
  yield* store(noted[me]!, 0);
}

function* replaceTwice(flips: number): Program {
  yield* scope(replace, { by: 1, flips });
  yield* scope(replace, { by: 2, flips });
}

function* replace({ by, flips }: { readonly by: number; readonly flips: number }): Program {
  const old = yield* exchange(pointer, by);
  for (let flip = 0; flip < flips; flip++) yield* scope(flipAndWait, undefined);
  yield* free(regions[old]!);
}

function* flipAndWait(): Program {
  const before = yield* load(phase);
  yield* store(phase, 3 - before);
  for (const one of noted) yield* wait(one, isNot(before));
}

const systemOf = (flips: number) => ({
  cells: [pointer, phase, noted, ...values],
  threads: [thread('reader0', read, 0), thread('reader1', read, 1), thread('writer', replaceTwice, flips)],
});

export const variants = [
  { name: 'oneFlip', system: systemOf(1), expected: { noUseAfterFree: 'refuted' as const } },
  { name: 'twoFlips', system: systemOf(2) },
];
