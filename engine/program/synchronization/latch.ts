// A latch: it opens when it has been counted down to 0, and stays open.

import { type Cell, cell } from '../cell.js';
import { QuiesceError } from '../errors.js';
import { textGiven } from '../given.js';
import { is, type Program, update, view, wait } from '../operation.js';
import { type Interruption, waitOrInterrupt } from './interrupt.js';

/** How often it has to be counted down. */
export type Latch = Cell<number>;

/** latch declares a latch that opens after so many counts. */
export function latch(name: string, counts: number): Latch {
  textGiven('QSC112', 'the name of a latch', name);
  if (!Number.isInteger(counts) || counts < 0)
    throw new QuiesceError('QSC112', `latch ${name} of ${String(counts)} counts`);
  return cell(name, counts);
}

const oneFewer = view('one fewer, at least 0', (left: number) => Math.max(0, left - 1));

/**
 * countDown counts a latch down by one; an open one stays open. One step.
 *
 * @example
 * yield* countDown(lock);
 * yield* awaitLatch(lock);
 */
export function countDown(of: Latch): Program<void> {
  return update(of, oneFewer);
}

/** awaitLatch blocks until the latch is open. One step. */
export function awaitLatch(of: Latch): Program<void> {
  return wait(of, is(0));
}

/** awaitLatchOrInterrupt is awaitLatch that throws, with an InterruptedError, where there is a request. */
export function awaitLatchOrInterrupt(latch: Latch, of: Interruption): Program<void> {
  return waitOrInterrupt(latch, is(0), of);
}
