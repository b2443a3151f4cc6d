// A cache in async JavaScript that fetches what it has not: whoever comes while a fetch is under way waits for that one. Where
// only the result is remembered, each who comes meanwhile fetches too; where a failed fetch is remembered, nobody ever gets an
// answer. The package singleflight of Go does it, https://pkg.go.dev/golang.org/x/sync/singleflight.

import {
  add,
  asyncFunction,
  atEnd,
  awaitOutside,
  awaitPromise,
  callAsync,
  cell,
  choose,
  eventLoop,
  invariant,
  load,
  type Program,
  type PromiseCell,
  promise,
  type Self,
  scope,
  store,
  Thrown,
  task,
} from 'quiesce';

const loop = eventLoop();
const cached = cell('cached', false);
/** Which fetch is under way, from 1; 0: none. */
const underWay = cell('underWay', 0);
const fetches = cell('fetches', 0);
const failures = cell('failures', 0);
const answer1 = promise<number>('answer1');
const answer2 = promise<number>('answer2');
const answer3 = promise<number>('answer3');

interface Manner {
  readonly joins: boolean;
  readonly forgetsFailures: boolean;
}

function* get(manner: Manner): Program {
  if (yield* load(cached)) return;
  const running = manner.joins ? yield* load(underWay) : 0;
  yield* scope(running === 0 ? beginFetch : joinFetch, { running, ...manner });
}

type Getting = Manner & { readonly running: number };

function* beginFetch(getting: Getting, self: Self): Program {
  const number = (yield* load(fetches)) + 1;
  yield* store(fetches, number);
  yield* store(underWay, number);
  yield* callAsync(loop, `fetch${number}`, self);
  yield* scope(awaitAnswer, { ...getting, running: number });
}

function* joinFetch(getting: Getting): Program {
  yield* scope(awaitAnswer, getting);
}

function* awaitAnswer({ running, forgetsFailures }: Getting, self: Self): Program {
  try {
    yield* awaitPromise(loop, answerOf(running), self);
    yield* store(cached, true);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    if (forgetsFailures && (yield* load(underWay)) === running) yield* store(underWay, 0);
  }
}

function answerOf(fetch: number): PromiseCell<number> {
  return fetch === 1 ? answer1 : fetch === 2 ? answer2 : answer3;
}

/** The first that is made may fail. */
function* fetch({ number }: { readonly number: number }, self: Self): Program<number> {
  yield* awaitOutside(loop, self);
  if (number > 1 || (yield* choose(2, 'the fetch fails')) === 0) return 42;
  yield* add(failures, 1);
  throw new Thrown('unreachable');
}

function* getTwice(manner: Manner): Program {
  yield* scope(get, manner);
  yield* scope(get, manner);
}

const systemOf = (manner: Manner) => ({
  cells: [loop, cached, underWay, fetches, failures, answer1, answer2, answer3],
  threads: [
    task(loop, 'client1', getTwice, manner),
    task(loop, 'client2', getTwice, manner),
    asyncFunction(loop, 'fetch1', answer1, fetch, { number: 1 }),
    asyncFunction(loop, 'fetch2', answer2, fetch, { number: 2 }),
    asyncFunction(loop, 'fetch3', answer3, fetch, { number: 3 }),
  ],
});

export const properties = [
  invariant('fetchedOnce', (state) => state.read(fetches) <= 1 + state.read(failures)),
  atEnd('answeredAtTheSecondTry', (state) => state.read(cached)),
];

export const variants = [
  {
    name: 'remembersResultsOnly',
    system: systemOf({ joins: false, forgetsFailures: true }),
    expected: { fetchedOnce: 'refuted' as const },
  },
  {
    name: 'remembersFailures',
    system: systemOf({ joins: true, forgetsFailures: false }),
    expected: { answeredAtTheSecondTry: 'refuted' as const },
  },
  { name: 'joinsAndForgetsFailures', system: systemOf({ joins: true, forgetsFailures: true }) },
];
