// Defects of what is written in the language itself, as edits of its text: mutexes, semaphores and their like, and the event
// loop. Each is told apart by a check of runner/mutants/languageChecks.ts, which runs in a copy of the package that has it.

import { meetingEntries } from './meetings.js';
import type { Mutant } from './mutant.js';

export interface Entry {
  readonly name: string;
  /** What is wrong then. */
  readonly statement: string;
  /** The check that fails. */
  readonly killer: string;
  /** Below engine/program/, without extension. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const entries: readonly Entry[] = [
  {
    name: 'entersAfterTheWait',
    statement: 'who has waited for a mutex goes on without taking it',
    killer: 'a mutex',
    file: 'mutex',
    find: 'return again(locals);',
    replace: 'return done();',
  },
  {
    name: 'onePermitFewer',
    statement: 'permits are taken where one fewer is free',
    killer: 'a semaphore',
    file: 'synchronization/semaphore',
    find: '(free) => free >= count)',
    replace: '(free) => free >= count - 1)',
  },
  {
    name: 'triesAndTakes',
    statement: 'a try takes permits that are not there',
    killer: 'a semaphore that is tried',
    file: 'synchronization/semaphore',
    find: '(free >= count ? free - count : free)',
    replace: 'free - count',
  },
  {
    name: 'onePermitGiven',
    statement: 'of several permits that are given back one is free',
    killer: 'a semaphore',
    file: 'synchronization/semaphore',
    find: '(free) => free + count)',
    replace: '(free) => free + 1)',
  },
  {
    name: 'countsBelowZero',
    statement: 'a latch that is open is counted down on, and shut by that',
    killer: 'a latch',
    file: 'synchronization/latch',
    find: 'Math.max(0, left - 1)',
    replace: 'left - 1',
  },
  {
    name: 'barrierStaysShut',
    statement: 'the sense of a barrier does not turn',
    killer: 'a barrier',
    file: 'synchronization/barrier',
    find: 'sense: !sense }',
    replace: 'sense }',
  },
  {
    name: 'onePartyFewer',
    statement: 'a barrier lets its parties pass before the last one has come',
    killer: 'a barrier',
    file: 'synchronization/barrier',
    find: 'arrived + 1 === parties',
    replace: 'arrived + 2 === parties',
  },
  {
    name: 'roomForOneMore',
    statement: 'a channel blocks who sends one message too late',
    killer: 'a channel',
    file: 'synchronization/channel',
    find: "view('room or closed', ({ room, items, closed }: Some) => closed || items.length < room)",
    replace: "view('room or closed', ({ room, items, closed }: Some) => closed || items.length <= room)",
  },
  {
    name: 'lastIsLost',
    statement: 'who receives the first message takes the last one out',
    killer: 'a channel with room for two',
    file: 'synchronization/channel',
    find: 'items: state.items.slice(1)',
    replace: 'items: state.items.slice(0, -1)',
  },
  {
    name: 'closedTakesMessages',
    statement: 'a closed channel takes messages',
    killer: 'a channel',
    file: 'synchronization/channel',
    find: '!closed && items.length < room',
    replace: 'items.length < room',
  },
  {
    name: 'closingForgets',
    statement: 'a channel that is closed loses what is in it',
    killer: 'a channel',
    file: 'synchronization/channel',
    find: '({ ...state, closed: true })',
    replace: '({ ...state, items: [], closed: true })',
  },
  {
    name: 'notificationInBetween',
    statement: 'who gives the mutex up begins to wait a step later: a notification in between is lost',
    killer: 'a notification of one',
    file: 'synchronization/condition',
    find: 'yield* update(of, comes(self.slot));\n  yield* storeLocked(lock, 0);',
    replace: 'yield* storeLocked(lock, 0);',
  },
  {
    name: 'oneOfAll',
    statement: 'of all who are notified one goes on',
    killer: 'a notification of all',
    file: 'synchronization/condition',
    find: 'signals: notified.length };',
    replace: 'signals: Math.min(1, notified.length) };',
  },
  {
    name: 'neverSpurious',
    statement: 'no thread ever wakes up for nothing',
    killer: 'a wake-up for nothing',
    file: 'synchronization/condition',
    find: '(spurious && [',
    replace: '(spurious === undefined && [',
  },
  {
    name: 'alwaysSpurious',
    statement: 'threads wake up for nothing where nobody asked for that',
    killer: 'no wake-up for nothing',
    file: 'synchronization/condition',
    find: '(spurious && [',
    replace: '([',
  },
  {
    name: 'writesBesideReaders',
    statement: 'a writer enters while readers are inside',
    killer: 'a reader-writer lock that prefers readers',
    file: 'synchronization/readWriteLock',
    find: '!writing && readers === 0',
    replace: '!writing',
  },
  {
    name: 'waitsForGood',
    statement: 'a writer that has entered still counts as waiting',
    killer: 'a reader-writer lock that prefers writers',
    file: 'synchronization/readWriteLock',
    find: 'state.waiting - 1 : state.waiting',
    replace: 'state.waiting : state.waiting',
  },
  {
    name: 'writersPassed',
    statement: 'readers enter while a writer waits, though writers are preferred',
    killer: 'readers after a writer that waits',
    file: 'synchronization/readWriteLock',
    find: '!writing && waiting === 0',
    replace: '!writing',
  },
  {
    name: 'interruptKept',
    statement: 'an interrupt that was thrown is thrown again',
    killer: 'an interrupt',
    file: 'synchronization/interrupt',
    find: '  yield* takeInterrupt(of);\n',
    replace: '',
  },
  {
    name: 'tasksBesideMicrotasks',
    statement: 'a task begins while microtasks are left',
    killer: 'tasks after microtasks',
    file: 'eventLoop/loop',
    find: 'stack.length === 0 && micro.length === 0;',
    replace: 'stack.length === 0;',
  },
  {
    name: 'lastMicrotaskFirst',
    statement: 'who is woken goes before those who were woken earlier',
    killer: 'promises that are settled one after the other',
    file: 'eventLoop/loop',
    find: 'micro: [...state.micro, ...woken],',
    replace: 'micro: [...woken, ...state.micro],',
  },
  {
    name: 'waitersBackwards',
    statement: 'those who wait for a promise go on with the last one first',
    killer: 'a promise that is settled twice',
    file: 'eventLoop/promise',
    find: 'waiting: [...before.waiting, reaction]',
    replace: 'waiting: [reaction, ...before.waiting]',
  },
  {
    name: 'settledAgain',
    statement: 'a promise that is settled is settled again',
    killer: 'a promise that is settled twice',
    file: 'eventLoop/promise',
    find: "before.state === 'pending' ? { state, value, waiting: [] } : before",
    replace: '({ ...before, state, value, waiting: [] })',
  },
  {
    name: 'anyTimerFirst',
    statement: 'timers fire in any order',
    killer: 'a shorter timer first',
    file: 'eventLoop/loop',
    find: 'return at >= 0 && timers.slice(0, at)',
    replace: 'return at >= 0 && timers.slice(0, 0)',
  },
  {
    name: 'alikeInAnyOrder',
    statement: 'of two timers that are alike either may fire first',
    killer: 'alike timers',
    file: 'eventLoop/loop',
    find: 'ms > timers[at]!.ms',
    replace: 'ms >= timers[at]!.ms',
  },
  {
    name: 'shortestFirst',
    statement: 'the shortest timer fires first, whenever it was started',
    killer: 'a longer timer first',
    file: 'eventLoop/loop',
    find: 'timers.slice(0, at).every(({ ms }) => ms > timers[at]!.ms)',
    replace: 'timers.every(({ ms }) => ms >= timers[at]!.ms)',
  },
  {
    name: 'noDelayAtAll',
    statement: 'a delay of 0 is shorter than one of 1',
    killer: 'alike timers',
    file: 'eventLoop/loop',
    find: 'Math.trunc(ms) : 1',
    replace: 'Math.trunc(ms) : 0',
  },
  {
    name: 'callerFirst',
    statement: 'who calls an async function goes on before that has begun',
    killer: 'a longer timer first',
    file: 'eventLoop/functions',
    find: '  yield* returned(loop, self.name);\n',
    replace: '',
  },
  {
    name: 'rejectionTaken',
    statement: 'Promise.all takes a reason for a value',
    killer: 'all of two, of which the first to end throws',
    file: 'eventLoop/promise',
    find: "    if (state === 'rejected') {",
    replace: "    if (state === 'pending') {",
  },
  {
    name: 'valuesBackwards',
    statement: 'Promise.all gives the values with the last one first',
    killer: 'all of two',
    file: 'eventLoop/promise',
    find: 'values.push((yield* outcomeOf(one)) as T)',
    replace: 'values.unshift((yield* outcomeOf(one)) as T)',
  },
  {
    name: 'allFulfilled',
    statement: 'Promise.allSettled says of a rejected promise that it is fulfilled',
    killer: 'all of two that throw',
    file: 'eventLoop/promise',
    find: "all.push(state === 'rejected' ?",
    replace: "all.push(state === 'rejected' && all.length < 0 ?",
  },
  {
    name: 'loserComesLate',
    statement: 'who has lost a race still wakes the one who waited for it',
    killer: 'a race',
    file: 'eventLoop/promise',
    find: 'for (const one of of) yield* update(one, leavesIt(name));',
    replace: '',
  },
  {
    name: 'answersInOrder',
    statement: 'what comes from outside comes in the order in which it was asked for',
    killer: 'answers from outside',
    file: 'eventLoop/loop',
    find: '  yield* leave(loop, name);\n  yield* beginTask(loop, name);',
    replace: '  yield* nextTurn(loop, { name });',
  },
  {
    name: 'abortUnseen',
    statement: 'a signal that is aborted says nothing',
    killer: 'an abort',
    file: 'eventLoop/abort',
    find: "state === 'rejected');",
    replace: "state === 'fulfilled');",
  },
];

/** The mutants of what is written in the language. */
export const languageMutants: readonly Mutant[] = Object.freeze(
  [...entries, ...meetingEntries].map(({ name, statement, killer, file, find, replace }) =>
    Object.freeze({
      ...{ kind: 'engine' as const, name, numbers: [], statement },
      edits: [{ file: `engine/program/${file}.ts`, find, replace }],
      killedBy: [`${killer} in language` as const],
    }),
  ),
);
