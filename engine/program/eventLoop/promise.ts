// Promises on an event loop: settled once; who awaits one goes on in a microtask, in the order in which they came. `all`,
// `allSettled` and `race` take the microtasks that they take in JavaScript: one for each promise, and one for the result.
// Leaves out: a promise resolved with another promise, which takes two microtasks more in JavaScript. A rejection that nobody
// awaits does nothing by itself: see watch/unhandledRejections.ts.

import { type Cell, cell } from '../cell.js';
import { listGiven, selfGiven } from '../given.js';
import { atomically } from '../nesting.js';
import { load, type Program, silentView, update, type View, view } from '../operation.js';
import { byText } from '../synchronization/made.js';
import { Thrown } from '../thrown.js';
import { canonical, type Value } from '../value.js';
import { type EventLoop, forget, leave, microtask, queue, type Reaction, wake } from './loop.js';

export interface PromiseState<T> {
  readonly state: 'pending' | 'fulfilled' | 'rejected';
  readonly value: T | Value;
  /** Who waits for it, in order. */
  readonly waiting: readonly Reaction[];
  /** Whether anybody has ever awaited it. */
  readonly handled: boolean;
}

export type PromiseCell<T> = Cell<PromiseState<T>>;

/** What became of a promise: for allSettled. */
export type Settled<T> =
  | { readonly status: 'fulfilled'; readonly value: T }
  | { readonly status: 'rejected'; readonly reason: Value };

type Some = PromiseState<Value>;
type SomePromise = PromiseCell<Value>;

/** promise declares a promise that is pending: `promise<number>('answer')`. */
export function promise<T>(name: string): PromiseCell<T> {
  const pending: PromiseState<T> = { state: 'pending', value: null, waiting: [], handled: false };
  return cell<PromiseState<T>>(name, pending, { quiet: true }) as PromiseCell<T>;
}

interface Settling {
  readonly loop: EventLoop;
  readonly of: SomePromise;
  readonly state: 'fulfilled' | 'rejected';
  readonly value: Value;
}

const becomes = byText(
  ({ state, value }: Pick<Settling, 'state' | 'value'>): View<Some, Some> =>
    view(`${state} ${canonical(value)}`, (before) =>
      before.state === 'pending' ? { ...before, state, value, waiting: [] } : before,
    ),
);
const whoWaits = view('who waits', ({ waiting }: Some) => waiting);

/** settleBody is what resolving and rejecting do, for an atomic section. A settled promise stays as it is. */
export function* settleBody({ loop, of, state, value }: Settling): Program<void> {
  const waiting = yield* update(of, becomes({ state, value }), whoWaits);
  if (waiting.length > 0) yield* wake(loop, waiting);
}

/** resolvePromise fulfils a promise that is pending. One step. */
export function resolvePromise<T>(loop: EventLoop, of: PromiseCell<T>, value: T): Program<void> {
  return atomically(settleBody, { loop, of: of as SomePromise, state: 'fulfilled', value: value as Value });
}

/** rejectPromise rejects a promise that is pending. One step. */
export function rejectPromise<T>(loop: EventLoop, of: PromiseCell<T>, reason: Value): Program<void> {
  return atomically(settleBody, { loop, of: of as SomePromise, state: 'rejected', value: reason });
}

interface Waiting {
  readonly loop: EventLoop;
  readonly of: readonly SomePromise[];
  readonly name: string;
}

const joins = byText(
  (reaction: Reaction): View<Some, Some> =>
    silentView(`${reaction.name} waits`, (before) =>
      before.state === 'pending'
        ? { ...before, handled: true, waiting: [...before.waiting, reaction] }
        : { ...before, handled: true },
    ),
);
const isPending = silentView('is pending', ({ state }: Some) => state === 'pending');
const leavesIt = byText(
  (name: string): View<Some, Some> =>
    silentView(`${name} waits no more`, (before) => ({
      ...before,
      waiting: before.waiting.filter((each) => each.name !== name),
    })),
);

/** The thread waits for each of the promises: those that are settled already are queued at once, in order. */
function* waitForEach({ loop, of, name }: Waiting): Program<void> {
  for (const [index, one] of of.entries()) {
    const pending = yield* update(one, joins({ name, index }), isPending);
    if (!pending) yield* wake(loop, [{ name, index }]);
  }
  yield* leave(loop, name);
}

/** The thread is told: what else it waits for does not matter any more, and the result goes on in a microtask of its own. */
function* takeResult({ loop, of, name }: Waiting): Program<void> {
  for (const one of of) yield* update(one, leavesIt(name));
  yield* forget(loop, name);
  yield* queue(loop, name);
}

type Named = { readonly name: string };

function waitingFor(loop: EventLoop, of: readonly unknown[], self: Named): Waiting {
  listGiven('QSC507', 'a list of promises', of);
  return { loop, of: of as readonly SomePromise[], name: selfGiven(self).name };
}

/** awaitPromise is `await of`: it returns the value, or throws the reason. Three steps. */
export function* awaitPromise<T>(loop: EventLoop, of: PromiseCell<T>, self: Named): Program<T> {
  const { name } = selfGiven(self);
  yield* atomically(waitForEach, { loop, of: [of as SomePromise], name });
  yield* microtask(loop, name);
  return (yield* outcomeOf(of as SomePromise)) as T;
}

function* outcomeOf(of: SomePromise): Program<Value> {
  const { state, value } = yield* load(of, settledAs);
  if (state === 'rejected') throw new Thrown(value);
  return value;
}

const settledAs = silentView('settled', ({ state, value }: Some) => ({ state, value }));

/** awaitAll is `await Promise.all(of)`: the values in order, or the reason of the first that is rejected. */
export function* awaitAll<T>(loop: EventLoop, of: readonly PromiseCell<T>[], self: Named): Program<readonly T[]> {
  const waiting = waitingFor(loop, of, self);
  const { name } = waiting;
  if (of.length > 0) yield* atomically(waitForEach, waiting);
  for (let left = of.length; left > 0; left--) {
    const index = yield* microtask(loop, name);
    const { state } = yield* load(waiting.of[index]!, settledAs);
    if (state === 'rejected') {
      yield* resultOf(waiting);
      return yield* rejectionOf(waiting.of[index]!);
    }
    if (left > 1) yield* leave(loop, name);
  }
  yield* resultOf(waiting);
  const values: T[] = [];
  for (const one of waiting.of) values.push((yield* outcomeOf(one)) as T);
  return values;
}

function* rejectionOf(of: SomePromise): Program<never> {
  throw new Thrown((yield* load(of, settledAs)).value);
}

function* resultOf(waiting: Waiting): Program<void> {
  yield* atomically(takeResult, waiting);
  yield* microtask(waiting.loop, waiting.name);
}

/** awaitAllSettled is `await Promise.allSettled(of)`. */
export function* awaitAllSettled<T>(
  loop: EventLoop,
  of: readonly PromiseCell<T>[],
  self: Named,
): Program<readonly Settled<T>[]> {
  const waiting = waitingFor(loop, of, self);
  const { name } = waiting;
  if (of.length > 0) yield* atomically(waitForEach, waiting);
  for (let left = of.length; left > 0; left--) {
    yield* microtask(loop, name);
    if (left > 1) yield* leave(loop, name);
  }
  yield* resultOf(waiting);
  const all: Settled<T>[] = [];
  for (const one of waiting.of) {
    const { state, value } = yield* load(one, settledAs);
    all.push(state === 'rejected' ? { status: state, reason: value } : { status: 'fulfilled', value: value as T });
  }
  return all;
}

/** awaitRace is `await Promise.race(of)`: what the first that is settled came to. */
export function* awaitRace<T>(loop: EventLoop, of: readonly PromiseCell<T>[], self: Named): Program<T> {
  const waiting = waitingFor(loop, of, self);
  yield* atomically(waitForEach, waiting);
  const first = yield* microtask(loop, waiting.name);
  yield* resultOf(waiting);
  return (yield* outcomeOf(waiting.of[first]!)) as T;
}
