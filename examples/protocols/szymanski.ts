// Mutual exclusion with a waiting room: whoever wants in waits before the door; the last of those who came in shuts it, and
// they go one by one, lowest first. Who leaves without a look whether all others inside have seen the door shut lets a late
// one and the next one in together. Flags are read one by one. B. K. Szymanski, "A simple solution to Lamport's concurrent
// programming problem with linear wait", 1988, https://doi.org/10.1145/55364.55425.

import {
  again,
  at,
  atMost,
  cells,
  done,
  invariant,
  load,
  loop,
  type Program,
  scope,
  store,
  type Turn,
  thread,
  view,
  wait,
  waitUntil,
} from 'quiesce';

const count = 3;
/** 0: away; 1: would enter; 2: inside, waits for others to come in; 3: at the door; 4: inside, and the door is shut. */
const flags = cells('flag', count, 0);

interface Entry {
  readonly me: number;
  readonly looksWhenLeaving: boolean;
}

function* enterTwice(entry: Entry): Program {
  yield* scope(enterAndLeave, entry);
  yield* scope(enterAndLeave, entry);
}

function* enterAndLeave({ me, looksWhenLeaving }: Entry): Program {
  yield* store(flags[me]!, 1);
  for (const flag of flags) yield* wait(flag, atMost(2));
  yield* store(flags[me]!, 3);
  if (yield* scope(isAny, 1)) {
    yield* store(flags[me]!, 2);
    yield* loop(4, spinUntilAny);
  }
  yield* store(flags[me]!, 4);
  for (const lower of flags.slice(0, me)) yield* wait(lower, atMost(1));
  yield* at('critical');
  if (looksWhenLeaving) for (const higher of flags.slice(me + 1)) yield* waitUntil([higher], hasSeenTheDoorShut);
  yield* store(flags[me]!, 0);
}

const hasSeenTheDoorShut = view('0, 1 or 4', ([flag]: readonly [number]) => flag !== 2 && flag !== 3);

function* isAny(sought: number): Program<boolean> {
  for (const flag of flags) if ((yield* load(flag)) === sought) return true;
  return false;
}

function* spinUntilAny(sought: number): Program<Turn<number, void>> {
  return (yield* scope(isAny, sought)) ? done() : again(sought);
}

const systemOf = (looksWhenLeaving: boolean) => ({
  cells: [flags],
  threads: Array.from({ length: count }, (_, me) => thread(`t${me}`, enterTwice, { me, looksWhenLeaving })),
});

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.threads.filter((name) => state.label(name)?.name === 'critical').length <= 1,
  ),
];

export const variants = [
  { name: 'leavesWithoutALook', system: systemOf(false), expected: { mutualExclusion: 'refuted' as const } },
  { name: 'asPublished', system: systemOf(true) },
];
