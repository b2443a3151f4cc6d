// A mutex built on cells: one compareExchange when it is free, a blocking wait when it is not.

import { type Cell, type CellOptions, cell } from './cell.js';
import { selfGiven } from './given.js';
import { again, done, loop, type Turn } from './nesting.js';
import { compareExchange, is, type Program, storeLocked, view, wait } from './operation.js';
import type { Interruption } from './synchronization/interrupt.js';
import { byText, nothing } from './synchronization/made.js';
import { updateWhenOrInterrupt } from './synchronization/updateOrInterrupt.js';
import type { Self } from './thread.js';

/** A mutex is a cell: 0 when free, else the holder's slot + 1. */
export type Mutex = Cell<number>;

/** mutex declares a mutex. */
export function mutex(name: string, options: Pick<CellOptions, 'home' | 'region'> = {}): Mutex {
  return cell(name, 0, options);
}

/** acquire takes the mutex, blocking while another thread holds it. It is not re-entrant. One step when free. */
export function acquire(lock: Mutex, self: Self): Program<void> {
  // Between a failed attempt and the wait the holder may release: the wait then passes at once, and the next attempt
  // races with others. Nothing is lost, because the wait is on the cell's value and not on a wake-up.
  return loop(Object.freeze({ lock, owner: selfGiven(self).slot + 1 }), attempt);
}

function* attempt(locals: { readonly lock: Mutex; readonly owner: number }): Program<Turn<typeof locals, void>> {
  if (yield* compareExchange(locals.lock, 0, locals.owner)) return done();
  yield* wait(locals.lock, is(0));
  return again(locals);
}

const isFree = view('free', (owner: number) => owner === 0);
const takenBy = byText((owner: number) => view(`taken by ${owner - 1}`, () => owner));

/** acquireOrInterrupt is acquire that throws, with an InterruptedError, where there is a request. Two steps or more. */
export function acquireOrInterrupt(lock: Mutex, self: Self, of: Interruption): Program<void> {
  return updateWhenOrInterrupt(
    { held: lock, when: isFree, next: takenBy(selfGiven(self).slot + 1), gives: nothing },
    of,
  );
}

/** release frees the mutex, with all that was stored before in memory. One step. */
export function release(lock: Mutex): Program<void> {
  return storeLocked(lock, 0);
}
