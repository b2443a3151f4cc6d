// Checks of channels without room, where a send and a receive meet; and of waits that are interrupted, which leave nothing
// behind: each has somebody who would wait for ever if they did.

import * as language from '../../engine/program/index.js';
import { cell, type Program, type Self, thread } from '../../engine/program/index.js';
import type { Check } from './engineChecks.js';
import { ends, log, say } from './languageCheck.js';

type Performed = (self: Self) => Program<unknown>;

const request = language.interruption('request');
const asks = thread('asks', function* asksForIt(): Program {
  yield* language.interrupt(request);
});

function* performed(what: readonly Performed[], self: Self): Program {
  for (const one of what) yield* one(self);
}

/** A thread that does some things one after the other. */
const does = (name: string, ...what: readonly Performed[]) => thread(name, performed, what);

interface Trying {
  readonly first: Performed;
  readonly then: readonly Performed[];
  readonly instead: readonly Performed[];
}

function* tried({ first, then, instead }: Trying, self: Self): Program {
  try {
    yield* first(self);
  } catch (error) {
    if (!(error instanceof language.Thrown)) throw error;
    yield* language.atomically(say, 'interrupted');
    yield* performed(instead, self);
    return;
  }
  yield* language.atomically(say, 'went on');
  yield* performed(then, self);
}

/** A thread that may be interrupted in the first thing it does, and says so; what it does then, and what otherwise. */
const tries = (first: Performed, then: readonly Performed[] = [], instead: readonly Performed[] = []) =>
  thread('tries', tried, { first, then, instead });

/** It is interrupted in some executions and goes on in others, and nobody waits for ever in any. */
const leavesNothing = (cells: Parameters<typeof ends>[1], ...threads: readonly language.Thread[]): Check =>
  ends(log, [request, ...cells], [['interrupted'], ['went on']], 0, asks, ...threads);

const lock = language.mutex('lock');
const acquire: Performed = (self) => language.acquire(lock, self);
const acquireOrNot: Performed = (self) => language.acquireOrInterrupt(lock, self, request);
const release: Performed = () => language.release(lock);
function* hasIt(self: Self): Program {
  if ((yield* language.load(lock)) !== self.slot + 1) yield* language.atomically(say, 'without the mutex');
}

const permits = language.semaphore('permits', 1);
const take: Performed = () => language.acquirePermits(permits);
const takeOrNot: Performed = () => language.acquirePermitsOrInterrupt(permits, 1, request);
const give: Performed = () => language.releasePermits(permits);

const shared = language.readWriteLock('shared');
const read: Performed = () => language.acquireRead(shared);
const readOrNot: Performed = () => language.acquireReadOrInterrupt(shared, request);
const readNoMore: Performed = () => language.releaseRead(shared);
const write: Performed = () => language.acquireWrite(shared);
const writeOrNot: Performed = () => language.acquireWriteOrInterrupt(shared, request);
const writeNoMore: Performed = () => language.releaseWrite(shared);

const gate = language.latch('gate', 1);
const open: Performed = () => language.countDown(gate);
const openOrNot: Performed = () => language.awaitLatchOrInterrupt(gate, request);

const isRead = language.view('somebody reads', ([{ readers }]: readonly [language.ReadWriteState]) => readers > 0);
const wouldWrite = language.view(
  'a writer waits',
  ([{ waiting }]: readonly [language.ReadWriteState]) => waiting.length > 0,
);
const untilRead: Performed = () => language.waitUntil([shared], isRead);
const untilWriterWaits: Performed = () => language.waitUntil([shared], wouldWrite);

const both = language.barrier('both', 2);
const pass: Performed = () => language.passBarrier(both);
const passOrNot: Performed = () => language.passBarrierOrInterrupt(both, request);

const isReady = cell('isReady', false);
const filled = language.conditionVariable('filled');
function* fills(_: undefined, self: Self): Program {
  yield* acquire(self);
  yield* language.store(isReady, true);
  yield* language.notifyOne(filled);
  yield* release(self);
}
function* looks(_: undefined, self: Self): Program {
  yield* acquire(self);
  if (!(yield* language.load(isReady))) yield* language.awaitCondition(filled, lock, self);
  yield* release(self);
}
const isAwaited = language.view('one waits', ([{ waiting }]: readonly [language.ConditionState]) => waiting.length > 0);
const untilAwaited: Performed = () => language.waitUntil([filled], isAwaited);
const awaitsFilled: Performed = (self) => language.awaitCondition(filled, lock, self);
const notifies: Performed = () => language.notifyOne(filled);

/** Passes the notification on where it had one; has the mutex either way. */
function* looksOrNot(self: Self): Program {
  yield* acquire(self);
  try {
    if (!(yield* language.load(isReady))) yield* language.awaitConditionOrInterrupt(filled, lock, self, request);
    yield* language.notifyOne(filled);
  } finally {
    yield* hasIt(self);
    yield* release(self);
  }
}

const jobs = language.channel<number>('jobs', 1);
const meeting = language.channel<number>('meeting', 0);
const sends =
  (into: language.Channel<number>, job: number): Performed =>
  () =>
    language.send(into, job);
const receives =
  (from: language.Channel<number>): Performed =>
  () =>
    language.receive(from);
const sendsOrNot =
  (into: language.Channel<number>): Performed =>
  () =>
    language.sendOrInterrupt(into, 1, request);
const receivesOrNot =
  (from: language.Channel<number>): Performed =>
  () =>
    language.receiveOrInterrupt(from, request);
const trySends: Performed = () => language.trySend(meeting, 1);
const tryReceives: Performed = () => language.tryReceive(meeting);
const waiters = (count: number) =>
  language.view(
    `${count} wait`,
    ([{ waiting = [] }]: readonly [language.ChannelState<number>]) => waiting.length === count,
  );
const [oneWaits, twoWait] = [waiters(1), waiters(2)];
const untilOneWaits: Performed = () => language.waitUntil([meeting], oneWaits);
const untilTwoWait: Performed = () => language.waitUntil([meeting], twoWait);
const closes: Performed = () => language.closeChannel(meeting);
const says = (what: (self: Self) => Program<unknown>): Performed =>
  function* saysWhat(self: Self): Program {
    yield* language.atomically(say, JSON.stringify(yield* what(self)));
  };
const kills =
  (name: string): Performed =>
  () =>
    language.kill(name);
const spawns =
  (name: string): Performed =>
  () =>
    language.spawn(name);
const saysWord =
  (word: string): Performed =>
  () =>
    language.atomically(say, word);

/** A sender that is interrupted has not sent; a receiver that is interrupted has not received. */
const channelChecks = (name: string, of: language.Channel<number>): Readonly<Record<string, Check>> => ({
  [`receiving from ${name}, interrupted`]: ends(
    log,
    [request, of],
    [
      ['interrupted', '{"value":1}'],
      ['went on', '{"value":2}'],
      ['{"value":1}', 'interrupted'],
    ],
    0,
    asks,
    does('sends', sends(of, 1)),
    tries(receivesOrNot(of), [sends(of, 2)]),
    does('receives', says(receives(of))),
  ),
  [`sending into ${name}, interrupted`]: leavesNothing(
    [of],
    does('sends', sends(of, 2)),
    tries(sendsOrNot(of), [receives(of)]),
    does('receives', receives(of)),
  ),
});

/** The checks, by name. */
export const meetingChecks: Readonly<Record<string, Check>> = {
  'a meeting': ends(
    log,
    [meeting],
    [['comes', 'comes', 'goes', 'goes']],
    0,
    does('s', saysWord('comes'), sends(meeting, 1), saysWord('goes')),
    does('r', saysWord('comes'), receives(meeting), saysWord('goes')),
  ),
  'meetings in order': ends(
    log,
    [meeting],
    [
      ['{"value":1}', '{"value":2}'],
      ['{"value":2}', '{"value":1}'],
    ],
    0,
    does('s1', sends(meeting, 1)),
    does('s2', sends(meeting, 2)),
    does('r', says(receives(meeting)), says(receives(meeting))),
  ),
  'meetings in the order of coming': ends(
    log,
    [meeting],
    [['first waits', '{"value":1}', '{"value":2}']],
    0,
    does('s1', sends(meeting, 1)),
    does('s2', untilOneWaits, saysWord('first waits'), sends(meeting, 2)),
    does('r', untilTwoWait, says(receives(meeting)), says(receives(meeting))),
  ),
  'a meeting that is tried': ends(log, [meeting], [['false', 'null']], 0, does('t', says(trySends), says(tryReceives))),
  'a meeting with who waits to receive, tried': ends(
    log,
    [meeting],
    [['true', 'false']],
    0,
    does('r', receives(meeting)),
    does('t', untilOneWaits, says(trySends), says(trySends)),
  ),
  'a meeting with who waits to send, tried': ends(
    log,
    [meeting],
    [['{"value":1}', 'null']],
    0,
    does('s', sends(meeting, 1)),
    does('t', untilOneWaits, says(tryReceives), says(tryReceives)),
  ),
  'sending where it is closed': ends(
    log,
    [meeting],
    [['false']],
    0,
    does('s', says(sends(meeting, 1))),
    does('c', closes),
  ),
  'receiving where it is closed': ends(
    log,
    [meeting],
    [['{"closed":true}']],
    0,
    does('r', says(receives(meeting))),
    does('c', closes),
  ),
  'a meeting with who was killed': ends(
    log,
    [meeting],
    [['false', 'null']],
    0,
    does('r', receives(meeting)),
    does('k', untilOneWaits, kills('r'), says(trySends), spawns('s'), untilOneWaits, kills('s'), says(tryReceives)),
    thread('s', performed, [sends(meeting, 1)], { dormant: true }),
  ),
  'a notification beside who was killed': ends(
    log,
    [lock, filled],
    [],
    1,
    does('w', acquire, awaitsFilled, saysWord('woke'), release),
    does('k', untilAwaited, kills('w'), notifies, spawns('w')),
  ),
  'a reader after a writer that was killed': ends(
    log,
    [shared],
    [['read twice']],
    0,
    does('r', read, untilWriterWaits, kills('w'), read, saysWord('read twice')),
    does('w', untilRead, write),
  ),
  'a mutex, interrupted': leavesNothing(
    [lock],
    does('holds', acquire, hasIt, release),
    tries(acquireOrNot, [release]),
    does('takes', acquire, release),
  ),
  'a semaphore, interrupted': leavesNothing(
    [permits],
    does('holds', take, give),
    tries(takeOrNot, [give]),
    does('takes', take, give),
  ),
  'a reader, interrupted': leavesNothing(
    [shared],
    does('writes', write, writeNoMore),
    tries(readOrNot, [readNoMore]),
    does('writesToo', write, writeNoMore),
  ),
  'a writer, interrupted': leavesNothing(
    [shared],
    does('reads', read, readNoMore, read, readNoMore),
    tries(writeOrNot, [writeNoMore]),
  ),
  'a latch, interrupted': ends(
    log,
    [request, gate],
    [
      ['interrupted', 'opens'],
      ['opens', 'interrupted'],
      ['opens', 'went on'],
    ],
    0,
    asks,
    does('o', saysWord('opens'), open),
    tries(openOrNot),
  ),
  'a barrier, interrupted': leavesNothing([both], does('passes', pass), tries(passOrNot, [], [pass])),
  'a condition, interrupted': leavesNothing(
    [lock, isReady, filled],
    thread('fills', fills),
    tries(looksOrNot),
    thread('looks', looks),
  ),
  ...channelChecks('a channel', jobs),
  ...channelChecks('a channel without room', meeting),
};
