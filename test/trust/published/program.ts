// What a published program is to the tests, and the parts that many of them are made of.

import type { System } from '../../../engine/multiprocessor/system.js';
import type { Cell, CellArray } from '../../../engine/program/cell.js';
import { at } from '../../../engine/program/event.js';
import { type Program, park, view } from '../../../engine/program/operation.js';
import { type Self, type Thread, thread } from '../../../engine/program/thread.js';
import type { Value } from '../../../engine/program/value.js';
import type { StateView } from '../../../engine/watch/property.js';

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

export type Integer = Cell<number>;
export type Integers = CellArray<number>;

export const isZero = view('isZero', (value: number) => value === 0);
export const nothing = view('nothing', (_value: number) => null);
export const range = (length: number) => Array.from({ length }, (_, index) => index);
export const power = (base: number, exponent: number) => base ** exponent;
export const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Everything that a system leaves behind: the values of its cells and the last words of its threads. */
export const everything =
  (...parts: readonly (Integer | Integers)[]) =>
  (state: StateView): Value => [
    ...parts.flat().map((one) => state.read(one)),
    ...state.threads.map((name) => state.label(name)?.data.r ?? null),
  ];

export const labels = everything();

/** The last words of a daemon: what it read, for ever. */
export function* say(r: Value): Program<void> {
  yield* at('said', { r });
  yield* park();
}

export const daemons = (threads: readonly Thread[]): readonly Thread[] =>
  threads.map((one) => ({ ...one, daemon: true }));

export const crew = <A>(
  count: number,
  program: (args: A, self: Self) => Program<unknown>,
  args: (index: number) => A,
) => range(count).map((index) => thread(`t${index}`, program, args(index)));
