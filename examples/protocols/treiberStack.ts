// A stack without a lock: pop reads the top and what is below it, and swings the top if that is still the same. It may be
// the same node and another stack: taken, and put back meanwhile, and what was below it is somebody else's (ABA). Nodes that
// are never used again, or a count beside the top, prevent that. R. K. Treiber, "Systems programming: coping with
// parallelism", 1986, https://dominoweb.draco.res.ibm.com/58319a2ed2b1078985257003004617ef.html.

import {
  add,
  again,
  cell,
  cells,
  compareExchange,
  done,
  fail,
  fetchAdd,
  load,
  loop,
  type Program,
  scope,
  store,
  type Turn,
  thread,
} from 'quiesce';

/** Node 0 on node 1; node 2 is fresh. -1: none. */
const below = cells('below', 3, (node) => (node === 0 ? 1 : -1));
const top = cell('top', { node: 0, count: 0 });
const owners = cells('owners', 3, 0);

interface Manner {
  /** Whether the count moves with each change of the top. */
  readonly isCounted: boolean;
  readonly isReused: boolean;
}

function* pop({ isCounted }: Manner): Program<number> {
  const node = yield* loop(isCounted, tryPop);
  if (node !== -1 && (yield* fetchAdd(owners[node]!, 1)) !== 0) yield* fail(`node ${node} has two owners`);
  return node;
}

function* tryPop(isCounted: boolean): Program<Turn<boolean, number>> {
  const seen = yield* load(top);
  if (seen.node === -1) return done(-1);
  const node = yield* load(below[seen.node]!);
  const next = { node, count: isCounted ? seen.count + 1 : 0 };
  return (yield* compareExchange(top, seen, next)) ? done(seen.node) : again(isCounted);
}

type Pushed = { readonly node: number; readonly isCounted: boolean };

function* push(pushed: Pushed): Program {
  yield* add(owners[pushed.node]!, -1);
  yield* loop(pushed, tryPush);
}

function* tryPush(pushed: Pushed): Program<Turn<Pushed, void>> {
  const seen = yield* load(top);
  yield* store(below[pushed.node]!, seen.node);
  const next = { node: pushed.node, count: pushed.isCounted ? seen.count + 1 : 0 };
  return (yield* compareExchange(top, seen, next)) ? done() : again(pushed);
}

function* popsOnce(manner: Manner): Program {
  yield* scope(pop, manner);
}

function* popsTwiceAndPushes(manner: Manner): Program {
  const first = yield* scope(pop, manner);
  yield* scope(pop, manner);
  if (first !== -1 && manner.isReused) yield* scope(push, { node: first, isCounted: manner.isCounted });
  if (!manner.isReused) {
    yield* add(owners[2]!, 1);
    yield* scope(push, { node: 2, isCounted: manner.isCounted });
  }
}

const systemOf = (manner: Manner) => ({
  cells: [below, top, owners],
  threads: [
    thread('once', popsOnce, manner),
    thread('again', popsTwiceAndPushes, manner),
    thread('other', popsOnce, manner),
  ],
});

export const variants = [
  {
    name: 'reusesNodes',
    system: systemOf({ isCounted: false, isReused: true }),
    expected: { noFailure: 'refuted' as const },
  },
  { name: 'reusesNodesWithACount', system: systemOf({ isCounted: true, isReused: true }) },
  { name: 'takesFreshNodes', system: systemOf({ isCounted: false, isReused: false }) },
];
