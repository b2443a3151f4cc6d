// A lock as a queue: each thread waits on a cell of its own, and is let in by the one before it. Who leaves and sees nobody
// behind takes the lock away only if that is still so; otherwise the one who is just coming waits for ever.
// J. M. Mellor-Crummey and M. L. Scott, "Algorithms for scalable synchronization on shared-memory multiprocessors", 1991,
// https://doi.org/10.1145/103727.103729.

import {
  at,
  cell,
  cells,
  compareExchange,
  exchange,
  invariant,
  is,
  isNot,
  load,
  type Program,
  scope,
  store,
  thread,
  wait,
} from 'quiesce';

const count = 3;
/** Who came last, and who is behind whom; -1: nobody. */
const tail = cell('tail', -1);
const behind = cells('behind', count, -1);
const waits = cells('waits', count, 0);

interface Entry {
  readonly me: number;
  readonly looksAgain: boolean;
}

function* enterTwice(entry: Entry): Program {
  yield* scope(enterAndLeave, entry);
  yield* scope(enterAndLeave, entry);
}

function* enterAndLeave({ me, looksAgain }: Entry): Program {
  yield* store(behind[me]!, -1);
  const before = yield* exchange(tail, me);
  if (before !== -1) {
    yield* store(waits[me]!, 1);
    yield* store(behind[before]!, me);
    yield* wait(waits[me]!, is(0));
  }
  yield* at('critical');
  yield* scope(leave, { me, looksAgain });
}

function* leave({ me, looksAgain }: Entry): Program {
  if ((yield* load(behind[me]!)) === -1) {
    if (!looksAgain) return yield* store(tail, -1);
    if (yield* compareExchange(tail, me, -1)) return;
    yield* wait(behind[me]!, isNot(-1));
  }
  yield* store(waits[yield* load(behind[me]!)]!, 0);
}

const systemOf = (threads: number, looksAgain: boolean) => ({
  cells: [tail, behind, waits],
  threads: Array.from({ length: threads }, (_, me) => thread(`t${me}`, enterTwice, { me, looksAgain })),
});

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.threads.filter((name) => state.label(name)?.name === 'critical').length <= 1,
  ),
];

export const variants = [
  {
    name: 'takesAwayUnseen',
    system: systemOf(2, false),
    expected: { noDeadlock: 'refuted' as const, noStuck: 'refuted' as const },
  },
  { name: 'asPublished', system: systemOf(3, true) },
];
