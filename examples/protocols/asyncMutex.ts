// A mutex in async JavaScript: a flag, and a queue of promises. Who lets go and wakes the next one up has to leave the
// mutex taken: the next one goes on in a microtask, and whoever asks before that finds the mutex free.
// As the package async-mutex has it, https://github.com/DirtyHairy/async-mutex.

import {
  asyncFunction,
  at,
  awaitPromise,
  callAsync,
  cell,
  eventLoop,
  invariant,
  load,
  nextTurn,
  type Program,
  type PromiseCell,
  promise,
  resolvePromise,
  type Self,
  scope,
  store,
  task,
} from 'quiesce';

const loop = eventLoop();
const isTaken = cell('isTaken', false);
/** Who waits, in order; each has a promise of its own. */
const queue = cell<readonly string[]>('queue', []);
const turnOfFirst = promise<null>('turnOfFirst');
const turnOfSecond = promise<null>('turnOfSecond');
const [firstEnded, secondEnded] = [promise<void>('firstEnded'), promise<void>('secondEnded')];

interface Client {
  readonly turn: PromiseCell<null>;
  readonly rounds: number;
  readonly handsOver: boolean;
}

function* client({ turn, rounds, handsOver }: Client, self: Self): Program {
  for (let round = 0; round < rounds; round++) {
    yield* scope(lock, { turn, handsOver });
    yield* at('critical');
    yield* nextTurn(loop, self);
    yield* at('away');
    yield* scope(unlock, { handsOver });
  }
}

function* lock({ turn, handsOver }: Omit<Client, 'rounds'>, self: Self): Program {
  if (yield* load(isTaken)) {
    yield* store(queue, [...(yield* load(queue)), self.name]);
    yield* awaitPromise(loop, turn, self);
    if (handsOver) return;
  }
  yield* store(isTaken, true);
}

function* unlock({ handsOver }: { readonly handsOver: boolean }): Program {
  const [next, ...others] = yield* load(queue);
  if (next === undefined || !handsOver) yield* store(isTaken, false);
  if (next === undefined) return;
  yield* store(queue, others);
  yield* resolvePromise(loop, next === 'first' ? turnOfFirst : turnOfSecond, null);
}

function* main(_: undefined, self: Self): Program {
  yield* callAsync(loop, 'first', self);
  yield* callAsync(loop, 'second', self);
}

const systemOf = (handsOver: boolean) => ({
  cells: [loop, isTaken, queue, turnOfFirst, turnOfSecond, firstEnded, secondEnded],
  threads: [
    task(loop, 'main', main),
    asyncFunction(loop, 'first', firstEnded, client, { turn: turnOfFirst, rounds: 2, handsOver }),
    asyncFunction(loop, 'second', secondEnded, client, { turn: turnOfSecond, rounds: 1, handsOver }),
  ],
});

export const properties = [
  invariant(
    'mutualExclusion',
    (state) => state.threads.filter((name) => state.label(name)?.name === 'critical').length <= 1,
  ),
];

export const variants = [
  { name: 'letsGoAndWakes', system: systemOf(false), expected: { mutualExclusion: 'refuted' as const } },
  { name: 'handsOver', system: systemOf(true) },
];
