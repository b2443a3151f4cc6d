// A lease: the server grants something for ten milliseconds, and then to others; the client knows that by a timer of its
// own. It has to be the shorter one, and to be started before the lease is asked for: one that is started when the answer
// comes may fire after the server's. C. Gray and D. Cheriton, "Leases: an efficient fault-tolerant mechanism for distributed
// file cache consistency", 1989, https://doi.org/10.1145/74850.74870.

import {
  asyncFunction,
  awaitOutside,
  callAsync,
  cell,
  cells,
  eventLoop,
  fetchAdd,
  invariant,
  load,
  type Program,
  promise,
  type Self,
  scope,
  sleep,
  store,
  task,
} from 'quiesce';

/** Timers of all machines, and messages, which take as long as they like. */
const loop = eventLoop('time');
/** Who holds the lease, as the server has it; -1: nobody. And how often it was granted. */
const holder = cell('holder', -1);
const grants = cell('grants', 0);
/** Whether each client thinks that it holds the lease, and whether its own timer has fired. */
const believes = cells('believes', 2, false);
const isOver = cells('isOver', 2, false);
const ends = [0, 1].map((me) => promise<void>(`timer${me}.end`));
const expiries = [0, 1].map((grant) => promise<void>(`expiry${grant}.end`));

interface Client {
  readonly me: number;
  readonly startsAtRequest: boolean;
}

function* client({ me, startsAtRequest }: Client, self: Self): Program {
  if (startsAtRequest) yield* callAsync(loop, `timer${me}`, self);
  yield* awaitOutside(loop, self);
  if (!(yield* scope(grant, me))) return;
  yield* awaitOutside(loop, self);
  if (!startsAtRequest) yield* callAsync(loop, `timer${me}`, self);
  if (!(yield* load(isOver[me]!))) yield* store(believes[me]!, true);
}

/** The server's part: the lease is granted if nobody has it. */
function* grant(me: number, self: Self): Program<boolean> {
  if ((yield* load(holder)) !== -1) return false;
  yield* store(holder, me);
  yield* callAsync(loop, `expiry${yield* fetchAdd(grants, 1)}`, self);
  return true;
}

function* expire(_: undefined, self: Self): Program {
  yield* sleep(loop, 10, self);
  yield* store(holder, -1);
}

/** The client's own timer. */
function* giveUp(me: number, self: Self): Program {
  yield* sleep(loop, 9, self);
  yield* store(isOver[me]!, true);
  yield* store(believes[me]!, false);
}

const systemOf = (startsAtRequest: boolean) => ({
  cells: [loop, holder, grants, believes, isOver, ...ends, ...expiries],
  threads: [0, 1].flatMap((me) => [
    task(loop, `client${me}`, client, { me, startsAtRequest }),
    asyncFunction(loop, `timer${me}`, ends[me]!, giveUp, me),
    asyncFunction(loop, `expiry${me}`, expiries[me]!, expire),
  ]),
});

export const properties = [
  invariant('oneHolderAtATime', (state) => !believes.every((each) => state.read(each)), {
    premise: (state) => believes.some((each) => state.read(each)),
  }),
];

export const variants = [
  { name: 'timerFromTheAnswer', system: systemOf(false), expected: { oneHolderAtATime: 'refuted' as const } },
  { name: 'timerFromTheRequest', system: systemOf(true) },
];
