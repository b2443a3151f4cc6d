// Mutual exclusion that costs seven accesses where nobody else comes. Each says its name in x, looks whether y is free, says
// its name in y, and looks whether x still says it. Both looks need a fence before them where stores are buffered.
// L. Lamport, "A fast mutual exclusion algorithm", 1987, https://doi.org/10.1145/7351.7352.

import {
  again,
  at,
  cell,
  cells,
  done,
  fence,
  invariant,
  is,
  load,
  loop,
  type MemoryModel,
  type Program,
  store,
  type Turn,
  thread,
  wait,
} from 'quiesce';

/** 0: nobody; a thread is known by its number from 1. */
const x = cell('x', 0);
const y = cell('y', 0);
const contends = cells('contends', 3, 0);

interface Entry {
  readonly me: number;
  readonly fenceBeforeY?: boolean;
  readonly fenceBeforeX?: boolean;
}

function* enterAndLeave(entry: Entry): Program {
  yield* loop(entry, contend);
  yield* at('critical');
  yield* store(y, 0);
  yield* at('away');
  yield* store(contends[entry.me]!, 0);
}

function* contend(entry: Entry): Program<Turn<Entry, void>> {
  const { me, fenceBeforeY, fenceBeforeX } = entry;
  yield* store(contends[me]!, 1);
  yield* store(x, me);
  if (fenceBeforeY) yield* fence();
  if ((yield* load(y)) !== 0) {
    yield* store(contends[me]!, 0);
    yield* wait(y, is(0));
    return again(entry);
  }
  yield* store(y, me);
  if (fenceBeforeX) yield* fence();
  if ((yield* load(x)) === me) return done();
  yield* store(contends[me]!, 0);
  for (const other of contends) yield* wait(other, is(0));
  if ((yield* load(y)) === me) return done();
  yield* wait(y, is(0));
  return again(entry);
}

type Fences = Omit<Entry, 'me'>;

const systemOf = (memory: MemoryModel, fences: Fences) => ({
  cells: [x, y, contends],
  threads: [1, 2].map((me) => thread(`t${me}`, enterAndLeave, { me, ...fences })),
  memory,
});

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.threads.filter((name) => state.label(name)?.name === 'critical').length <= 1,
  ),
];

const expected = { mutualExclusion: 'refuted' as const };
const both = { fenceBeforeY: true, fenceBeforeX: true };
export const variants = [
  { name: 'unfenced', system: systemOf('sc', {}) },
  { name: 'unfencedOnTso', system: systemOf('tso', {}), expected },
  { name: 'onlyBeforeYOnTso', system: systemOf('tso', { fenceBeforeY: true }), expected },
  { name: 'onlyBeforeXOnTso', system: systemOf('tso', { fenceBeforeX: true }), expected },
  { name: 'bothOnTso', system: systemOf('tso', both) },
  { name: 'bothOnPso', system: systemOf('pso', both) },
];
