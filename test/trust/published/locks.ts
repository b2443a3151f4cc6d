// Locks, trylock and condition variables. Results go to cells, because a finished thread is forgotten.

import { cell, cells } from '../../../engine/program/cell.js';
import { acquire, type Mutex, mutex, release } from '../../../engine/program/mutex.js';
import { scope } from '../../../engine/program/nesting.js';
import {
  add,
  compareExchange,
  fetchAdd,
  isNot,
  load,
  type Program,
  store,
  wait,
} from '../../../engine/program/operation.js';
import { type Self, type Thread, thread } from '../../../engine/program/thread.js';
import { crew, everything, type Integer, type Integers, isZero, type Published, power, range } from './program.js';

interface Locked {
  readonly lock: Mutex;
  readonly x: Integer;
  /** By thread, what it saw. */
  readonly saw: Integers;
}

export function* lockedIncrement({ lock, x: counter, saw }: Locked, self: Self): Program<void> {
  yield* acquire(lock, self);
  const r = yield* load(counter);
  yield* store(counter, r + 1);
  yield* store(saw[self.slot]!, r);
  yield* release(lock);
}

export function* lockedAdd({ lock, x: counter }: Locked, self: Self): Program<void> {
  yield* acquire(lock, self);
  yield* add(counter, 1);
  yield* release(lock);
}

export function* neverUnlock({ lock, x: counter }: Locked, self: Self): Program<void> {
  yield* acquire(lock, self);
  yield* add(counter, 1);
}

export function* unlockInTurn({ lock, x: counter }: Locked, self: Self): Program<void> {
  yield* acquire(lock, self);
  const turn = yield* fetchAdd(counter, 1);
  if (turn === self.slot) yield* release(lock);
}

export function* tryLock({ lock, saw }: Locked, self: Self): Program<void> {
  if (!(yield* compareExchange(lock, 0, 1))) return;
  yield* store(saw[self.slot]!, 1);
  yield* release(lock);
}

export function onALock(
  name: string,
  n: number,
  program: (args: Locked, self: Self) => Program<void>,
  expected: Published['expected'],
): Published {
  const locked: Locked = { lock: mutex('lock'), x: cell('x', 0), saw: cells('saw', n, 0) };
  const system = { cells: Object.values(locked), threads: crew(n, program, () => locked) };
  return { name: `${name}(${n})`, system, of: everything(locked.x, locked.saw), expected };
}

function* dine({ left, right }: { left: Mutex; right: Mutex }, self: Self): Program<void> {
  yield* acquire(left, self);
  yield* acquire(right, self);
  yield* release(right);
  yield* release(left);
}

/** dining(N): everybody takes the left fork first; the one deadlock is that everybody holds it. */
export function dining(n: number): Published {
  const forks = range(n).map((i) => mutex(`fork[${i}]`));
  const threads = crew(n, dine, (i) => ({ left: forks[i]!, right: forks[(i + 1) % n]! }));
  return {
    name: `dining(${n})`,
    system: { cells: forks, threads },
    of: everything(forks),
    expected: { outcomes: 1, deadlocks: 1 },
  };
}

interface Condition extends Locked {
  readonly generation: Integer;
}

function* waitUnlessSet(parts: Condition, self: Self): Program<void> {
  const { lock, x: flag, saw } = parts;
  yield* acquire(lock, self);
  if (yield* load(flag, isZero)) yield* scope(awaitBroadcast, parts);
  else yield* store(saw[self.slot]!, 1);
  yield* release(lock);
}

/** A condition variable on cells: the generation is read under the lock, so that no broadcast is missed. */
function* awaitBroadcast({ lock, generation }: Condition, self: Self): Program<void> {
  const before = yield* load(generation);
  yield* release(lock);
  yield* wait(generation, isNot(before));
  yield* acquire(lock, self);
}

function* setAndBroadcast({ lock, x: flag, generation }: Condition, self: Self): Program<void> {
  yield* acquire(lock, self);
  yield* store(flag, 1);
  yield* add(generation, 1);
  yield* release(lock);
}

export function conditionVariable(waiters: number): Published {
  const parts: Condition = {
    lock: mutex('lock'),
    x: cell('x', 0),
    saw: cells('saw', waiters, 0),
    generation: cell('generation', 0),
  };
  const threads: Thread[] = [...crew(waiters, waitUnlessSet, () => parts), thread('setter', setAndBroadcast, parts)];
  const system = { cells: Object.values(parts), threads };
  return {
    name: `condvar(${waiters})`,
    system,
    of: everything(parts.saw),
    expected: { outcomes: power(2, waiters), deadlocks: 0 },
  };
}
