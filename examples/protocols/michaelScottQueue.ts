// A queue without a lock: an item is linked behind the last one, and then the tail is swung, by whoever finds it behind.
// Who links with a plain store may cut off what another has just linked. M. M. Michael and M. L. Scott, "Simple, fast, and
// practical non-blocking and blocking concurrent queue algorithms", 1996, https://doi.org/10.1145/248052.248106.

import {
  again,
  cell,
  cells,
  closes,
  compareExchange,
  done,
  linearizable,
  load,
  loop,
  monitor,
  opens,
  type Program,
  type Self,
  scope,
  store,
  type Turn,
  thread,
  type Value,
} from 'quiesce';

/** Node 0 is the dummy; an item is the number of its node. -1: none. */
const next = cells('next', 3, -1);
const head = cell('head', 0);
const tail = cell('tail', 0);

interface Enqueued {
  readonly node: number;
  readonly linksUnseen: boolean;
}

function* enqueue(enqueued: Enqueued, self: Self): Program {
  yield* opens('invoke', { call: self.name, ref: 'queue', method: 'enqueue', args: enqueued.node });
  const last = yield* loop(enqueued, tryLink);
  yield* compareExchange(tail, last, enqueued.node);
  yield* closes('return', { call: self.name, ref: 'queue', result: null });
}

function* tryLink(enqueued: Enqueued): Program<Turn<Enqueued, number>> {
  const { node, linksUnseen } = enqueued;
  const last = yield* load(tail);
  const behind = yield* load(next[last]!);
  if (behind !== -1) {
    yield* compareExchange(tail, last, behind);
    return again(enqueued);
  }
  if (linksUnseen) yield* store(next[last]!, node);
  else if (!(yield* compareExchange(next[last]!, -1, node))) return again(enqueued);
  return done(last);
}

function* dequeueTwice(_: undefined, self: Self): Program {
  yield* scope(dequeue, { call: `${self.name}.first` });
  yield* scope(dequeue, { call: `${self.name}.second` });
}

function* dequeue({ call }: { readonly call: string }): Program {
  yield* opens('invoke', { call, ref: 'queue', method: 'dequeue', args: null });
  const result = yield* loop({}, tryDequeue);
  yield* closes('return', { call, ref: 'queue', result });
}

function* tryDequeue(): Program<Turn<object, number>> {
  const first = yield* load(head);
  const last = yield* load(tail);
  const behind = yield* load(next[first]!);
  if (first !== (yield* load(head))) return again({});
  if (first === last) {
    if (behind === -1) return done(-1);
    yield* compareExchange(tail, last, behind);
    return again({});
  }
  return (yield* compareExchange(head, first, behind)) ? done(behind) : again({});
}

/** What a queue is, without any concurrency. */
const queue = {
  initial: [] as readonly Value[],
  apply: (items: readonly Value[], method: string, args: Value) =>
    method === 'enqueue'
      ? { state: [...items, args], result: null }
      : { state: items.slice(1), result: items[0] ?? -1 },
};

const systemOf = (linksUnseen: boolean) => ({
  cells: [next, head, tail],
  threads: [
    thread('producer1', enqueue, { node: 1, linksUnseen }),
    thread('producer2', enqueue, { node: 2, linksUnseen }),
    thread('consumer', dequeueTwice),
  ],
});

export const properties = [monitor('linearizable', linearizable({ queue: queue as never }) as never)];

export const variants = [
  { name: 'linksUnseen', system: systemOf(true), expected: { linearizable: 'refuted' as const } },
  { name: 'asPublished', system: systemOf(false) },
];
