// What runs on an event loop awaits and sleeps there, and nobody else: a thread that would is refused, and not left waiting
// for ever. What a plain thread may do is to resolve what somebody on the loop awaits.

import { describe, expect, it } from 'vitest';
import { explore } from '../../engine/index.js';
import {
  asyncFunction,
  awaitOutside,
  awaitPromise,
  callAsync,
  cell,
  eventLoop,
  nextTurn,
  type Program,
  promise,
  resolvePromise,
  type Self,
  sleep,
  store,
  task,
  thread,
} from '../../engine/program/index.js';

const loop = eventLoop();
const other = eventLoop('other');
const answer = promise<number>('answer');
const done = promise<void>('done');
const x = cell('x', 0);
const cells = [loop, other, answer, done, x];

type Awaits = (self: Self) => Program<unknown>;
const awaits: readonly (readonly [string, Awaits])[] = [
  ['sleeps', (self) => sleep(loop, 5, self)],
  ['awaits a promise', (self) => awaitPromise(loop, answer, self)],
  ['awaits what comes from outside', (self) => awaitOutside(loop, self)],
  ['awaits the next turn', (self) => nextTurn(loop, self)],
  ['calls an async function', (self) => callAsync(loop, 'f', self)],
];

function* performs({ what }: { readonly what: Awaits }, self: Self): Program {
  yield* what(self);
}
function* resolves(): Program {
  yield* resolvePromise(loop, answer, 1);
}
function* storesAnswer(_: undefined, self: Self): Program {
  yield* store(x, yield* awaitPromise(loop, answer, self));
}
function* nothing(): Program {
  yield* store(x, 1);
}

describe.each(awaits)('who %s', (_, what) => {
  const f = asyncFunction(loop, 'f', done, nothing);

  it('has to run on that loop: a plain thread is refused', () => {
    expect(() => explore({ cells, threads: [thread('t', performs, { what }), f] })).toThrow(/QSC527.*t awaits/);
  });

  it('has to run on that loop: a task of another is refused', () => {
    expect(() => explore({ cells, threads: [task(other, 't', performs, { what }), f] })).toThrow('QSC527');
  });

  it('may do so in a task', () => {
    const resolver = thread('resolver', resolves);

    const { verdicts } = explore({ cells, threads: [task(loop, 't', performs, { what }), f, resolver] });

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved']);
  });
});

describe('a plain thread', () => {
  it('may resolve what a task awaits', () => {
    const { verdicts } = explore({ cells, threads: [task(loop, 't', storesAnswer), thread('worker', resolves)] });

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved']);
  });
});
