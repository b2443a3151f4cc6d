// The small programs of the literature on which stateless model checkers are measured, as systems of this engine, with
// what is known of them: states and total interleavings where a source states them, outcomes and deadlocks from the
// closed forms. A thread that reads says at its end what it read and stays parked for ever, as a daemon: a label costs
// no step, and a finished thread is forgotten. Where there are locks, results go to cells instead.
// Conventions: sequential consistency; one read, write or read-modify-write is one step; a lock is the engine's mutex.

import type { StateView } from '../../engine/explore/property.js';
import type { System } from '../../engine/machine/system.js';
import { type Cell, type CellArray, cell, cells } from '../../engine/program/cell.js';
import { at } from '../../engine/program/event.js';
import { acquire, type Mutex, mutex, release } from '../../engine/program/mutex.js';
import { scope } from '../../engine/program/nesting.js';
import {
  add,
  compareExchange,
  fetchAdd,
  isNot,
  load,
  type Program,
  park,
  store,
  view,
  wait,
} from '../../engine/program/operation.js';
import { type Self, type Thread, thread } from '../../engine/program/thread.js';
import type { Value } from '../../engine/program/value.js';

export interface Published {
  readonly name: string;
  readonly system: System;
  readonly of: (state: StateView) => Value;
  readonly expected: {
    readonly states?: number;
    readonly outcomes?: number;
    readonly deadlocks: number;
    /** Maximal executions; only of programs without a cycle. */
    readonly executions?: bigint;
  };
}

type Integer = Cell<number>;
type Integers = CellArray<number>;

const isZero = view('isZero', (value: number) => value === 0);
const nothing = view('nothing', (_value: number) => null);
const range = (length: number) => Array.from({ length }, (_, index) => index);
const power = (base: number, exponent: number) => base ** exponent;
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Everything that a system leaves behind: the values of its cells and the last words of its threads. */
const everything =
  (...parts: readonly (Integer | Integers)[]) =>
  (state: StateView): Value => [
    ...parts.flat().map((one) => state.read(one)),
    ...state.threads.map((name) => state.label(name)?.data.r ?? null),
  ];

const labels = everything();

/** The last words of a daemon: what it read, for ever. */
function* say(r: Value): Program<void> {
  yield* at('said', { r });
  yield* park();
}

const daemons = (threads: readonly Thread[]): readonly Thread[] => threads.map((one) => ({ ...one, daemon: true }));

const crew = <A>(count: number, program: (args: A, self: Self) => Program<unknown>, args: (index: number) => A) =>
  range(count).map((index) => thread(`t${index}`, program, args(index)));

// --- The quartet of Abdulla, Aronis, Jonsson and Sagonas (POPL 2014)

function* write({ x, value }: { x: Integer; value: number }): Program<void> {
  yield* store(x, value);
}

function* read({ x }: { x: Integer }): Program<void> {
  yield* say(yield* load(x));
}

function* readForNothing({ x }: { x: Integer }): Program<void> {
  yield* load(x, nothing);
  yield* say(null);
}

/** readers(N): W: x:=42. R_i: r:=x. */
function readers(n: number, program: typeof read): System {
  const x = cell('x', 0);
  return { cells: [x], threads: [thread('w', write, { x, value: 42 }), ...daemons(crew(n, program, () => ({ x })))] };
}

function* firstZeroFrom({ a, n }: { a: Integers; n: number }): Program<void> {
  let i = n;
  while (!(yield* load(a[i]!, isZero))) i -= 1;
  yield* say(i);
}

function* succeed({ a, j }: { a: Integers; j: number }): Program<void> {
  const before = yield* load(a[j - 1]!);
  yield* store(a[j]!, before + 1);
}

/** lastzero(N): R: i:=N; while a[i]≠0: i--. W_j: t:=a[j-1]; a[j]:=t+1. */
function lastzero(n: number): Published {
  const a = cells('a', n + 1, 0);
  const system = {
    cells: [a],
    threads: [
      ...daemons([thread('r', firstZeroFrom, { a, n })]),
      ...crew(n, succeed, (index) => ({ a, j: index + 1 })),
    ],
  };
  const known: Partial<Record<number, Pick<Published['expected'], 'states' | 'executions'>>> = {
    5: { states: 1890, executions: 3_487_880n },
    6: { states: 7109, executions: 416_108_000n },
  };
  const outcomes = n === 1 ? 2 : (n + 3) * power(2, n - 2);
  return { name: `lastzero(${n})`, system, of: everything(a), expected: { outcomes, deadlocks: 0, ...known[n] } };
}

function* index({ table }: { table: Integers }, self: Self): Program<void> {
  for (let m = 1; m <= 4; m += 1) {
    const w = m * 11 + self.slot;
    let h = (w * 7) % table.length;
    while (!(yield* compareExchange(table[h]!, 0, w))) h = (h + 1) % table.length;
  }
}

/** indexer(N): four insertions each into a hash table; with 128 entries nobody collides before the twelfth thread. */
function indexer(n: number, entries: number, expected: Published['expected']): Published {
  const table = cells('table', entries, 0);
  const system = { cells: [table], threads: crew(n, index, () => ({ table })) };
  return { name: `indexer(${n}) of ${entries}`, system, of: everything(table), expected };
}

interface Disk {
  readonly inodeLocks: readonly Mutex[];
  readonly blockLocks: readonly Mutex[];
  readonly inode: Integers;
  readonly busy: Integers;
}

function* createFile(disk: Disk, self: Self): Program<void> {
  const i = self.slot % disk.inode.length;
  yield* acquire(disk.inodeLocks[i]!, self);
  if ((yield* load(disk.inode[i]!)) === 0) yield* scope(allocate, { disk, i });
  yield* release(disk.inodeLocks[i]!);
}

function* allocate({ disk, i }: { disk: Disk; i: number }, self: Self): Program<void> {
  for (let b = (i * 2) % disk.busy.length; ; b = (b + 1) % disk.busy.length) {
    yield* acquire(disk.blockLocks[b]!, self);
    const free = (yield* load(disk.busy[b]!)) === 0;
    if (free) {
      yield* store(disk.busy[b]!, 1);
      yield* store(disk.inode[i]!, b + 1);
    }
    yield* release(disk.blockLocks[b]!);
    if (free) return;
  }
}

/** filesystem(N): every thread finds a block for its inode; with 32 inodes and 26 blocks the first thirteen are apart. */
function filesystem(n: number, inodes: number, blocks: number, expected: Published['expected']): Published {
  const disk: Disk = {
    inodeLocks: range(inodes).map((i) => mutex(`locki[${i}]`)),
    blockLocks: range(blocks).map((b) => mutex(`lockb[${b}]`)),
    inode: cells('inode', inodes, 0),
    busy: cells('busy', blocks, 0),
  };
  const used = [disk.inodeLocks, disk.blockLocks, disk.inode, disk.busy];
  const system = { cells: used, threads: crew(n, createFile, () => disk) };
  return { name: `filesystem(${n}) of ${inodes}`, system, of: everything(disk.inode, disk.busy), expected };
}

// --- Read-modify-writes

function* increments({ cells: all }: { cells: Integers }): Program<void> {
  const r: number[] = [];
  for (const one of all) r.push(yield* fetchAdd(one, 1));
  yield* say(r);
}

/** ainc(N), binc(N), cinc(N): every thread increments 1, 2 or 3 variables; outcomes are the orders at each. */
function incrementsOf(name: string, n: number, variables: number): Published {
  const x = cells('x', variables, 0);
  const system = { cells: [x], threads: daemons(crew(n, increments, () => ({ cells: x }))) };
  const outcomes = power(factorial(n), variables);
  return { name: `${name}(${n})`, system, of: labels, expected: { outcomes, deadlocks: 0 } };
}

function* readThenWrite({ x }: { x: Integer }, self: Self): Program<void> {
  const r = yield* load(x);
  yield* store(x, self.slot + 1);
  yield* say(r);
}

function* loseUpdates({ x }: { x: Integer }): Program<void> {
  const r = yield* load(x);
  yield* store(x, r + 1);
  yield* say(r);
}

function* compareThenWrite({ x }: { x: Integer }, self: Self): Program<void> {
  const r = yield* compareExchange(x, 0, 1);
  yield* store(x, self.slot + 3);
  yield* say(r);
}

function* rotate({ x }: { x: Integer }, self: Self): Program<void> {
  yield* say(yield* compareExchange(x, self.slot, self.slot + 1));
}

function* compete({ x }: { x: Integer }, self: Self): Program<void> {
  yield* say(yield* compareExchange(x, 0, self.slot + 1));
}

function* afterTwo({ x }: { x: Integer }): Program<void> {
  yield* say(yield* compareExchange(x, 2, 3));
}

/** One variable, N threads of the same program, and perhaps one writer. */
function onOneCell(
  name: string,
  n: number,
  program: (args: { x: Integer }, self: Self) => Program<void>,
  outcomes: number,
  writes?: number,
): Published {
  const x = cell('x', 0);
  const writer = writes === undefined ? [] : [thread('w', write, { x, value: writes })];
  const system = { cells: [x], threads: [...daemons(crew(n, program, () => ({ x }))), ...writer] };
  return { name: `${name}(${n})`, system, of: everything(x), expected: { outcomes, deadlocks: 0 } };
}

/** inc(N), the lost-update counter; its states are those of the increment example of the explicit-state checkers. */
function lostUpdates(n: number): Published {
  const counter = cell('counter', 0);
  const states = new Map([
    [2, 13],
    [3, 84],
    [4, 755],
  ]).get(n)!;
  return {
    name: `inc(${n})`,
    system: { cells: [counter], threads: daemons(crew(n, loseUpdates, () => ({ x: counter }))) },
    of: (state) => state.read(counter),
    expected: { states, outcomes: n, deadlocks: 0 },
  };
}

// --- Straight lines: CoA, writers, litmus tests

type Step = readonly ['write', Integer, number] | readonly ['read', Integer];

function* straight(steps: readonly Step[]): Program<void> {
  const r: number[] = [];
  for (const [kind, where, value] of steps) {
    if (kind === 'write') yield* store(where, value);
    else r.push(yield* load(where));
  }
  yield* say(r);
}

function lines(
  name: string,
  of: (state: StateView) => Value,
  outcomes: number,
  cellsUsed: Integers,
  ...threads: readonly (readonly Step[])[]
): Published {
  const system = {
    cells: cellsUsed,
    threads: daemons(threads.map((steps, slot) => thread(`t${slot}`, straight, steps))),
  };
  return { name, system, of, expected: { outcomes, deadlocks: 0 } };
}

const [x, y, z] = [cell('x', 0), cell('y', 0), cell('z', 0)];
const W = (where: Integer, value: number): Step => ['write', where, value];
const R = (where: Integer): Step => ['read', where];

/** CoA(N): T1: x:=1; r y; r x. T2: x:=2; r z; r x. (N−1) times: y:=i; z:=i. */
const coherence = (n: number) =>
  lines(
    `CoA(${n})`,
    everything(x, y, z),
    [4, 15, 130][n - 1]!,
    [x, y, z],
    [W(x, 1), R(y), R(x)],
    [W(x, 2), R(z), R(x)],
    ...range(n - 1).map((i) => [W(y, i + 1), W(z, i + 1)]),
  );

/** The reader sees 0 or any of the writers; whatever it sees, any writer may be last. */
const writersAndReader = (n: number) =>
  lines(`N-writers(${n})`, everything(x), n + n * n, [x], ...range(n).map((i) => [W(x, i + 1)]), [R(x)]);

/** Sequential consistency forbids exactly one outcome of four, and one of sixteen of IRIW. */
const litmus: readonly Published[] = [
  lines('SB', labels, 3, [x, y], [W(x, 1), R(y)], [W(y, 1), R(x)]),
  lines('MP', labels, 3, [x, y], [W(x, 1), W(y, 1)], [R(y), R(x)]),
  lines('LB', labels, 3, [x, y], [R(x), W(y, 1)], [R(y), W(x, 1)]),
  lines('2+2W', everything(x, y), 3, [x, y], [W(x, 1), W(y, 2)], [W(y, 1), W(x, 2)]),
  lines('IRIW', labels, 15, [x, y], [W(x, 1)], [W(y, 1)], [R(x), R(y)], [R(y), R(x)]),
];

function* fibonacci({ mine, other, n }: { mine: Integer; other: Integer; n: number }): Program<void> {
  for (let i = 0; i < n; i += 1) {
    const left = yield* load(mine);
    const right = yield* load(other);
    yield* store(mine, left + right);
  }
}

/** fib_bench(N): two threads add each other's variable to their own; neither ever passes the 2N+2nd Fibonacci number. */
function fibonacciBench(n: number): Published {
  const [p, q] = [cell('p', 1), cell('q', 1)];
  const system: System = {
    cells: [p, q],
    threads: [
      thread('t0', forgetting, { mine: p, other: q, n }),
      thread('t1', forgetting, { mine: q, other: p, n }),
      thread('t2', straight, [R(p), R(q)], { daemon: true }),
    ],
  };
  return { name: `fib_bench(${n})`, system, of: everything(p, q), expected: { deadlocks: 0 } };
}

/** One scope per round: what was read in a round is written in it, and then no longer matters. */
function* forgetting({ mine, other, n }: { mine: Integer; other: Integer; n: number }): Program<void> {
  for (let i = 0; i < n; i += 1) yield* scope(fibonacci, { mine, other, n: 1 });
}

/** The counter/master program of Nguyen et al. (CAV 2018): writers x_i:=7; C: c:=1..n−1; M: i:=c; x_i:=9. */
function counterMaster(n: number): Published {
  const c = cell('c', 0);
  const all = cells('x', n, 0);
  const system: System = {
    cells: [c, all],
    threads: [
      ...crew(n, write, (i) => ({ x: all[i]!, value: 7 })),
      thread('counter', countTo, { c, n }),
      thread('master', overwrite, { c, all }, { daemon: true }),
    ],
  };
  return { name: `counter/master(${n})`, system, of: everything(all), expected: { outcomes: 2 * n, deadlocks: 0 } };
}

function* countTo({ c, n }: { c: Integer; n: number }): Program<void> {
  for (let i = 1; i < n; i += 1) yield* store(c, i);
}

function* overwrite({ c, all }: { c: Integer; all: Integers }): Program<void> {
  const i = yield* load(c);
  yield* store(all[i]!, 9);
  yield* say(i);
}

// --- Locks, trylock, condition variables

interface Locked {
  readonly lock: Mutex;
  readonly x: Integer;
  /** By thread, what it saw. */
  readonly saw: Integers;
}

function* lockedIncrement({ lock, x: counter, saw }: Locked, self: Self): Program<void> {
  yield* acquire(lock, self);
  const r = yield* load(counter);
  yield* store(counter, r + 1);
  yield* store(saw[self.slot]!, r);
  yield* release(lock);
}

function* lockedAdd({ lock, x: counter }: Locked, self: Self): Program<void> {
  yield* acquire(lock, self);
  yield* add(counter, 1);
  yield* release(lock);
}

function* neverUnlock({ lock, x: counter }: Locked, self: Self): Program<void> {
  yield* acquire(lock, self);
  yield* add(counter, 1);
}

function* unlockInTurn({ lock, x: counter }: Locked, self: Self): Program<void> {
  yield* acquire(lock, self);
  const turn = yield* fetchAdd(counter, 1);
  if (turn === self.slot) yield* release(lock);
}

function* tryLock({ lock, saw }: Locked, self: Self): Program<void> {
  if (!(yield* compareExchange(lock, 0, 1))) return;
  yield* store(saw[self.slot]!, 1);
  yield* release(lock);
}

function onALock(
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
function dining(n: number): Published {
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

function conditionVariable(waiters: number): Published {
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

function readersPublished(n: number): readonly Published[] {
  return [
    {
      name: `readers(${n}) that remember nothing`,
      system: readers(n, readForNothing),
      of: labels,
      expected: { states: power(2, n + 1), outcomes: 1, deadlocks: 0, executions: BigInt(factorial(n + 1)) },
    },
    {
      name: `readers(${n})`,
      system: readers(n, read),
      of: labels,
      expected: { states: power(2, n) + power(3, n), outcomes: power(2, n), deadlocks: 0 },
    },
  ];
}

/** Every program, smallest sizes first within a family. */
export const published: readonly Published[] = [
  ...[2, 4, 8].flatMap(readersPublished),
  ...[1, 2, 3, 4, 5, 6].map(lastzero),
  indexer(2, 128, { states: 25, outcomes: 1, deadlocks: 0, executions: 70n }),
  indexer(3, 128, { states: 125, outcomes: 1, deadlocks: 0, executions: 34_650n }),
  indexer(3, 12, { deadlocks: 0 }),
  filesystem(2, 32, 26, { states: 81, outcomes: 1, deadlocks: 0, executions: 12_870n }),
  filesystem(3, 32, 26, { states: 729, outcomes: 1, deadlocks: 0 }),
  filesystem(3, 2, 2, { deadlocks: 0 }),
  ...[2, 3, 4, 5].map((n) => incrementsOf('ainc', n, 1)),
  ...[2, 3, 4].map((n) => incrementsOf('binc', n, 2)),
  ...[2, 3].map((n) => incrementsOf('cinc', n, 3)),
  ...[2, 3, 4].map((n) => onOneCell('rw', n, readThenWrite, power(n, n))),
  ...[2, 3, 4].map(lostUpdates),
  ...[2, 3, 4].map((n) => onOneCell('casw', n, compareThenWrite, n * n)),
  ...[2, 3, 4, 5, 6].map((n) => onOneCell('casrot', n, rotate, n)),
  ...[2, 4, 8].map((n) => onOneCell('cas', n, compete, n)),
  ...[2, 4, 6].map((n) => onOneCell('wcas', n, afterTwo, n + 1, 2)),
  ...[1, 2, 3].map(coherence),
  writersAndReader(5),
  ...litmus,
  ...[1, 2, 3].map(fibonacciBench),
  ...[2, 4].map(counterMaster),
  ...[2, 3, 4].map((n) => onALock('lockinc', n, lockedIncrement, { outcomes: factorial(n), deadlocks: 0 })),
  ...[2, 3, 4].map((n) => onALock('mutex_order', n, lockedAdd, { outcomes: 1, deadlocks: 0 })),
  ...[2, 3].map((n) => onALock('mutex_deadlock', n, neverUnlock, { outcomes: 0, deadlocks: n })),
  onALock('mutex_hard', 3, unlockInTurn, { outcomes: 1, deadlocks: 3 }),
  onALock('trylock', 2, tryLock, { outcomes: 3, deadlocks: 0 }),
  ...[2, 3, 4].map(dining),
  ...[1, 2].map(conditionVariable),
];
