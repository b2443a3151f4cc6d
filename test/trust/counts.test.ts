// Sets of threads and of predicates are bits of one integer: as many as fit are explored, and one more is refused with the
// reason and what to do. Store buffers and the agents of faults are counted among the threads.

import { describe, expect, it } from 'vitest';
import { explore, invariant } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { atLeast, cell, type Program, store, thread, wait } from '../../engine/program/index.js';

const x = cell('x', 0);
function* inTurn(turn: number): Program {
  yield* wait(x, atLeast(turn));
  yield* store(x, turn + 1);
}
const threads = (count: number) => Array.from({ length: count }, (_, turn) => thread(`t${turn}`, inTurn, turn));
const of = (count: number, more: Partial<System> = {}): System => ({ cells: [x], threads: threads(count), ...more });
const predicates = (count: number) =>
  Array.from({ length: count }, (_, index) => invariant(`p${index}`, (state) => state.read(x) <= 30 + index));

describe('threads', () => {
  it('are 30 at most', () => {
    expect(explore(of(30)).verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved']);
  });

  it.each<readonly [string, System, RegExp]>([
    ['31', of(31), /QSC112.*31 threads; 1 to 30 expected together[\s\S]*next: sets of threads are bits/],
    ['none', of(0), /QSC112.*no threads[\s\S]*next: declare some/],
    ['16 with their store buffers', of(16, { memory: 'tso' }), /16 threads and 16 store buffers/],
    [
      '29 that may crash and restart',
      of(29, { faults: { crashes: 1, threads: ['t0'], restarts: 'perhaps' } }),
      /29 threads and 2 agents of faults/,
    ],
  ])('are refused when they are %s', (_, system, message) => {
    expect(() => explore(system)).toThrow(message);
  });
});

describe('predicates', () => {
  it('are 31 at most', () => {
    expect(explore(of(2), predicates(31)).verdicts.every(({ verdict }) => verdict === 'proved')).toBe(true);
    expect(() => explore(of(2), predicates(32))).toThrow(/QSC112.*32 state predicates[\s\S]*next: .*--property/);
  });
});
