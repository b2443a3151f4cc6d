// The first mutual exclusion of two threads by loads and stores alone. Who finds the other's flag up gives way where it is
// not its turn; one that never gives way waits for ever. Th. J. Dekker, in Dijkstra, "Cooperating sequential processes",
// 1965, https://www.cs.utexas.edu/~EWD/transcriptions/EWD01xx/EWD123.html.

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
  termination,
  thread,
  wait,
} from 'quiesce';

const wants = cells('wants', 2, 0);
const turn = cell('turn', 0);

interface Entry {
  readonly me: number;
  readonly givesWay: boolean;
  readonly isFenced: boolean;
}

function* enterAndLeave(entry: Entry): Program {
  const { me, isFenced } = entry;
  yield* store(wants[me]!, 1);
  if (isFenced) yield* fence();
  yield* loop(entry, contend);
  yield* at('critical');
  yield* store(turn, 1 - me);
  if (isFenced) yield* fence();
  yield* store(wants[me]!, 0);
  yield* at('away');
}

function* contend(entry: Entry): Program<Turn<Entry, void>> {
  const { me, givesWay, isFenced } = entry;
  if ((yield* load(wants[1 - me]!)) === 0) return done();
  if (givesWay && (yield* load(turn)) !== me) {
    yield* store(wants[me]!, 0);
    yield* wait(turn, is(me));
    yield* store(wants[me]!, 1);
    if (isFenced) yield* fence();
  }
  return again(entry);
}

const systemOf = (memory: MemoryModel, { givesWay = true, isFenced = false }) => ({
  cells: [wants, turn],
  threads: [0, 1].map((me) => thread(`t${me}`, enterAndLeave, { me, givesWay, isFenced })),
  memory,
});

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.threads.filter((name) => state.label(name)?.name === 'critical').length <= 1,
  ),
  termination(['t0', 't1']),
];

export const variants = [
  { name: 'neverGivesWay', system: systemOf('sc', { givesWay: false }), expected: { termination: 'refuted' as const } },
  { name: 'asPublished', system: systemOf('sc', {}) },
  { name: 'unfencedOnTso', system: systemOf('tso', {}), expected: { mutualExclusion: 'refuted' as const } },
  { name: 'fencedOnTso', system: systemOf('tso', { isFenced: true }) },
  { name: 'fencedOnPso', system: systemOf('pso', { isFenced: true }) },
];
