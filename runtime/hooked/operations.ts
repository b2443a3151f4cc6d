// The operations for the check that drives an erased text one operation at a time: the text stops at its hooks, and whoever
// drives it goes on where the simulated multiprocessor says that the operation may be performed. What blocks does not.

import { QuiesceError } from '../../engine/program/errors.js';
import type { Condition, View } from '../../engine/program/operation.js';
import type { Cell, Region } from '../eventLoop/cell.js';
import * as plain from '../eventLoop/operations.js';

export * from '../eventLoop/operations.js';

/** Who performs operations, as a driver has it. */
export interface Stepper {
  readonly name: string;
  readonly slot: number;
  readonly processor: number;
  hasPermit: boolean;
}

/** The cells that have been made since the last `forget`, by name. */
export const made = new Map<string, Cell>();

export function cell<T>(name: string, initial: T, options: { readonly modulo?: number } = {}): Cell<T> {
  const one = plain.cell(name, initial, options);
  made.set(name, one as Cell);
  return one;
}

export function cells<T>(
  name: string,
  length: number,
  initial: T | ((index: number) => T),
  options: { readonly modulo?: number } = {},
): Cell<T>[] {
  const all = plain.cells(name, length, initial, options);
  for (const one of all) made.set(one.name, one as Cell);
  return all;
}

export function mutex(name: string): Cell<number> {
  return cell(name, 0);
}

export function region(name: string, owner: unknown, options: { readonly initially?: string } = {}): Region {
  const one = plain.region(name, owner, options);
  if (one.life) made.set(one.life.name, one.life as Cell);
  return one;
}

export function load<T, R = T>(of: Cell<T>, seenAs?: View<T, R>): R {
  return seenAs === undefined ? (of.v as unknown as R) : seenAs.of(of.v);
}

/** A mutex is taken in as many operations as the language takes it in. */
export function* acquire(lock: Cell<number>, { slot }: Stepper): Generator<string, void> {
  for (;;) {
    yield 'compareExchange';
    if (plain.compareExchange(lock, 0, slot + 1)) return;
    yield 'wait';
    notBlocked(plain.wait(lock as Cell, { test: 'is', value: 0 }), lock.name);
  }
}

export function wait(of: Cell, condition: Condition): void {
  notBlocked(plain.wait(of, condition), of.name);
}

export function park(self: Stepper): void {
  notBlocked(self.hasPermit ? undefined : self, self.name);
  self.hasPermit = false;
}

export function safePoint(): void {}

function notBlocked(blocked: unknown, what: string): void {
  if (blocked !== undefined) throw new QuiesceError('QSC901', `${what} blocks where the multiprocessor goes on`);
}

let steppers: (name: string) => Stepper = () => {
  throw new QuiesceError('QSC901', 'nobody drives');
};
let starting: (name: string) => void = () => {};

/** drivenBy says who is meant by a name, and who starts a thread. */
export function drivenBy(of: typeof steppers, start: typeof starting): void {
  steppers = of;
  starting = start;
}

export function unpark(name: string): void {
  steppers(name).hasPermit = true;
}

export function spawn(name: string): void {
  starting(name);
}
