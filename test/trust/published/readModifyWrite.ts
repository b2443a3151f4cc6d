// One variable, or a few, and threads that read, modify and write them, atomically or not.

import { cell, cells } from '../../../engine/program/cell.js';
import { compareExchange, fetchAdd, load, type Program, store } from '../../../engine/program/operation.js';
import { type Self, thread } from '../../../engine/program/thread.js';
import {
  crew,
  daemons,
  everything,
  factorial,
  type Integer,
  type Integers,
  labels,
  type Published,
  power,
  say,
} from './program.js';
import { write } from './quartet.js';

function* increments({ cells: all }: { cells: Integers }): Program<void> {
  const r: number[] = [];
  for (const one of all) r.push(yield* fetchAdd(one, 1));
  yield* say(r);
}

/** ainc(N), binc(N), cinc(N): every thread increments 1, 2 or 3 variables; outcomes are the orders at each. */
export function incrementsOf(name: string, n: number, variables: number): Published {
  const x = cells('x', variables, 0);
  const system = { cells: [x], threads: daemons(crew(n, increments, () => ({ cells: x }))) };
  const outcomes = power(factorial(n), variables);
  return { name: `${name}(${n})`, system, of: labels, expected: { outcomes, deadlocks: 0 } };
}

export function* readThenWrite({ x }: { x: Integer }, self: Self): Program<void> {
  const r = yield* load(x);
  yield* store(x, self.slot + 1);
  yield* say(r);
}

function* loseUpdates({ x }: { x: Integer }): Program<void> {
  const r = yield* load(x);
  yield* store(x, r + 1);
  yield* say(r);
}

export function* compareThenWrite({ x }: { x: Integer }, self: Self): Program<void> {
  const r = yield* compareExchange(x, 0, 1);
  yield* store(x, self.slot + 3);
  yield* say(r);
}

export function* rotate({ x }: { x: Integer }, self: Self): Program<void> {
  yield* say(yield* compareExchange(x, self.slot, self.slot + 1));
}

export function* compete({ x }: { x: Integer }, self: Self): Program<void> {
  yield* say(yield* compareExchange(x, 0, self.slot + 1));
}

export function* afterTwo({ x }: { x: Integer }): Program<void> {
  yield* say(yield* compareExchange(x, 2, 3));
}

/** One variable, N threads of the same program, and perhaps one writer. */
export function onOneCell(
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
export function lostUpdates(n: number): Published {
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
