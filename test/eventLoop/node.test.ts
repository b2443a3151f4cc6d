// Async JavaScript beside the same lines as programs: what real Node shows is among the orders that are explored, and where
// JavaScript leaves no choice, it is the only one.

import { describe, expect, it } from 'vitest';
import { explore, outcomes } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import {
  abort,
  abortSignal,
  asyncFunction,
  awaitAll,
  awaitAllSettled,
  awaitOrAbort,
  awaitPromise,
  awaitRace,
  type Cell,
  type CellArray,
  callAsync,
  cell,
  type EventLoop,
  eventLoop,
  nextTurn,
  nodeDelay,
  type Program,
  type PromiseCell,
  promise,
  rejectPromise,
  resolvePromise,
  type Self,
  sleep,
  type Thread,
  type Thrown,
  task,
  update,
  view,
} from '../../engine/program/index.js';

type Log = Cell<readonly string[]>;

interface Pair {
  readonly name: string;
  /** Whether JavaScript leaves no choice. */
  readonly only: boolean;
  readonly node: (log: (word: string) => void) => Promise<unknown>;
  readonly threads: (place: Place) => readonly Thread[];
}

interface Place {
  readonly loop: EventLoop;
  readonly log: Log;
  readonly promises: readonly PromiseCell<number>[];
}

const appended = new Map<string, ReturnType<typeof appending>>();
function appending(word: string) {
  return view(`log ${word}`, (words: readonly string[]) => [...words, word]);
}
function say(log: Log, word: string): Program<void> {
  const next = appended.get(word) ?? appending(word);
  appended.set(word, next);
  return update(log, next);
}

/** `async function NAME() { log(NAME); await promise; log(NAME!) }` */
function* saysAround({ log, loop, promises }: Place, self: Self): Program<number> {
  yield* say(log, self.name);
  yield* awaitPromise(loop, promises[0]!, self);
  yield* say(log, `${self.name}!`);
  return 1;
}

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function sleeper(loop: EventLoop, log: Log, name: string, ms: number, result: PromiseCell<null>): Thread {
  return asyncFunction(loop, name, result as never, sleepsAndSays, { loop, log, ms: nodeDelay(ms) });
}
function* sleepsAndSays({ loop, log, ms }: { loop: EventLoop; log: Log; ms: number }, self: Self): Program<void> {
  yield* sleep(loop, ms, self);
  yield* say(log, self.name);
}

function* callsBoth({ loop, log, promises }: Place, self: Self): Program {
  yield* callAsync(loop, 'f', self);
  yield* say(log, 'between');
  yield* callAsync(loop, 'g', self);
  yield* say(log, 'after');
  yield* resolvePromise(loop, promises[0]!, 1);
  yield* say(log, 'resolved');
}

function* callsAll({ loop, names }: { loop: EventLoop; names: readonly string[] }, self: Self): Program {
  for (const name of names) yield* callAsync(loop, name, self);
}

function* resolvesAll({ loop, promises, log }: Place, self: Self): Program {
  yield* callAsync(loop, 'f', self);
  yield* callAsync(loop, 'g', self);
  for (const one of promises.slice(0, 2)) yield* resolvePromise(loop, one, 1);
  yield* say(log, 'resolved');
}

function* awaitsAll({ loop, promises, log }: Place, self: Self): Program<number> {
  yield* awaitAll(loop, promises.slice(0, 2), self);
  yield* say(log, 'all');
  return 1;
}
function* awaitsTheRace({ loop, promises, log }: Place, self: Self): Program<number> {
  yield* awaitRace(loop, promises.slice(0, 2), self);
  yield* say(log, 'race');
  return 1;
}
function* awaitsSettled({ loop, promises, log }: Place, self: Self): Program<number> {
  const all = yield* awaitAllSettled(loop, promises.slice(0, 2), self);
  yield* say(log, all.map(({ status }) => status).join('+'));
  return 1;
}
/** Three microtasks, one after the other, to see the others against. */
function* ticks({ loop, promises, log }: Place, self: Self): Program<number> {
  for (let tick = 1; tick <= 3; tick++) {
    yield* awaitPromise(loop, promises[2]!, self);
    yield* say(log, `tick${tick}`);
  }
  return 1;
}
async function ticksOf(log: (word: string) => void): Promise<void> {
  for (let tick = 1; tick <= 3; tick++) {
    await null;
    log(`tick${tick}`);
  }
}
function* resolvesThird({ loop, promises }: Place): Program {
  yield* resolvePromise(loop, promises[2]!, 1);
}
function* bothWays(place: Place, self: Self): Program {
  yield* resolvesThird(place);
  yield* resolvesAll(place, self);
}
function* oneRejected(place: Place, self: Self): Program {
  const { loop, promises } = place;
  yield* resolvesThird(place);
  yield* callAsync(loop, 'f', self);
  yield* callAsync(loop, 'g', self);
  yield* rejectPromise(loop, promises[0]!, 'no');
  yield* resolvePromise(loop, promises[1]!, 1);
}
function* catches({ loop, promises, log }: Place, self: Self): Program<number> {
  try {
    yield* awaitAll(loop, promises.slice(0, 2), self);
  } catch (error) {
    yield* say(log, `caught ${(error as Thrown).data}`);
  }
  return 1;
}
function deferred(): { promise: Promise<number>; resolve: (value: number) => void; reject: (why: unknown) => void } {
  let settle: [(value: number) => void, (why: unknown) => void] = [() => {}, () => {}];
  const made = new Promise<number>((resolve, reject) => {
    settle = [resolve, reject];
  });
  return { promise: made, resolve: settle[0], reject: settle[1] };
}

const combined = (
  name: string,
  program: (place: Place, self: Self) => Program<number>,
  combine: (both: readonly Promise<number>[], log: (word: string) => void) => Promise<void>,
): Pair => ({
  name,
  only: true,
  node: async (log) => {
    const both = [deferred(), deferred()];
    const f = combine(
      both.map((one) => one.promise),
      log,
    );
    const g = ticksOf(log);
    for (const one of both) one.resolve(1);
    log('resolved');
    await Promise.all([f, g]);
  },
  threads: (place) => [
    task(place.loop, 'main', bothWays, place),
    asyncFunction(place.loop, 'f', place.promises[3]!, program, place),
    asyncFunction(place.loop, 'g', place.promises[4]!, ticks, place),
  ],
});

const timersOf = (name: string, only: boolean, timers: readonly (readonly [string, number])[]): Pair => ({
  name,
  only,
  node: async (log) => {
    await Promise.all(timers.map(([word, ms]) => delay(ms).then(() => log(word))));
  },
  threads: ({ loop, log, promises }) => [
    task(loop, 'main', callsAll, { loop, names: timers.map(([word]) => word) }),
    ...timers.map(([word, ms], index) => sleeper(loop, log, word, ms, promises[index] as never)),
  ],
});

const pairs: readonly Pair[] = [
  {
    name: 'async functions run to their first await when they are called, and go on in order',
    only: true,
    node: async (log) => {
      const gate = deferred();
      const around = async (name: string) => {
        log(name);
        await gate.promise;
        log(`${name}!`);
      };
      const f = around('f');
      log('between');
      const g = around('g');
      log('after');
      gate.resolve(1);
      log('resolved');
      await Promise.all([f, g]);
    },
    threads: (place) => [
      task(place.loop, 'main', callsBoth, place),
      asyncFunction(place.loop, 'f', place.promises[1]!, saysAround, place),
      asyncFunction(place.loop, 'g', place.promises[2]!, saysAround, place),
    ],
  },
  combined('Promise.all takes a microtask for each and one for the result', awaitsAll, async (both, log) => {
    await Promise.all(both);
    log('all');
  }),
  combined('Promise.race takes a microtask for the first and one for the result', awaitsTheRace, async (both, log) => {
    await Promise.race(both);
    log('race');
  }),
  combined('Promise.allSettled takes as many as Promise.all', awaitsSettled, async (both, log) => {
    const all = await Promise.allSettled(both);
    log(all.map(({ status }) => status).join('+'));
  }),
  {
    name: 'Promise.all throws what the first rejected one does',
    only: true,
    node: async (log) => {
      const both = [deferred(), deferred()] as const;
      const f = (async () => {
        try {
          await Promise.all(both.map((one) => one.promise));
        } catch (error) {
          log(`caught ${error}`);
        }
      })();
      const g = ticksOf(log);
      both[0].reject('no');
      both[1].resolve(1);
      await Promise.all([f, g]);
    },
    threads: (place) => [
      task(place.loop, 'main', oneRejected, place),
      asyncFunction(place.loop, 'f', place.promises[3]!, catches, place),
      asyncFunction(place.loop, 'g', place.promises[4]!, ticks, place),
    ],
  },
  timersOf('timers of 1 and 0 ms fire in the order in which they were started', true, [
    ['a', 1],
    ['b', 0],
  ]),
  timersOf('a timer that was started no later and is no longer fires first', true, [
    ['a', 1],
    ['b', 1.9],
    ['c', 5],
  ]),
  timersOf('a timer that was started earlier and is longer may fire last', false, [
    ['a', 20],
    ['b', 1],
  ]),
];

function placeOf(): Place & { readonly cells: System['cells'] } {
  const loop = eventLoop();
  const log = cell<readonly string[]>('log', []) as Log;
  const promises = Array.from({ length: 5 }, (_, index) => promise<number>(`promise${index}`));
  return { loop, log, promises, cells: [loop, log, ...promises] as unknown as CellArray<unknown> };
}

describe('an event loop', () => {
  it.each(pairs)('has it as Node has it: $name', async ({ node, only, threads }) => {
    const words: string[] = [];
    const place = placeOf();

    await node((word) => void words.push(word));
    const found = outcomes({ cells: place.cells, threads: threads(place) }, (state) => state.read(place.log));

    expect(found.outcomes).toContain(JSON.stringify(words));
    if (only) expect(found.outcomes).toHaveLength(1);
    expect(found.deadlocks).toBe(0);
  });

  it('lets no other task in before the microtasks are done', async () => {
    const { loop, log, cells, promises } = placeOf();
    function* main(_: undefined, self: Self): Program {
      yield* say(log, 'main');
      yield* resolvePromise(loop, promises[0]!, 1);
      yield* awaitPromise(loop, promises[0]!, self);
      yield* say(log, 'micro');
      yield* nextTurn(loop, self);
      yield* say(log, 'turn');
    }
    function* other(): Program {
      yield* say(log, 'other');
    }
    const threads = [task(loop, 'main', main), task(loop, 'other', other)];

    const found = outcomes({ cells, threads }, (state) => state.read(log));

    expect(found.outcomes).toEqual([
      '["main","micro","other","turn"]',
      '["main","micro","turn","other"]',
      '["other","main","micro","turn"]',
    ]);
  });

  it('lets who is aborted go on with an AbortError, or with what it waited for if that came first', () => {
    const { loop, log, cells, promises } = placeOf();
    const signal = abortSignal('signal');
    function* waits(_: undefined, self: Self): Program {
      try {
        yield* awaitOrAbort(loop, promises[0]!, signal, self);
        yield* say(log, 'done');
      } catch (error) {
        yield* say(log, ((error as Thrown).data as { readonly name: string }).name);
      }
    }
    function* aborts(): Program {
      yield* abort(loop, signal);
    }
    function* answers(): Program {
      yield* resolvePromise(loop, promises[0]!, 1);
    }
    const threads = [task(loop, 'waits', waits), task(loop, 'aborts', aborts), task(loop, 'answers', answers)];

    const found = outcomes({ cells: [...cells, signal], threads }, (state) => state.read(log));

    expect(found.outcomes).toEqual(['["AbortError"]', '["done"]']);
  });

  it('finds a promise that is never settled: its thread is stuck', () => {
    const { loop, cells, promises } = placeOf();
    function* waits(_: undefined, self: Self): Program {
      yield* awaitPromise(loop, promises[0]!, self);
    }

    const { verdicts } = explore({ cells, threads: [task(loop, 'waits', waits)] });

    expect(verdicts.find(({ property }) => property === 'noStuck')!.verdict).toBe('refuted');
  });

  it('makes of a delay what Node makes of it', () => {
    expect([0, 0.5, 1, 1.9, -3, Number.NaN, 2 ** 31].map(nodeDelay)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(nodeDelay(2 ** 31 - 1)).toBe(2 ** 31 - 1);
  });
});
