// The operations of the program language for real threads: what an erased text imports in the place of engine/program where
// it runs on worker threads. Each is one atomic access to shared memory, sequentially consistent, as in the simulator; what
// blocks sleeps by Atomics.wait, which the main thread may not.
// Leaves out: conditions over several cells, because no access reads two at once.

import { QuiesceError } from '../../engine/program/errors.js';
import type { Condition, View } from '../../engine/program/operation.js';
import type { Region } from '../eventLoop/cell.js';
import { hearEvents } from '../hearing.js';
import { codeOf, valueFor } from './encoding.js';
import { declare, type SharedCell, type SharedMemory, sharedIntegers } from './memory.js';

export { QuiesceError } from '../../engine/program/errors.js';
export { again, done } from '../../engine/program/nesting.js';
export { above, atLeast, atMost, below, is, isNot, view } from '../../engine/program/operation.js';
export { Thrown } from '../../engine/program/thrown.js';
export { canonical, deepFreeze } from '../../engine/program/value.js';
export { inRegion, thread } from '../eventLoop/operations.js';
export { at, begins, beginsTogether, closes, happened, happenedTogether, opens } from '../hearing.js';

interface CellOptions {
  readonly modulo?: number;
}

/** Who performs operations. */
export interface ThreadSelf {
  readonly name: string;
  readonly slot: number;
  readonly processor: number;
}

export function cell<T>(name: string, initial: T, { modulo = 0 }: CellOptions = {}): SharedCell<T> {
  return declare(name, initial, modulo);
}

export function cells<T>(
  name: string,
  length: number,
  initial: T | ((index: number) => T),
  options: CellOptions = {},
): SharedCell<T>[] {
  const of = typeof initial === 'function' ? (initial as (index: number) => T) : () => initial;
  return Array.from({ length }, (_, index) => cell(`${name}[${index}]`, of(index), options));
}

export function mutex(name: string): SharedCell<number> {
  return cell(name, 0);
}

export function region(name: string, _owner: unknown, { initially }: { readonly initially?: string } = {}): Region {
  if (initially === undefined) return { kind: 'region', name };
  return { kind: 'region', name, life: cell(`${name}.life`, initially === 'allocated' ? 1 : 0) as never };
}

/** How the accesses of a thread are made. */
export interface Manner {
  /** One operation in so many is held up for a random time; 0 for none. */
  readonly delayOneIn: number;
  readonly seed: number;
  /** The deliberate defect: accesses are plain ones, a read-modify-write is two of them. */
  readonly isPlain: boolean;
}

type Hearing = (name: string, data: object, self: ThreadSelf) => void;

let memory: SharedMemory;
let integers: Int32Array;
let slots: ReadonlyMap<string, number> = new Map();
let manner: Manner = { delayOneIn: 0, seed: 1, isPlain: false };
let random = 1;

/** runOn says which memory this thread works on, who the others are by name, and how. */
export function runOn(
  on: SharedMemory,
  threads: ReadonlyMap<string, number>,
  by: Manner,
  heard: Hearing = () => {},
): void {
  [memory, integers, slots, manner] = [on, on.cells, threads, by];
  hearEvents(heard);
  random = by.seed | 1;
}

/** A word nobody writes: to wait for it is to sleep. */
const idle = sharedIntegers(1);

/** below is a pseudo-random number from 0 to count - 1. */
function drawn(count: number): number {
  random ^= random << 13;
  random ^= random >>> 17;
  random ^= random << 5;
  return (random >>> 0) % count;
}

/** Another thread may come between here, whatever the processors do: mostly for a moment, sometimes for a time slice. */
function holdUp(): void {
  if (drawn(manner.delayOneIn) !== 0) return;
  if (drawn(8) === 0) Atomics.wait(idle, 0, 0, 0.02 * (1 + drawn(10)));
  else for (let left = drawn(2000); left > 0; left--) Atomics.load(idle, 0);
}

function read(index: number): number {
  if (manner.delayOneIn !== 0) holdUp();
  return manner.isPlain ? integers[index]! : Atomics.load(integers, index);
}

function write(index: number, code: number): void {
  if (manner.delayOneIn !== 0) holdUp();
  if (manner.isPlain) integers[index] = code;
  else Atomics.store(integers, index, code);
  tell(index);
}

/** Who waits for a cell looks at it again; whoever is about to finds it changed. */
function tell(index: number): void {
  if (Atomics.load(memory.waiting, 0) !== 0) Atomics.notify(integers, index);
}

function coded({ isInteger, name }: SharedCell, value: unknown): number {
  if (!isInteger) return codeOf(value);
  if (Number.isInteger(value) && Math.abs(value as number) < 2 ** 31) return value as number;
  throw new QuiesceError('QSC502', `${String(value)} for cell ${name}`);
}

function content<T>({ isInteger }: SharedCell<T>, code: number): T {
  return (isInteger ? code : valueFor(code)) as T;
}

function seen<T, R>(of: SharedCell<T>, code: number, seenAs: View<T, R> | undefined): R {
  const value = content(of, code);
  return seenAs === undefined ? (value as unknown as R) : seenAs.of(value);
}

export function load<T, R = T>(of: SharedCell<T>, seenAs?: View<T, R>): R {
  return seen(of, read(of.index), seenAs);
}

export function store<T>(of: SharedCell<T>, value: T): void {
  write(of.index, coded(of, value));
}

export const storeLocked = store;

/** A read-modify-write: the integer before, and `next` of it in its place, with nobody in between. */
function modify(index: number, next: (before: number) => number): number {
  if (manner.delayOneIn !== 0) holdUp();
  for (;;) {
    const before = manner.isPlain ? integers[index]! : Atomics.load(integers, index);
    if (manner.isPlain) {
      if (manner.delayOneIn !== 0) holdUp();
      integers[index] = next(before);
    } else if (Atomics.compareExchange(integers, index, before, next(before)) !== before) continue;
    tell(index);
    return before;
  }
}

export function exchange<T, R = T>(of: SharedCell<T>, value: T, seenAs?: View<T, R>): R {
  const code = coded(of, value);
  return seen(
    of,
    modify(of.index, () => code),
    seenAs,
  );
}

export function compareExchange<T>(of: SharedCell<T>, expected: T, value: T): boolean {
  const [wanted, code] = [coded(of, expected), coded(of, value)];
  if (manner.isPlain) return modify(of.index, (before) => (before === wanted ? code : before)) === wanted;
  if (manner.delayOneIn !== 0) holdUp();
  const isTaken = Atomics.compareExchange(integers, of.index, wanted, code) === wanted;
  if (isTaken) tell(of.index);
  return isTaken;
}

export function add(of: SharedCell<number>, value: number): void {
  fetchAdd(of, value);
}

export function fetchAdd<R = number>(of: SharedCell<number>, value: number, seenAs?: View<number, R>): R {
  return seen(of, added(of, value), seenAs);
}

function added({ index, modulo }: SharedCell, value: number): number {
  if (modulo !== 0) return modify(index, (before) => (((before + value) % modulo) + modulo) % modulo);
  if (manner.isPlain) return modify(index, (before) => before + value);
  if (manner.delayOneIn !== 0) holdUp();
  const before = Atomics.add(integers, index, value);
  tell(index);
  return before;
}

export function fetchOr<R = number>(of: SharedCell<number>, value: number, seenAs?: View<number, R>): R {
  return seen(
    of,
    modify(of.index, (before) => before | value),
    seenAs,
  );
}

/** allocate takes a region that is free, and gives its incarnation. */
export function allocate({ life }: Region): number {
  const next = (before: number) => (before + 1) | 1;
  return (next(modify(indexOf(life), next)) + 1) >> 1;
}

/** free gives a region back. */
export function free({ life }: Region): void {
  modify(indexOf(life), (before) => (before + 1) & ~1);
}

function indexOf(life: Region['life']): number {
  return (life as unknown as SharedCell).index;
}

/** wait sleeps until the cell meets the condition. */
export function wait(of: SharedCell, { test, value }: Condition): void {
  for (;;) {
    const code = read(of.index);
    if (meets(test, content(of, code), value)) return;
    Atomics.add(memory.waiting, 0, 1);
    Atomics.wait(integers, of.index, code);
    Atomics.sub(memory.waiting, 0, 1);
  }
}

function meets(test: Condition['test'], held: unknown, value: unknown): boolean {
  const [one, other] = [held as number, value as number];
  switch (test) {
    case 'is':
      return one === other;
    case 'isNot':
      return one !== other;
    case 'below':
      return one < other;
    case 'above':
      return one > other;
    case 'atMost':
      return one <= other;
    case 'atLeast':
      return one >= other;
  }
}

export function acquire(lock: SharedCell<number>, { slot }: ThreadSelf): void {
  while (!compareExchange(lock, 0, slot + 1)) wait(lock as SharedCell, { test: 'is', value: 0 });
}

export function release(lock: SharedCell<number>): void {
  store(lock, 0);
}

/** park takes the permit of its thread, and sleeps until there is one. */
export function park({ slot }: ThreadSelf): void {
  if (manner.delayOneIn !== 0) holdUp();
  while (Atomics.exchange(memory.permits, slot, 0) === 0) Atomics.wait(memory.permits, slot, 0);
}

export function unpark(name: string): void {
  if (manner.delayOneIn !== 0) holdUp();
  const slot = slotOf(name);
  Atomics.store(memory.permits, slot, 1);
  Atomics.notify(memory.permits, slot);
}

/** spawn starts a thread that is dormant, or has ended. */
export function spawn(name: string): void {
  if (manner.delayOneIn !== 0) holdUp();
  const slot = slotOf(name);
  Atomics.add(memory.running, 0, 1);
  Atomics.add(memory.starts, slot, 1);
  Atomics.notify(memory.starts, slot);
}

function slotOf(name: string): number {
  const slot = slots.get(name);
  if (slot === undefined) throw new QuiesceError('QSC504', `thread ${name}`);
  return slot;
}

/** Others run on processors of their own: they need no place to come in. */
export function safePoint(): void {}

export function choose(count: number): number {
  return drawn(count);
}

export function fail(message: string): never {
  throw new QuiesceError('QSC901', message);
}

/** Rounds that a loop which only reads goes at full speed. */
const spinsMost = 64;
let spins = 0;

/** spun is between two rounds of a loop that only reads: others may need the processor to change what it reads. */
export function spun(): void {
  if (++spins % spinsMost === 0) Atomics.wait(idle, 0, 0, 0.05);
}
