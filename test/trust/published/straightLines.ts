// Threads without branches: coherence, writers and a reader, litmus tests, Fibonacci numbers, counter and master.

import type { System } from '../../../engine/multiprocessor/system.js';
import { cell, cells } from '../../../engine/program/cell.js';
import { scope } from '../../../engine/program/nesting.js';
import { load, type Program, store } from '../../../engine/program/operation.js';
import { thread } from '../../../engine/program/thread.js';
import type { Value } from '../../../engine/program/value.js';
import type { StateView } from '../../../engine/watch/property.js';
import {
  crew,
  daemons,
  everything,
  type Integer,
  type Integers,
  labels,
  type Published,
  range,
  say,
} from './program.js';
import { write } from './quartet.js';

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
export const coherence = (n: number) =>
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
export const writersAndReader = (n: number) =>
  lines(`N-writers(${n})`, everything(x), n + n * n, [x], ...range(n).map((i) => [W(x, i + 1)]), [R(x)]);

/** Sequential consistency forbids exactly one outcome of four, and one of sixteen of IRIW. */
export const litmus: readonly Published[] = [
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
export function fibonacciBench(n: number): Published {
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
export function counterMaster(n: number): Published {
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
