// A reader publishes what it is about to use, looks whether it is still there, and only then uses it; who takes it away
// frees it when nobody has published it. Without the second look, or without a fence before it, the node is freed in
// between. M. M. Michael, "Hazard pointers: safe memory reclamation for lock-free objects", 2004,
// https://doi.org/10.1109/TPDS.2004.8.

import {
  again,
  cell,
  deepFreeze,
  done,
  exchange,
  fence,
  free,
  inRegion,
  isNot,
  load,
  loop,
  type MemoryModel,
  type Program,
  region,
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
const hazard = cell('hazard', -1);

interface Manner {
  readonly looksAgain: boolean;
  readonly isFenced: boolean;
}

function* read(manner: Manner): Program {
  const node = yield* loop(manner, protect);
  yield* load(values[node]!);
  yield* store(hazard, -1);
}

function* protect(manner: Manner): Program<Turn<Manner, number>> {
  const seen = yield* load(pointer);
  yield* store(hazard, seen);
  if (manner.isFenced) yield* fence();
  if (manner.looksAgain && (yield* load(pointer)) !== seen) return again(manner);
  return done(seen);
}

function* replaceTwice(): Program {
  yield* scope(replace, 1);
  yield* scope(replace, 2);
}

function* replace(by: number): Program {
  const old = yield* exchange(pointer, by);
  yield* wait(hazard, isNot(old));
  yield* free(regions[old]!);
}

const systemOf = (memory: MemoryModel, manner: Manner) => ({
  cells: [pointer, hazard, ...values],
  threads: [thread('reader', read, manner), thread('writer', replaceTwice)],
  memory,
});

const expected = { noUseAfterFree: 'refuted' as const };
export const variants = [
  { name: 'looksOnce', system: systemOf('sc', { looksAgain: false, isFenced: false }), expected },
  { name: 'unfenced', system: systemOf('sc', { looksAgain: true, isFenced: false }) },
  { name: 'unfencedOnTso', system: systemOf('tso', { looksAgain: true, isFenced: false }), expected },
  { name: 'asPublished', system: systemOf('tso', { looksAgain: true, isFenced: true }) },
  { name: 'asPublishedOnPso', system: systemOf('pso', { looksAgain: true, isFenced: true }) },
];
