// Mutual exclusion of two threads by two flags and a turn. Each says that it wants to enter, and then lets the other go
// first; one that says so in the other order, or whose stores reach memory late or in another order, lets both in.
// G. L. Peterson, "Myths about the mutual exclusion problem", 1981, https://doi.org/10.1016/0020-0190(81)90106-X.

import {
  again,
  at,
  cell,
  cells,
  done,
  fence,
  invariant,
  load,
  loop,
  type MemoryModel,
  type Program,
  store,
  type Turn,
  termination,
  thread,
} from 'quiesce';

const wants = cells('wants', 2, 0);
const turn = cell('turn', 0);

interface Manner {
  readonly isTurnFirst?: boolean;
  readonly fenceBetween?: boolean;
  readonly fenceBeforeLook?: boolean;
}

function* enterAndLeave({ me, ...manner }: Manner & { readonly me: number }): Program {
  if (manner.isTurnFirst) yield* store(turn, 1 - me);
  yield* store(wants[me]!, 1);
  if (manner.fenceBetween) yield* fence();
  if (!manner.isTurnFirst) yield* store(turn, 1 - me);
  if (manner.fenceBeforeLook) yield* fence();
  yield* loop(me, spin);
  yield* at('critical');
  yield* store(wants[me]!, 0);
  yield* at('away');
}

function* spin(me: number): Program<Turn<number, void>> {
  if ((yield* load(wants[1 - me]!)) === 0) return done();
  if ((yield* load(turn)) === me) return done();
  return again(me);
}

const systemOf = (memory: MemoryModel, manner: Manner) => ({
  cells: [wants, turn],
  threads: [0, 1].map((me) => thread(`t${me}`, enterAndLeave, { me, ...manner })),
  memory,
});

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.threads.filter((name) => state.label(name)?.name === 'critical').length <= 1,
  ),
  termination(['t0', 't1']),
];

const expected = { mutualExclusion: 'refuted' as const };
export const variants = [
  { name: 'turnFirst', system: systemOf('sc', { isTurnFirst: true }), expected },
  { name: 'asPublished', system: systemOf('sc', {}) },
  { name: 'unfencedOnTso', system: systemOf('tso', {}), expected },
  { name: 'onlyBetweenOnTso', system: systemOf('tso', { fenceBetween: true }), expected },
  { name: 'onlyBeforeLookOnTso', system: systemOf('tso', { fenceBeforeLook: true }) },
  { name: 'onlyBeforeLookOnPso', system: systemOf('pso', { fenceBeforeLook: true }), expected },
  { name: 'bothOnPso', system: systemOf('pso', { fenceBetween: true, fenceBeforeLook: true }) },
];
