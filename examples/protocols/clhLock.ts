// A lock as a queue without pointers to those behind: each waits on the cell of the one before it, and takes that cell for
// its next turn. Who uses its own cell again at once may raise it before the one behind has seen it down.
// P. Magnusson, A. Landin and E. Hagersten, "Queue locks on cache coherent multiprocessors", 1994,
// https://doi.org/10.1109/IPPS.1994.288305.

import { at, cell, cells, exchange, invariant, is, type Program, scope, store, thread, wait } from 'quiesce';

const count = 3;
/** One for each thread, and one that is down for the first who comes. */
const held = cells('held', count + 1, 0);
const tail = cell('tail', count);

interface Entry {
  /** The cell that the thread raises. */
  readonly mine: number;
  readonly keepsItsOwn: boolean;
}

function* enterTwice({ mine, keepsItsOwn }: Entry): Program {
  const next = yield* scope(enterAndLeave, { mine, keepsItsOwn });
  yield* scope(enterAndLeave, { mine: next, keepsItsOwn });
}

function* enterAndLeave({ mine, keepsItsOwn }: Entry): Program<number> {
  yield* store(held[mine]!, 1);
  const before = yield* exchange(tail, mine);
  yield* wait(held[before]!, is(0));
  yield* at('critical');
  yield* store(held[mine]!, 0);
  return keepsItsOwn ? mine : before;
}

const systemOf = (threads: number, keepsItsOwn: boolean) => ({
  cells: [held, tail],
  threads: Array.from({ length: threads }, (_, mine) => thread(`t${mine}`, enterTwice, { mine, keepsItsOwn })),
});

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.threads.filter((name) => state.label(name)?.name === 'critical').length <= 1,
  ),
];

export const variants = [
  {
    name: 'keepsItsOwnCell',
    system: systemOf(2, true),
    expected: { noDeadlock: 'refuted' as const, noStuck: 'refuted' as const },
  },
  { name: 'asPublished', system: systemOf(3, false) },
];
