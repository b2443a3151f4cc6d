// The naive enumerator against closed forms, and the engine against both: threads that do not meet interleave as the
// multinomial coefficient says.

import { describe, expect, it } from 'vitest';
import { outcomes } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell, cells } from '../../engine/program/cell.js';
import { acquire, mutex, release } from '../../engine/program/mutex.js';
import { scope } from '../../engine/program/nesting.js';
import { add, choose, type Program, store } from '../../engine/program/operation.js';
import { type Self, thread } from '../../engine/program/thread.js';
import { enumerate, executions } from './naive.js';

const own = cells('own', 5, 0);
const lock = mutex('lock');
const x = cell('x', 0);

const factorial = (n: bigint): bigint => (n < 2n ? 1n : n * factorial(n - 1n));
const crew = (count: number, program: (steps: number, self: Self) => Program<void>, steps: number): System => ({
  cells: [own, lock, x],
  threads: Array.from({ length: count }, (_, slot) => thread(`t${slot}`, program, steps)),
});

function* countUp(steps: number, self: Self): Program<void> {
  for (let index = 0; index < steps; index += 1) yield* add(own[self.slot]!, 1);
}

function* countUpInScopes(steps: number): Program<void> {
  for (let index = 0; index < steps; index += 1) yield* scope(countUp, 1);
}

function* pick(steps: number): Program<void> {
  for (let index = 0; index < steps; index += 1) yield* choose(3);
  yield* store(x, 1);
}

function* critical(_steps: number, self: Self): Program<void> {
  yield* acquire(lock, self);
  yield* add(x, 1);
  yield* release(lock);
}

describe.each([
  [1, 5],
  [2, 3],
  [3, 3],
  [4, 2],
  [5, 1],
])('%i threads of %i steps each that do not meet', (count, steps) => {
  it.each([countUp, countUpInScopes])(
    'have (steps + 1)^threads states and multinomially many executions: %o',
    (program) => {
      const system = crew(count, program, steps);

      const naive = enumerate(system);

      expect(naive).toMatchObject({ states: (steps + 1) ** count, deadlocks: 0 });
      expect(naive.transitions).toBe(count * steps * (steps + 1) ** (count - 1));
      expect(executions(system)).toBe(factorial(BigInt(count * steps)) / factorial(BigInt(steps)) ** BigInt(count));
      expect(outcomes(system, () => null)).toMatchObject(naive);
    },
  );
});

describe('choices', () => {
  it('multiply executions and, as they are remembered, states', () => {
    const system = crew(1, pick, 4);

    const naive = enumerate(system);

    expect(naive.states).toBe(1 + 3 + 9 + 27 + 81 + 1);
    expect(executions(system)).toBe(81n);
    expect(outcomes(system, () => null)).toMatchObject(naive);
  });
});

describe('a lock', () => {
  it.each([2, 3, 4])('lets %i threads through one after the other, in the end', (count) => {
    const system = crew(count, critical, 0);

    const naive = enumerate(system, (state) => state.read(x));

    expect(naive).toMatchObject({ outcomes: [String(count)], deadlocks: 0 });
    expect(outcomes(system, (state) => state.read(x))).toMatchObject(naive);
  });
});
