// A ticket lock: take the next number, and wait until it is served. Who reads the next number and writes it back in two
// steps may take one that another has. D. P. Reed and R. K. Kanodia, "Synchronization with eventcounts and sequencers",
// 1979, https://doi.org/10.1145/359060.359076.

import { at, cell, fetchAdd, invariant, is, load, type Program, scope, store, thread, wait } from 'quiesce';

const next = cell('next', 0);
const served = cell('served', 0);

interface Taking {
  readonly inTwoSteps: boolean;
}

function* enterTwice(taking: Taking): Program {
  yield* scope(enterAndLeave, taking);
  yield* scope(enterAndLeave, taking);
}

function* enterAndLeave(taking: Taking): Program {
  const mine = yield* scope(takeTicket, taking);
  yield* wait(served, is(mine));
  yield* at('critical');
  yield* store(served, mine + 1);
}

function* takeTicket({ inTwoSteps }: Taking): Program<number> {
  if (!inTwoSteps) return yield* fetchAdd(next, 1);
  const seen = yield* load(next);
  yield* store(next, seen + 1);
  return seen;
}

const systemOf = (inTwoSteps: boolean) => ({
  cells: [next, served],
  threads: ['t0', 't1', 't2'].map((name) => thread(name, enterTwice, { inTwoSteps })),
});

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.threads.filter((name) => state.label(name)?.name === 'critical').length <= 1,
  ),
];

export const variants = [
  {
    name: 'inTwoSteps',
    system: systemOf(true),
    expected: { mutualExclusion: 'refuted' as const, noDeadlock: 'refuted' as const, noStuck: 'refuted' as const },
  },
  { name: 'asPublished', system: systemOf(false) },
];
