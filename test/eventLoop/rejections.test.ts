// Rejections that nobody awaits, beside real Node: where Node ends with an unhandledRejection, the claim that there is none is
// refuted, and where Node goes on, it is proved.

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { explore, noUnhandledRejection } from '../../engine/index.js';
import {
  asyncFunction,
  awaitAll,
  awaitPromise,
  awaitRace,
  callAsync,
  eventLoop,
  type Program,
  type PromiseCell,
  promise,
  type Self,
  sleep,
  Thrown,
  task,
} from '../../engine/program/index.js';

const loop = eventLoop();
const [f, g, h] = [promise<void>('f'), promise<void>('g'), promise<void>('h')];

type Main = (_: undefined, self: Self) => Program;

/** `sleep` sleeps so many milliseconds; `f` throws after 1 ms, `g` goes on after 400 ms, `h` throws at once. */
const prelude = `
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function f() { await sleep(1); throw 'f'; }
async function g() { await sleep(400); }
async function h() { throw 'h'; }
`;

function* throwsLater(_: undefined, self: Self): Program {
  yield* sleep(loop, 1, self);
  throw new Thrown('f');
}
function* sleepsLong(_: undefined, self: Self): Program {
  yield* sleep(loop, 400, self);
}
function* throwsAtOnce(): Program {
  throw new Thrown('h');
}

function* caught(what: () => Program<unknown>): Program {
  try {
    yield* what();
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
  }
}
const call = (self: Self, ...names: readonly string[]): Program =>
  (function* (): Program {
    for (const name of names) yield* callAsync(loop, name, self);
  })();

const cases: readonly (readonly [string, string, boolean, Main])[] = [
  [
    'called, and never awaited',
    'f();',
    false,
    function* (_, self) {
      yield* call(self, 'f');
    },
  ],
  [
    'awaited one after the other, of which the second throws while the first is awaited',
    'const [a, b] = [g(), f()]; try { await a; await b; } catch {}',
    false,
    function* (_, self) {
      yield* call(self, 'g', 'f');
      yield* caught(function* () {
        yield* awaitPromise(loop, g, self);
        yield* awaitPromise(loop, f, self);
      });
    },
  ],
  [
    'awaited together',
    'try { await Promise.all([g(), f()]); } catch {}',
    true,
    function* (_, self) {
      yield* call(self, 'g', 'f');
      yield* caught(() => awaitAll(loop, [g, f], self));
    },
  ],
  [
    'awaited in a race that another wins',
    'const [a, b] = [h(), f()]; try { await Promise.race([a, b]); } catch {} await sleep(5);',
    true,
    function* (_, self) {
      yield* call(self, 'h', 'f');
      yield* caught(() => awaitRace(loop, [h, f], self));
      yield* sleep(loop, 5, self);
    },
  ],
  [
    'rejected at once, and awaited before the next task',
    'const a = h(); try { await a; } catch {}',
    true,
    function* (_, self) {
      yield* call(self, 'h');
      yield* caught(() => awaitPromise(loop, h, self));
    },
  ],
  [
    'rejected at once, and awaited after a timer',
    'const a = h(); await sleep(1); try { await a; } catch {}',
    false,
    function* (_, self) {
      yield* call(self, 'h');
      yield* sleep(loop, 1, self);
      yield* caught(() => awaitPromise(loop, h, self));
    },
  ],
];

describe('a rejection', () => {
  it.each(cases)('%s, is to Node what it is here', (_, lines, goesOn, main) => {
    const node = spawnSync(process.execPath, ['--input-type=module', '-e', `${prelude}${lines}`], { encoding: 'utf8' });
    const threads = [
      task(loop, 'main', main as never),
      asyncFunction(loop, 'f', f, throwsLater),
      asyncFunction(loop, 'g', g, sleepsLong),
      asyncFunction(loop, 'h', h, throwsAtOnce),
    ];
    const claim = noUnhandledRejection(loop, [f, g, h] as readonly PromiseCell<unknown>[]);

    const { verdicts } = explore({ cells: [loop, f, g, h], threads }, [claim]);

    expect(node.status).toBe(goesOn ? 0 : 1);
    expect(verdicts[0]).toMatchObject({ verdict: goesOn ? 'proved' : 'refuted' });
    expect(verdicts.slice(1).map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved']);
  });
});
