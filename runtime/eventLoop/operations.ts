// The operations of the program language on an event loop: what an erased text imports in the place of engine/program. One
// tick is one step, so that an operation that does not block is a plain access. One that would block gives a promise that
// says when to try again.

import { QuiesceError } from '../../engine/program/errors.js';
import type { Condition, View } from '../../engine/program/operation.js';
import { Cell, type Region, type Waiting } from './cell.js';
import type { Strand } from './strand.js';

export { QuiesceError } from '../../engine/program/errors.js';
export { again, done } from '../../engine/program/nesting.js';
export { above, atLeast, atMost, below, is, isNot, view } from '../../engine/program/operation.js';
export { Thrown } from '../../engine/program/thrown.js';
export { canonical, deepFreeze } from '../../engine/program/value.js';
export { at, begins, beginsTogether, closes, happened, happenedTogether, hearEvents, opens } from '../hearing.js';

interface CellOptions {
  readonly modulo?: number;
}

/** cell makes a variable. */
export function cell<T>(name: string, initial: T, { modulo = 0 }: CellOptions = {}): Cell<T> {
  return new Cell(name, initial, modulo);
}

/** cells makes several of them. */
export function cells<T>(
  name: string,
  length: number,
  initial: T | ((index: number) => T),
  options: CellOptions = {},
): Cell<T>[] {
  const of = typeof initial === 'function' ? (initial as (index: number) => T) : () => initial;
  return Array.from({ length }, (_, index) => cell(`${name}[${index}]`, of(index), options));
}

export function mutex(name: string): Cell<number> {
  return cell(name, 0);
}

/** region makes what can be given back. */
export function region(name: string, _owner: unknown, { initially }: { readonly initially?: string } = {}): Region {
  if (initially === undefined) return { kind: 'region', name };
  return { kind: 'region', name, life: cell(`${name}.life`, initially === 'allocated' ? 1 : 0) };
}

/** Whose memory it is, is not looked at here. */
export function inRegion<M>(_owner: Region, memory: M): M {
  return memory;
}

/** thread declares one, for whoever starts it. */
export function thread(name: string, program: unknown, args: unknown, options: object = {}): object {
  return { name, program, args, ...options };
}

export function store<T>(of: Cell<T>, value: T): void {
  of.write(value);
}

export const storeLocked = store;

export function exchange<T, R = T>(of: Cell<T>, value: T, seenAs?: View<T, R>): R {
  const before = of.v;
  of.write(value);
  return seen(before, seenAs);
}

export function compareExchange<T>(of: Cell<T>, expected: T, value: T): boolean {
  if (of.v !== expected) {
    noted(of);
    return false;
  }
  of.write(value);
  return true;
}

export function add(of: Cell<number>, value: number): void {
  of.write(wrapped(of, of.v + value));
}

export function fetchAdd<R = number>(of: Cell<number>, value: number, seenAs?: View<number, R>): R {
  const before = of.v;
  of.write(wrapped(of, before + value));
  return seen(before, seenAs);
}

export function fetchOr<R = number>(of: Cell<number>, value: number, seenAs?: View<number, R>): R {
  const before = of.v;
  of.write(before | value);
  return seen(before, seenAs);
}

function seen<T, R>(value: T, seenAs: View<T, R> | undefined): R {
  return seenAs === undefined ? (value as unknown as R) : seenAs.of(value);
}

function wrapped({ modulo }: Cell<number>, value: number): number {
  return modulo === 0 ? value : ((value % modulo) + modulo) % modulo;
}

/** allocate takes a region that is free, and gives its incarnation. */
export function allocate({ life }: Region): number {
  const next = (life!.v + 1) | 1;
  life!.write(next);
  return (next + 1) >> 1;
}

/** free gives a region back, and whoever made it lets it go. */
export function free(given: Region): void {
  given.life?.write((given.life.v + 1) & ~1);
  given.onFree?.();
}

/** isPromise tells what has to be awaited from what is there. */
export function isPromise(given: unknown): given is Promise<unknown> {
  return typeof given === 'object' && given !== null && typeof (given as { then?: unknown }).then === 'function';
}

/** wait passes when the cell meets the condition. */
export function wait(of: Cell, condition: Condition): Promise<void> | undefined {
  const holds = (value: unknown) => meets(value, condition);
  return holds(of.v) ? undefined : turn(of.when(holds));
}

function meets(value: unknown, { test, value: other }: Condition): boolean {
  switch (test) {
    case 'is':
      return value === other;
    case 'isNot':
      return value !== other;
    case 'below':
      return (value as number) < (other as number);
    case 'above':
      return (value as number) > (other as number);
    case 'atMost':
      return (value as number) <= (other as number);
    case 'atLeast':
      return (value as number) >= (other as number);
  }
}

/** acquire takes the mutex when it is free. */
export function acquire(lock: Cell<number>, { slot }: Pick<Strand, 'slot'>): Promise<void> | undefined {
  if (lock.v !== 0) return turn(lock.when((holder) => holder === 0));
  lock.write(slot + 1);
  return undefined;
}

export function release(lock: Cell<number>): void {
  lock.write(0);
}

/** takeFree takes a mutex that is free whenever it is asked for. Throws QSC901 where it is not. */
export function takeFree(lock: Cell<number>, { slot }: Pick<Strand, 'slot'>): void {
  if (lock.v !== 0) throw contention(lock.name);
  lock.write(slot + 1);
}

/** assertHolds is a wait that never has to. Throws QSC901 where it would. */
export function assertHolds(of: Cell, condition: Condition): void {
  if (!meets(of.v, condition)) throw contention(of.name);
}

/** contended is where a loop would go round that never does. Throws QSC901. */
export function contended(): never {
  throw contention('a cell that was read in the same tick');
}

function contention(what: string): QuiesceError {
  return new QuiesceError('QSC901', `${what} was changed within one tick of the event loop`);
}

export function park(self: Strand): Promise<void> | undefined {
  const given = self.park();
  return given && turn(given);
}

export function unpark(of: Strand | string): void {
  (typeof of === 'string' ? named(of) : of).unpark();
}

/** spawn starts a strand in a microtask of its own. */
export function spawn(of: Strand | string): void {
  const { program } = typeof of === 'string' ? named(of) : of;
  start(program!);
}

/** safePoint lets others come in between. */
export function safePoint(self: Strand): Promise<void> | undefined {
  return pass(self);
}

const strands = new Map<string, Strand>();

/** name makes a strand known under its name, which the mechanism makes of a reference and a number. */
export function name(of: string, strand: Strand | undefined): void {
  if (strand) strands.set(of, strand);
  else strands.delete(of);
}

function named(of: string): Strand {
  const found = strands.get(of);
  if (!found) throw new QuiesceError('QSC901', `no strand is named ${of}`);
  return found;
}

/** choose leaves a choice to whoever schedules; 0 in a service. */
export function choose(count: number): number {
  return decide(count);
}

export function fail(message: string): never {
  throw new QuiesceError('QSC901', message);
}

let decide = (_count: number): number => 0;
let start = (program: () => unknown): void => queueMicrotask(program);
let turn = (given: Promise<void>): Promise<void> => given;
let pass = (_self: Strand): Promise<void> | undefined => undefined;

/** Who decides when what was started begins and what waited goes on: the event loop, unless a check takes its place. */
export interface Scheduling {
  readonly start: typeof start;
  readonly turn: typeof turn;
  readonly pass: typeof pass;
  readonly decide: typeof decide;
}

export function scheduleBy(scheduling: Scheduling): void {
  ({ start, turn, pass, decide } = scheduling);
}

/** What a loop that only reads has read in this round; undefined where none is on. */
let reading: Cell[] | undefined;

export function watch(): void {
  reading = [];
}

export function unwatch(): void {
  reading = undefined;
}

export function noted<C extends Cell<never> | Cell>(of: C): C {
  reading?.push(of as Cell);
  return of;
}

/** changed is settled when one of the cells that the round has read is written. */
export function changed(): Promise<void> {
  const read = [...new Set(reading)];
  reading = undefined;
  const one = new Promise<void>((resolve) => {
    const waiting: Waiting = {
      holds: () => true,
      tell: () => {
        for (const each of read) each.forget(waiting);
        resolve();
      },
    };
    for (const each of read) each.wait(waiting);
  });
  return turn(one);
}
