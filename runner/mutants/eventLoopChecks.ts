// Checks of the event loop: the orders that JavaScript has, and no others. Who runs goes to its next await, and what it says
// in between stays together.

import type { Program, ProgramFunction, Self } from '../../engine/program/index.js';
import * as language from '../../engine/program/index.js';
import type { Check } from './engineChecks.js';
import { ends, log, say } from './languageCheck.js';

const loop = language.eventLoop();
const [first, second, third] = ['first', 'second', 'third'].map((name) => language.promise<number>(name)) as [
  language.PromiseCell<number>,
  language.PromiseCell<number>,
  language.PromiseCell<number>,
];
const signal = language.abortSignal('signal');
const fourth = language.promise<number>('fourth');
const loopCells = [loop, first, second, third, fourth, signal];

const orders = (expected: readonly (readonly string[])[], ...threads: readonly language.Thread[]): Check =>
  ends(log, loopCells, expected, 0, ...threads);
const main = (program: ProgramFunction) => language.task(loop, 'main', program);
const later = (name: string, result: language.PromiseCell<number>, program: ProgramFunction, args?: unknown) =>
  language.asyncFunction(loop, name, result, program as never, args);

function* sleeps(ms: number, self: Self): Program<number> {
  yield* say(`${self.name} begins`);
  yield* language.sleep(loop, ms, self);
  yield* say(self.name);
  return ms;
}
function* callsTwo(_: undefined, self: Self): Program {
  yield* language.callAsync(loop, 'a', self);
  yield* say('main');
  yield* language.callAsync(loop, 'b', self);
}
const timers = (a: number, b: number) => [main(callsTwo), later('a', first, sleeps, a), later('b', second, sleeps, b)];

function* rejectsAndAwaits(_: undefined, self: Self): Program {
  yield* language.rejectPromise(loop, first, 'no');
  try {
    yield* language.awaitPromise(loop, first, self);
  } catch {
    // It was rejected.
  }
}

/** It is refused that a thread does what only those on the loop can do. */
const refusesPlain: Check = ({ outcomes }) => {
  try {
    outcomes({ cells: [log, ...loopCells], threads: [language.thread('plain', sleeps as never, 1)] }, () => null);
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'QSC527') return undefined;
  }
  return 'a plain thread sleeps instead of QSC527';
};
const begun = ['a begins', 'main', 'b begins'];

function* awaitsThird(_: undefined, self: Self): Program<number> {
  const value = yield* language.awaitPromise(loop, third, self);
  yield* say(`${self.name} ${value}`);
  return value;
}
function* awaitsFourth(_: undefined, self: Self): Program<number> {
  yield* language.awaitPromise(loop, fourth, self);
  yield* say(self.name);
  return 0;
}
function* settlesBoth(_: undefined, self: Self): Program {
  yield* language.callAsync(loop, 'b', self);
  yield* language.callAsync(loop, 'a', self);
  yield* language.resolvePromise(loop, third, 1);
  yield* language.resolvePromise(loop, fourth, 2);
}
function* settlesTwice(_: undefined, self: Self): Program {
  yield* language.callAsync(loop, 'a', self);
  yield* language.callAsync(loop, 'b', self);
  yield* language.resolvePromise(loop, third, 1);
  yield* language.resolvePromise(loop, third, 2);
  yield* say('main');
}
function* request1(): Program {
  yield* say('task');
}
function* throwsLate(ms: number, self: Self): Program<number> {
  yield* language.sleep(loop, ms, self);
  throw new language.Thrown(self.name);
}
function* returnsLate(ms: number, self: Self): Program<number> {
  yield* language.sleep(loop, ms, self);
  return ms;
}
function* triesAll(_: undefined, self: Self): Program {
  yield* language.callAsync(loop, 'a', self);
  yield* language.callAsync(loop, 'b', self);
  try {
    yield* say(`all ${(yield* language.awaitAll(loop, [first, second], self)).join()}`);
  } catch (error) {
    yield* say(`no ${String((error as language.Thrown).data)}`);
  }
  const settled = yield* language.awaitAllSettled(loop, [first, second], self);
  yield* say(settled.map(({ status }) => status).join());
}
function* answersLate(_: undefined, self: Self): Program<number> {
  yield* language.awaitOutside(loop, self);
  yield* say(self.name);
  return 0;
}
function* asksTwice(_: undefined, self: Self): Program {
  yield* language.callAsync(loop, 'a', self);
  yield* language.callAsync(loop, 'b', self);
  yield* language.sleep(loop, 1, self);
  yield* say('slept');
}
function* races(_: undefined, self: Self): Program {
  yield* language.callAsync(loop, 'a', self);
  yield* language.callAsync(loop, 'b', self);
  yield* say(`first ${yield* language.awaitRace(loop, [first, second], self)}`);
  yield* language.sleep(loop, 20, self);
  yield* say('slept');
}
function* aborts(_: undefined, self: Self): Program {
  yield* language.throwIfAborted(signal);
  yield* language.callAsync(loop, 'a', self);
  yield* language.abort(loop, signal);
  try {
    yield* language.throwIfAborted(signal);
  } catch {
    yield* say('aborted');
  }
}
function* awaitsWithSignal(_: undefined, self: Self): Program<number> {
  try {
    yield* language.awaitOrAbort(loop, third, signal, self);
  } catch {
    yield* say('gave up');
  }
  return 0;
}

/** The checks, by name. */
export const eventLoopChecks: Readonly<Record<string, Check>> = {
  'a rejection that is awaited later': ends(
    first,
    loopCells.filter((each) => each !== first),
    [{ handled: true, state: 'rejected', value: 'no', waiting: [] }],
    0,
    main(rejectsAndAwaits),
  ),
  'a plain thread that sleeps': refusesPlain,
  'alike timers': orders([[...begun, 'a', 'b']], ...timers(1, 0)),
  'a shorter timer first': orders([[...begun, 'a', 'b']], ...timers(5, 10)),
  'a longer timer first': orders(
    [
      [...begun, 'a', 'b'],
      [...begun, 'b', 'a'],
    ],
    ...timers(10, 5),
  ),
  'a promise that is settled twice': orders(
    [['main', 'a 1', 'b 1']],
    main(settlesTwice),
    later('a', first, awaitsThird),
    later('b', second, awaitsThird),
  ),
  'promises that are settled one after the other': orders(
    [['a 1', 'b']],
    main(settlesBoth),
    later('a', first, awaitsThird),
    later('b', second, awaitsFourth),
  ),
  'tasks after microtasks': orders(
    [
      ['main', 'a 1', 'b 1', 'task'],
      ['task', 'main', 'a 1', 'b 1'],
    ],
    main(settlesTwice),
    language.task(loop, 'other', request1),
    later('a', first, awaitsThird),
    later('b', second, awaitsThird),
  ),
  'all of two': orders(
    [['all 5,7', 'fulfilled,fulfilled']],
    main(triesAll),
    later('a', first, returnsLate, 5),
    later('b', second, returnsLate, 7),
  ),
  'all of two that throw': orders(
    [['no a', 'rejected,rejected']],
    main(triesAll),
    later('a', first, throwsLate, 5),
    later('b', second, throwsLate, 5),
  ),
  'all of two, of which the first to end throws': orders(
    [['b begins', 'no a', 'b', 'rejected,fulfilled']],
    main(triesAll),
    later('a', first, throwsLate, 5),
    later('b', second, sleeps, 50),
  ),
  'answers from outside': orders(
    [
      ['a', 'b', 'slept'],
      ['a', 'slept', 'b'],
      ['b', 'a', 'slept'],
      ['b', 'slept', 'a'],
      ['slept', 'a', 'b'],
      ['slept', 'b', 'a'],
    ],
    main(asksTwice),
    later('a', first, answersLate),
    later('b', second, answersLate),
  ),
  'a race': orders(
    [['first 5', 'slept']],
    main(races),
    later('a', first, returnsLate, 5),
    later('b', second, returnsLate, 7),
  ),
  'an abort': orders([['aborted', 'gave up']], main(aborts), later('a', first, awaitsWithSignal)),
};
