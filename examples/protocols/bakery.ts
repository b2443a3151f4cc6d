// The bakery: each takes a number that is greater than all it sees, and the lowest is served, by loads and stores alone. Who
// takes a number says so meanwhile; where that is left out, one may look before the other's number is there. Each enters
// once, so that the numbers are bounded. L. Lamport, "A new solution of Dijkstra's concurrent programming problem", 1974,
// https://doi.org/10.1145/361082.361093.

import {
  again,
  at,
  cells,
  done,
  invariant,
  is,
  load,
  loop,
  type Program,
  scope,
  store,
  type Turn,
  thread,
  wait,
} from 'quiesce';

const count = 3;
const choosing = cells('choosing', count, 0);
const numbers = cells('number', count, 0);

interface Entry {
  readonly me: number;
  readonly saysThatItChooses: boolean;
}

function* enterAndLeave({ me, saysThatItChooses }: Entry): Program {
  if (saysThatItChooses) yield* store(choosing[me]!, 1);
  const mine = 1 + (yield* scope(greatest, undefined));
  yield* store(numbers[me]!, mine);
  if (saysThatItChooses) yield* store(choosing[me]!, 0);
  for (let other = 0; other < count; other++) {
    if (other === me) continue;
    yield* wait(choosing[other]!, is(0));
    yield* loop({ me, mine, other }, spin);
  }
  yield* at('critical');
  yield* store(numbers[me]!, 0);
  yield* at('away');
}

function* greatest(): Program<number> {
  let seen = 0;
  for (const number of numbers) seen = Math.max(seen, yield* load(number));
  return seen;
}

type Comparison = { readonly me: number; readonly mine: number; readonly other: number };

function* spin(comparison: Comparison): Program<Turn<Comparison, void>> {
  const { me, mine, other } = comparison;
  const theirs = yield* load(numbers[other]!);
  const isServedFirst = theirs === 0 || mine < theirs || (mine === theirs && me < other);
  return isServedFirst ? done() : again(comparison);
}

const systemOf = (threads: number, saysThatItChooses: boolean) => ({
  cells: [choosing, numbers],
  threads: Array.from({ length: threads }, (_, me) => thread(`t${me}`, enterAndLeave, { me, saysThatItChooses })),
});

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.threads.filter((name) => state.label(name)?.name === 'critical').length <= 1,
  ),
];

export const variants = [
  { name: 'choosesInSilence', system: systemOf(2, false), expected: { mutualExclusion: 'refuted' as const } },
  { name: 'asPublished', system: systemOf(3, true) },
];
