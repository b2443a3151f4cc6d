// A token bucket in async JavaScript: each request takes a token, a timer puts one in. A request that looks for a token,
// awaits something and then takes it, takes one that another has seen too: more pass than there were tokens. Without an
// await between look and taking nothing can come between. J. Heinanen and R. Guerin, "A single rate three color marker",
// RFC 2697, 1999, https://www.rfc-editor.org/rfc/rfc2697.

import {
  add,
  atEnd,
  awaitOutside,
  cell,
  eventLoop,
  invariant,
  load,
  type Program,
  type Self,
  scope,
  sleep,
  store,
  task,
} from 'quiesce';

const loop = eventLoop();
const capacity = 1;
const tokens = cell('tokens', capacity);
const refills = cell('refills', 0);
const passed = cell('passed', 0);

interface Manner {
  readonly awaitsBetween: boolean;
}

function* request({ awaitsBetween }: Manner, self: Self): Program {
  const seen = yield* load(tokens); //               const seen = await store.get('tokens');
  if (awaitsBetween) yield* awaitOutside(loop, self);
  if (seen === 0) return; //                         if (seen === 0) throw new Error('too many requests');
  yield* store(tokens, seen - 1); //                 await store.set('tokens', seen - 1);
  yield* add(passed, 1);
}

function* refillTwice(): Program {
  yield* scope(refill, undefined);
  yield* scope(refill, undefined);
}

function* refill(_: undefined, self: Self): Program {
  yield* sleep(loop, 10, self);
  const seen = yield* load(tokens);
  if (seen === capacity) return;
  yield* store(tokens, seen + 1);
  yield* add(refills, 1);
}

const systemOf = (awaitsBetween: boolean) => ({
  cells: [loop, tokens, refills, passed],
  threads: [
    task(loop, 'request1', request, { awaitsBetween }),
    task(loop, 'request2', request, { awaitsBetween }),
    task(loop, 'request3', request, { awaitsBetween }),
    task(loop, 'clock', refillTwice),
  ],
});

export const properties = [
  invariant('noMoreThanThereWere', (state) => state.read(passed) <= capacity + state.read(refills)),
  atEnd('accountsAddUp', (state) => state.read(tokens) === capacity + state.read(refills) - state.read(passed)),
];

export const variants = [
  {
    name: 'awaitsBetween',
    system: systemOf(true),
    expected: { noMoreThanThereWere: 'refuted' as const, accountsAddUp: 'refuted' as const },
  },
  { name: 'atOnce', system: systemOf(false) },
];
