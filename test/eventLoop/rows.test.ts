// Rows of the table of correspondences (docs/09), each as lines of JavaScript that real Node runs, and as a program: what Node
// logs is among the orders that are explored, and the only one where JavaScript leaves no choice.

import { describe, expect, it } from 'vitest';
import { outcomes } from '../../engine/index.js';
import {
  abort,
  abortSignal,
  asyncFunction,
  awaitAll,
  awaitAllSettled,
  awaitOrAbort,
  awaitPromise,
  awaitRace,
  callAsync,
  cell,
  eventLoop,
  load,
  nextTurn,
  type Program,
  promise,
  rejectPromise,
  resolvePromise,
  type Self,
  sleep,
  store,
  Thrown,
  task,
  throwIfAborted,
} from '../../engine/program/index.js';

type Log = (word: string) => void;
type Main = (_: undefined, self: Self) => Program;

interface Row {
  readonly name: string;
  readonly node: (log: Log) => Promise<unknown>;
  readonly main: Main;
  /** Bodies of async functions: their results are p0 and p1. */
  readonly f?: (_: undefined, self: Self) => Program<unknown>;
  readonly g?: (_: undefined, self: Self) => Program<unknown>;
  /** Where JavaScript leaves more orders than one. */
  readonly orders?: number;
}

const loop = eventLoop();
const log = cell<readonly string[]>('log', []);
const [p0, p1, p2] = [promise<number>('p0'), promise<number>('p1'), promise<number>('p2')];
const signal = abortSignal('signal');
const timer = cell('timer', 0);
const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function* say(word: string): Program {
  yield* store(log, [...(yield* load(log)), word]);
}
function* tells(what: () => Program<unknown>): Program {
  try {
    yield* say(`${yield* what()}`);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    yield* say(`caught ${(error.data as { readonly name?: string }).name ?? error.data}`);
  }
}
async function told(say: Log, what: () => Promise<unknown>): Promise<void> {
  try {
    say(`${await what()}`);
  } catch (error) {
    say(`caught ${(error as { readonly name?: string }).name ?? error}`);
  }
}

/** A timer that is cleared where another is started after it. */
function* savesAfter(word: string, self: Self): Program {
  const mine = (yield* load(timer)) + 1;
  yield* store(timer, mine);
  yield* sleep(loop, 1, self);
  if ((yield* load(timer)) === mine) yield* say(word);
}

const rows: readonly Row[] = [
  {
    name: 'await f()',
    node: async (say) => {
      const f = async () => {
        say('f');
        await null;
        return 1;
      };
      say(`${await f()}`);
    },
    f: function* (_, self) {
      yield* say('f');
      yield* awaitPromise(loop, p2, self);
      return 1;
    },
    main: function* (_, self) {
      yield* resolvePromise(loop, p2, 0);
      yield* callAsync(loop, 'f', self);
      yield* say(`${yield* awaitPromise(loop, p0, self)}`);
    },
  },
  {
    name: 'f(); and then g(): both to their first await',
    node: async (say) => {
      const body = async (name: string) => {
        say(name);
        await null;
        say(`${name}!`);
      };
      const both = [body('f'), body('g')];
      say('main');
      await Promise.all(both);
    },
    f: function* (_, self) {
      yield* say('f');
      yield* awaitPromise(loop, p2, self);
      yield* say('f!');
    },
    g: function* (_, self) {
      yield* say('g');
      yield* awaitPromise(loop, p2, self);
      yield* say('g!');
    },
    main: function* (_, self) {
      yield* resolvePromise(loop, p2, 0);
      yield* callAsync(loop, 'f', self);
      yield* callAsync(loop, 'g', self);
      yield* say('main');
    },
  },
  {
    name: 'p.then(g)',
    node: async (say) => {
      let resolve: (value: number) => void = () => {};
      const p = new Promise<number>((settle) => {
        resolve = settle;
      });
      const later = p.then((value) => say(`then ${value}`));
      resolve(1);
      say('resolved');
      await later;
    },
    f: function* (_, self) {
      yield* say(`then ${yield* awaitPromise(loop, p2, self)}`);
    },
    main: function* (_, self) {
      yield* callAsync(loop, 'f', self);
      yield* resolvePromise(loop, p2, 1);
      yield* say('resolved');
    },
  },
  {
    name: 'a throw in an async function, at who awaits it',
    node: async (say) => {
      const f = async () => {
        throw 'no';
      };
      await told(say, f);
    },
    f: function* () {
      throw new Thrown('no');
    },
    main: function* (_, self) {
      yield* callAsync(loop, 'f', self);
      yield* tells(() => awaitPromise(loop, p0, self));
    },
  },
  {
    name: 'finally',
    node: async (say) => {
      await told(say, async () => {
        try {
          await Promise.reject('no');
        } finally {
          say('finally');
        }
      });
    },
    main: function* (_, self) {
      yield* rejectPromise(loop, p2, 'no');
      yield* tells(function* () {
        try {
          yield* awaitPromise(loop, p2, self);
        } finally {
          yield* say('finally');
        }
      });
    },
  },
  {
    name: 'Promise.all([]), allSettled([])',
    node: async (say) => {
      say(`${(await Promise.all([])).length}`);
      say(`${(await Promise.allSettled([])).length}`);
    },
    main: function* (_, self) {
      yield* say(`${(yield* awaitAll(loop, [], self)).length}`);
      yield* say(`${(yield* awaitAllSettled(loop, [], self)).length}`);
    },
  },
  {
    name: 'a race that a rejection wins',
    node: async (say) => {
      await told(say, () =>
        Promise.race([delay(1).then(() => Promise.reject('late')), delay(1).then(() => 1)].reverse()),
      );
    },
    f: function* (_, self) {
      yield* sleep(loop, 1, self);
      throw new Thrown('late');
    },
    g: function* (_, self) {
      yield* sleep(loop, 1, self);
      return 1;
    },
    main: function* (_, self) {
      yield* callAsync(loop, 'f', self);
      yield* callAsync(loop, 'g', self);
      yield* tells(() => awaitRace(loop, [p1, p0], self));
    },
  },
  {
    name: 'await new Promise(setImmediate), after microtasks',
    node: async (say) => {
      const f = (async () => {
        await new Promise(setImmediate);
        say('turn');
      })();
      await null;
      say('micro');
      await f;
    },
    f: function* (_, self) {
      yield* nextTurn(loop, self);
      yield* say('turn');
    },
    main: function* (_, self) {
      yield* resolvePromise(loop, p2, 0);
      yield* callAsync(loop, 'f', self);
      yield* awaitPromise(loop, p2, self);
      yield* say('micro');
    },
  },
  {
    name: 'setTimeout(g, ms) beside a promise that is there',
    node: async (say) => {
      const f = delay(0).then(() => say('timer'));
      await null;
      say('micro');
      await f;
    },
    f: function* (_, self) {
      yield* sleep(loop, 0, self);
      yield* say('timer');
    },
    main: function* (_, self) {
      yield* resolvePromise(loop, p2, 0);
      yield* callAsync(loop, 'f', self);
      yield* awaitPromise(loop, p2, self);
      yield* say('micro');
    },
  },
  {
    name: 'clearTimeout(timer), and another one',
    node: async (say) => {
      const first = setTimeout(() => say('first'), 1);
      clearTimeout(first);
      await delay(1).then(() => say('second'));
    },
    f: function* (_, self) {
      yield* savesAfter('first', self);
    },
    g: function* (_, self) {
      yield* savesAfter('second', self);
    },
    main: function* (_, self) {
      yield* callAsync(loop, 'f', self);
      yield* callAsync(loop, 'g', self);
    },
  },
  {
    name: 'setInterval(g, ms)',
    node: (say) =>
      new Promise<void>((resolve) => {
        let times = 0;
        const timer = setInterval(() => {
          say(`tick${times++}`);
          if (times < 2) return;
          clearInterval(timer);
          resolve();
        }, 1);
      }),
    f: function* () {
      yield* say('tick0');
    },
    g: function* () {
      yield* say('tick1');
    },
    main: function* (_, self) {
      for (const name of ['f', 'g']) {
        yield* sleep(loop, 1, self);
        yield* callAsync(loop, name, self);
      }
    },
  },
  {
    name: 'throwIfAborted() and signal.aborted',
    node: async (say) => {
      const controller = new AbortController();
      say(`${controller.signal.aborted}`);
      controller.abort();
      say(`${controller.signal.aborted}`);
      await told(say, async () => controller.signal.throwIfAborted());
    },
    main: function* () {
      yield* say(`${(yield* load(signal)).state === 'rejected'}`);
      yield* abort(loop, signal);
      yield* say(`${(yield* load(signal)).state === 'rejected'}`);
      yield* tells(() => throwIfAborted(signal));
    },
  },
  {
    name: 'awaiting with a signal: an abort while it waits',
    node: async (say) => {
      const controller = new AbortController();
      const { setTimeout: sleeping } = await import('node:timers/promises');
      const f = told(say, () => sleeping(1000, 1, { signal: controller.signal }));
      say('waits');
      controller.abort();
      await f;
    },
    f: function* (_, self) {
      yield* tells(() => awaitOrAbort(loop, p2, signal, self));
    },
    main: function* (_, self) {
      yield* callAsync(loop, 'f', self);
      yield* say('waits');
      yield* abort(loop, signal);
    },
  },
  {
    name: 'awaiting with a signal that is aborted before',
    node: async (say) => {
      const { setTimeout: sleeping } = await import('node:timers/promises');
      await told(say, () => sleeping(1, 1, { signal: AbortSignal.abort() }));
    },
    main: function* (_, self) {
      yield* abort(loop, signal);
      yield* resolvePromise(loop, p2, 1);
      yield* tells(() => awaitOrAbort(loop, p2, signal, self));
    },
  },
];

describe('a row of the table', () => {
  it.each(rows)('is to Node what it is here: $name', async ({ node, main, f, g, orders = 1 }) => {
    const words: string[] = [];
    const threads = [
      task(loop, 'main', main as never),
      ...(f ? [asyncFunction(loop, 'f', p0, f as never)] : []),
      ...(g ? [asyncFunction(loop, 'g', p1, g as never)] : []),
    ];

    await node((word) => void words.push(word));
    const found = outcomes({ cells: [loop, log, p0, p1, p2, signal, timer], threads }, (state) => state.read(log));

    expect(found.outcomes).toContain(JSON.stringify(words));
    expect(found.outcomes).toHaveLength(orders);
    expect(found.deadlocks).toBe(0);
  });
});
