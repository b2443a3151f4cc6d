// Checks of what is written in the language itself: each primitive of synchronization held to its sequential specification, or
// to what may be seen at the end; and the event loop to the orders that JavaScript has.

import type { System } from '../../engine/multiprocessor/system.js';
import * as language from '../../engine/program/index.js';
import { cell, type Program, type Self, thread, type Value } from '../../engine/program/index.js';
import type { Effect } from '../../impl/specification.js';
import type { Check } from './engineChecks.js';
import { eventLoopChecks } from './eventLoopChecks.js';
import { type Apply, type Call, ends, log, say, specified } from './languageCheck.js';
import { meetingChecks } from './meetingChecks.js';

const blocked: readonly Effect<never>[] = [];
const done = <S>(state: S, result: Value = null) => ({ state, result }) as never;
const called = (method: string, run: Call['run'], args?: Value): Call => ({
  method,
  run,
  ...(args === undefined ? {} : { args }),
});

const lock = language.mutex('lock');
const acquire = called('acquire', (_, self) => language.acquire(lock, self));
const release = called('release', () => language.release(lock));
const mutex: Apply<boolean> = (held, method) => (method === 'release' ? done(false) : held ? blocked : done(true));

const permits = language.semaphore('permits', 1);
const take = (count: number) => called('take', () => language.acquirePermits(permits, count), count);
const tryTake = called('tryTake', () => language.tryAcquirePermits(permits));
const give = (count: number) => called('give', () => language.releasePermits(permits, count), count);
const semaphore: Apply<number> = (free, method, args) => {
  if (method === 'give') return done(free + (args as number));
  if (method === 'tryTake') return free > 0 ? done(free - 1, true) : done(free, false);
  return free >= (args as number) ? done(free - (args as number)) : blocked;
};

const gate = language.latch('gate', 2);
const countDown = called('countDown', () => language.countDown(gate));
const await_ = called('await', () => language.awaitLatch(gate));
const latch: Apply<number> = (left, method) =>
  method === 'countDown' ? done(Math.max(0, left - 1)) : left === 0 ? done(left) : blocked;

const shared = { writers: language.readWriteLock('shared'), readers: language.readWriteLock('shared', 'readers') };
const reads = (of: language.ReadWriteLock) => [
  called('read', () => language.acquireRead(of)),
  called('readNoMore', () => language.releaseRead(of)),
];
const writes = (of: language.ReadWriteLock) => [
  called('write', () => language.acquireWrite(of)),
  called('writeNoMore', () => language.releaseWrite(of)),
];
type Inside = { readonly readers: number; readonly writing: boolean };
const readWrite: Apply<Inside> = ({ readers, writing }, method) => {
  if (method === 'readNoMore') return done({ readers: readers - 1, writing });
  if (method === 'writeNoMore') return done({ readers, writing: false });
  if (writing || (method === 'write' && readers > 0)) return blocked;
  return done(method === 'write' ? { readers, writing: true } : { readers: readers + 1, writing });
};
const nobody: Inside = { readers: 0, writing: false };

const jobs = language.channel<number>('jobs', 1);
const roomy = language.channel<number>('roomy', 2);
const send = (job: number) => called('send', (args) => language.send(jobs, args as number), job);
const trySend = (job: number) => called('trySend', (args) => language.trySend(jobs, args as number), job);
const receive = called('receive', () => language.receive(jobs));
const tryReceive = called('tryReceive', () => language.tryReceive(jobs));
const close = called('close', () => language.closeChannel(jobs));
type Queue = { readonly items: readonly Value[]; readonly closed: boolean };
const queueOf =
  (room: number): Apply<Queue> =>
  ({ items, closed }, method, args) => {
    if (method === 'close') return done({ items, closed: true });
    if (method === 'send' || method === 'trySend') {
      if (closed) return done({ items, closed }, false);
      if (items.length === room) return method === 'send' ? blocked : done({ items, closed }, false);
      return done({ items: [...items, args], closed }, true);
    }
    if (items.length > 0) return done({ items: items.slice(1), closed }, { value: items[0]! });
    if (closed) return done({ items, closed }, { closed: true });
    return method === 'receive' ? blocked : done({ items, closed }, null);
  };

const meeting = language.barrier('meeting', 2);
function* meets(_: undefined, self: Self): Program {
  yield* language.atomically(say, 'comes');
  yield* language.passBarrier(meeting);
  yield* language.atomically(say, 'goes');
  void self;
}

const isReady = cell('isReady', false);
const changed = language.conditionVariable('changed');
const restless = language.conditionVariable('restless', { spurious: true });
function* waitsOnce(condition: language.ConditionVariable, self: Self): Program {
  yield* language.acquire(lock, self);
  if (!(yield* language.load(isReady))) yield* language.awaitCondition(condition, lock, self);
  yield* say((yield* language.load(isReady)) ? 'ready' : 'for nothing');
  yield* language.release(lock);
}
function* tells(all: boolean, self: Self): Program {
  yield* language.acquire(lock, self);
  yield* language.store(isReady, true);
  yield* all ? language.notifyAll(changed) : language.notifyOne(changed);
  yield* language.release(lock);
}

function* readsBesideAWriter(): Program {
  yield* language.acquireRead(shared.writers);
  yield* language.waitUntil([shared.writers], isWaitedFor);
  yield* language.acquireRead(shared.writers);
  yield* language.releaseRead(shared.writers);
  yield* language.releaseRead(shared.writers);
}
const isWaitedFor = language.view(
  'a writer waits',
  ([{ waiting }]: readonly [language.ReadWriteState]) => waiting.length > 0,
);
function* writesToo(): Program {
  yield* language.acquireWrite(shared.writers);
  yield* language.releaseWrite(shared.writers);
}

const request = language.interruption('request');
function* interrupts(): Program {
  yield* language.interrupt(request);
}
function* listens(): Program {
  try {
    yield* language.waitOrInterrupt(isReady, language.is(true), request);
  } catch {
    yield* say((yield* language.takeInterrupt(request)) ? 'again' : 'interrupted');
  }
}

function* spreads(): Program {
  void [...language.store(isReady, true)];
  yield* language.load(isReady);
}

/** What is refused with a code, and nothing else. */
const refused =
  (code: string, cells: System['cells'], ...threads: readonly language.Thread[]): Check =>
  ({ explore }) => {
    try {
      explore({ cells, threads });
      return 'it is explored';
    } catch (error) {
      const { code: found } = error as { readonly code?: string };
      return found === code ? undefined : `${found} instead of ${code}`;
    }
  };

/** The checks, by name. */
export const languageChecks: Readonly<Record<string, Check>> = {
  'a store that is spread and not performed': refused('QSC512', [isReady], language.thread('t', spreads)),
  'a mutex': specified<boolean>(lock, false, mutex, [acquire, release, acquire, release], [acquire, release]),
  'a semaphore': specified(permits, 1, semaphore, [take(1), give(2)], [tryTake, give(1)], [take(2)]),
  'a semaphore that is tried': specified(permits, 1, semaphore, [tryTake, tryTake, give(1), tryTake]),
  'a latch': specified(gate, 2, latch, [countDown, await_], [countDown, countDown], [await_]),
  'a reader-writer lock that prefers writers': specified(
    shared.writers,
    nobody,
    readWrite,
    reads(shared.writers),
    reads(shared.writers),
    writes(shared.writers),
  ),
  'a reader-writer lock that prefers readers': specified(
    shared.readers,
    nobody,
    readWrite,
    reads(shared.readers),
    writes(shared.readers),
    writes(shared.readers),
  ),
  // A reader that is inside and wants in again, and the writer wait for each other; or the writer was there first.
  'readers after a writer that waits': ends(
    log,
    [shared.writers],
    [],
    2,
    thread('reader', readsBesideAWriter),
    thread('writer', writesToo),
  ),
  'a channel': specified(
    jobs,
    { items: [], closed: false },
    queueOf(1),
    [send(1), trySend(2), close],
    [receive, tryReceive],
    [send(3), receive],
  ),
  'a channel with room for two': specified<Queue>(
    roomy,
    { items: [], closed: false },
    queueOf(2),
    [1, 2].map((job) => called('send', (args) => language.send(roomy, args as number), job)),
    [1, 2].map(() => called('receive', () => language.receive(roomy))),
  ),
  'a barrier': ends(log, [meeting], [['comes', 'comes', 'goes', 'goes']], 0, thread('a', meets), thread('b', meets)),
  'a notification of one': ends(
    log,
    [isReady, changed, lock],
    [['ready']],
    0,
    thread('w', waitsOnce, changed),
    thread('t', tells, false),
  ),
  'a notification of all': ends(
    log,
    [isReady, changed, lock],
    [['ready', 'ready']],
    0,
    ...['w', 'v'].map((name) => thread(name, waitsOnce, changed)),
    thread('t', tells, true),
  ),
  'a wake-up for nothing': ends(log, [isReady, restless, lock], [['for nothing']], 0, thread('w', waitsOnce, restless)),
  'no wake-up for nothing': ends(log, [isReady, changed, lock], [], 1, thread('w', waitsOnce, changed)),
  'an interrupt': ends(log, [isReady, request], [['interrupted']], 0, thread('i', interrupts), thread('l', listens)),
  ...meetingChecks,
  ...eventLoopChecks,
};
