// A counting semaphore: a cell with the number of free permits. Whoever comes takes what is free; nobody is served in turn.

import { type Cell, type CellOptions, cell } from '../cell.js';
import { QuiesceError } from '../errors.js';
import { numberGiven, textGiven } from '../given.js';
import { type Program, update, updateWhen, type View, view } from '../operation.js';
import type { Interruption } from './interrupt.js';
import { byText, nothing } from './made.js';
import { updateWhenOrInterrupt } from './updateOrInterrupt.js';

/** The permits that are free. */
export type Semaphore = Cell<number>;

/** semaphore declares a semaphore with so many permits. */
export function semaphore(
  name: string,
  permits: number,
  options: Pick<CellOptions, 'home' | 'region'> = {},
): Semaphore {
  textGiven('QSC112', 'the name of a semaphore', name);
  if (!Number.isInteger(permits) || permits < 0)
    throw new QuiesceError('QSC112', `semaphore ${name} with ${String(permits)} permits`);
  return cell(name, permits, options);
}

/**
 * acquirePermits takes permits, and blocks until so many are free. All at once, in one step.
 *
 * @example
 * yield* releasePermits(lock, 2);
 * yield* acquirePermits(lock, 2);
 */
export function acquirePermits(of: Semaphore, count = 1): Program<void> {
  return updateWhen(of, atLeast(count), less(count));
}

/** acquirePermitsOrInterrupt is acquirePermits that throws, with an InterruptedError, where there is a request. Two steps or more. */
export function acquirePermitsOrInterrupt(from: Semaphore, count: number, of: Interruption): Program<void> {
  return updateWhenOrInterrupt({ held: from, when: atLeast(count), next: less(count), gives: nothing }, of);
}

/** tryAcquirePermits takes permits if so many are free, and returns whether it did. One step. */
export function tryAcquirePermits(of: Semaphore, count = 1): Program<boolean> {
  return update(of, lessIfThere(count), atLeast(count));
}

/** releasePermits gives permits back, whoever took them. One step. */
export function releasePermits(of: Semaphore, count = 1): Program<void> {
  return update(of, more(count));
}

type Count = View<number, number>;

function permitsGiven(count: number): number {
  return numberGiven('QSC507', 'a number of permits', count);
}

const atLeast = byText(
  (count: number): View<number, boolean> => view(`at least ${permitsGiven(count)}`, (free) => free >= count),
);
const less = byText((count: number): Count => view(`${permitsGiven(count)} fewer`, (free) => free - count));
const lessIfThere = byText(
  (count: number): Count =>
    view(`${permitsGiven(count)} fewer if there`, (free) => (free >= count ? free - count : free)),
);
const more = byText((count: number): Count => view(`${permitsGiven(count)} more`, (free) => free + count));
