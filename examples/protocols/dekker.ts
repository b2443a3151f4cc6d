// The first mutual exclusion of two threads by loads and stores alone. Who finds the other's flag up gives way where it is
// not its turn; one that never gives way waits for ever. With store buffers each fence counts: without those after a flag
// is raised two get in, and where the flag goes down before the turn is given, both wait for ever. Th. J. Dekker, in
// Dijkstra, "Cooperating sequential processes", 1965,
// https://www.cs.utexas.edu/~EWD/transcriptions/EWD01xx/EWD123.html.

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
  scope,
  store,
  type Turn,
  termination,
  thread,
  wait,
} from 'quiesce';

const wants = cells('wants', 2, 0);
const turn = cell('turn', 0);

interface Fences {
  readonly atEntry?: boolean;
  readonly atReentry?: boolean;
  readonly atExit?: boolean;
}

interface Entry extends Fences {
  readonly me: number;
  readonly givesWay: boolean;
}

/** The first comes twice: a flag that is raised again late is seen by nobody but who comes again. */
function* rounds(entry: Entry): Program {
  yield* scope(enterAndLeave, entry);
  if (entry.me === 0) yield* scope(enterAndLeave, entry);
}

function* enterAndLeave(entry: Entry): Program {
  const { me, atEntry, atExit } = entry;
  yield* store(wants[me]!, 1);
  if (atEntry) yield* fence();
  yield* loop(entry, contend);
  yield* at('critical');
  yield* store(turn, 1 - me);
  if (atExit) yield* fence();
  yield* store(wants[me]!, 0);
  yield* at('away');
}

function* contend(entry: Entry): Program<Turn<Entry, void>> {
  const { me, givesWay, atReentry } = entry;
  if ((yield* load(wants[1 - me]!)) === 0) return done();
  if (givesWay && (yield* load(turn)) !== me) {
    yield* store(wants[me]!, 0);
    yield* wait(turn, is(me));
    yield* store(wants[me]!, 1);
    if (atReentry) yield* fence();
  }
  return again(entry);
}

const systemOf = (memory: MemoryModel, fences: Fences = {}, givesWay = true) => ({
  cells: [wants, turn],
  threads: [0, 1].map((me) => thread(`t${me}`, rounds, { me, givesWay, ...fences })),
  memory,
});

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.threads.filter((name) => state.label(name)?.name === 'critical').length <= 1,
  ),
  termination(['t0', 't1']),
];

const all: Fences = { atEntry: true, atReentry: true, atExit: true };
const expected = { mutualExclusion: 'refuted' as const };
const waits = { noDeadlock: 'refuted' as const, noStuck: 'refuted' as const, termination: 'refuted' as const };
export const variants = [
  { name: 'neverGivesWay', system: systemOf('sc', {}, false), expected: { termination: 'refuted' as const } },
  { name: 'asPublished', system: systemOf('sc') },
  { name: 'unfencedOnTso', system: systemOf('tso'), expected: { ...expected, ...waits } },
  {
    name: 'entryUnfencedOnTso',
    system: systemOf('tso', { ...all, atEntry: false }),
    expected: { ...expected, ...waits },
  },
  { name: 'reentryUnfencedOnTso', system: systemOf('tso', { ...all, atReentry: false }), expected },
  { name: 'exitUnfencedOnTso', system: systemOf('tso', { ...all, atExit: false }) },
  { name: 'exitUnfencedOnPso', system: systemOf('pso', { ...all, atExit: false }), expected: waits },
  { name: 'fencedOnPso', system: systemOf('pso', all) },
];
