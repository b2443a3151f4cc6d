// The quartet of Abdulla, Aronis, Jonsson and Sagonas (POPL 2014): readers, last zero, indexer, file system.

import type { System } from '../../../engine/multiprocessor/system.js';
import { cell, cells } from '../../../engine/program/cell.js';
import { acquire, type Mutex, mutex, release } from '../../../engine/program/mutex.js';
import { scope } from '../../../engine/program/nesting.js';
import { compareExchange, load, type Program, store } from '../../../engine/program/operation.js';
import { type Self, thread } from '../../../engine/program/thread.js';
import {
  crew,
  daemons,
  everything,
  factorial,
  type Integer,
  type Integers,
  isZero,
  labels,
  nothing,
  type Published,
  power,
  range,
  say,
} from './program.js';

export function* write({ x, value }: { x: Integer; value: number }): Program<void> {
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
export function lastzero(n: number): Published {
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
export function indexer(n: number, entries: number, expected: Published['expected']): Published {
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
export function filesystem(n: number, inodes: number, blocks: number, expected: Published['expected']): Published {
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

export function readersPublished(n: number): readonly Published[] {
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
