// A cut search never looks like a finished one; and whatever the strategy or the store, the same states are explored,
// the same way every time.

import { describe, expect, it } from 'vitest';
import {
  atEnd,
  type Exploration,
  type ExploreOptions,
  explore,
  invariant,
  monitor,
  noDeadlock,
  noFailure,
  noStuck,
  type Progress,
  termination,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell, cells } from '../../engine/program/cell.js';
import type { ErrorCode } from '../../engine/program/errors.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { again, loop, type Turn } from '../../engine/program/nesting.js';
import { add, load, type Program, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { DistinctTexts } from '../../engine/watch/distinctTexts.js';

const threads = 6;
const x = cell('x', 0);
const own = cells('own', threads, 0);

function* work(slot: number): Program<void> {
  yield* add(x, 1);
  yield* store(own[slot]!, 1);
  yield* store(own[slot]!, 2);
  yield* add(x, 1);
}

/** 5 to the sixth states: x is the sum of what the threads have added. */
const large: System = {
  name: 'large',
  cells: [x, own],
  threads: Array.from({ length: threads }, (_, slot) => thread(`t${slot}`, work, slot)),
};
const states = 5 ** threads;

const early = invariant('x stays below 1', (state) => state.read(x) < 1);
const claims = [
  noDeadlock,
  noStuck,
  noFailure,
  invariant('x stays below 13', (state) => state.read(x) < 13),
  atEnd('x is 12', (state) => state.read(x) === 12),
  monitor('nothing is said', { init: null, on: (state) => state, premise: () => true }),
];
const liveness = termination(large.threads.map(({ name }) => name));

const kinds = ({ verdicts }: Exploration) => verdicts.map(({ verdict }) => verdict);
const without = ({ elapsedMs: _elapsedMs, ...rest }: Exploration) => rest;

describe('a search within its limits', () => {
  it('proves', () => {
    const found = explore(large, claims);

    expect(found).toMatchObject({ states, complete: true });
    expect(kinds(found)).toEqual(claims.map(() => 'proved'));
  });

  it.each<readonly [string, ExploreOptions]>([
    ['depth first', { search: 'depthFirst' }],
    ['breadth first', { search: 'breadthFirst' }],
    ['by fingerprints', { store: 'fingerprint' }],
    ['by fingerprints, depth first', { store: 'fingerprint', search: 'depthFirst' }],
  ])('finds all states %s', (_how, options) => {
    expect(explore(large, [], options).states).toBe(states);
  });

  it('may have exactly as many states as the limit', () => {
    const found = explore(large, claims, { limits: { states } });

    expect(kinds(found)).toEqual(claims.map(() => 'proved'));
  });

  it('gives the same result every time, clock apart', () => {
    const properties = [...claims, early, liveness];

    expect(without(explore(large, properties))).toEqual(without(explore(large, properties)));
  });

  it('reports its progress', () => {
    const seen: Progress[] = [];

    explore(large, [], { onProgress: (progress) => seen.push(progress) });

    expect(seen.at(-1)).toMatchObject({ states, queue: 0 });
    expect(seen.map((each) => each.states)).toEqual(seen.map((each) => each.states).sort((one, other) => one - other));
  });
});

describe('a search that is cut', () => {
  it.each<readonly [string, ExploreOptions]>([
    ['states', { limits: { states: states - 1 } }],
    ['seconds', { limits: { seconds: 1e-6 } }],
    ['memory', { limits: { memoryMiB: 0.001 } }],
    ['interrupted', { interrupted: () => true }],
  ])('by its limit of %s decides nothing that it has not refuted', (limit, options) => {
    for (const search of ['breadthFirst', 'depthFirst'] as const) {
      const found = explore(large, [...claims, early, liveness], { ...options, search });

      expect(found.complete).toBe(false);
      expect(found.limit).toMatchObject({ limit });
      expect(kinds(found)).toEqual([...claims.map(() => 'inconclusive'), 'refuted', 'inconclusive']);
      expect(found.verdicts[0]!.limit).toMatchObject({ limit });
    }
  });

  it('says which limit in words', () => {
    const { limit } = explore(large, claims, { limits: { states: 100 } });

    expect(limit!.text).toBe('100 states');
  });

  it.each<readonly [string, ExploreOptions['limits'] & object]>([
    ['no states', { states: 0 }],
    ['half a state', { states: 0.5 }],
    ['negative seconds', { seconds: -1 }],
    ['no number of seconds', { seconds: Number.NaN }],
    ['negative memory', { memoryMiB: -5 }],
    ['more states than can be numbered', { states: 1e12 }],
  ])('is refused when the limit is %s', (_what, limits) => {
    expect(codeOf(() => explore(large, claims, { limits }))).toBe('QSC104');
  });
});

function codeOf(act: () => unknown): ErrorCode | 'accepted' {
  try {
    act();
    return 'accepted';
  } catch (error) {
    if (error instanceof QuiesceError) return error.code;
    throw error;
  }
}

describe('a search by fingerprints', () => {
  it('proves nothing, and says with which probability it missed a state', () => {
    const found = explore(large, claims, { store: 'fingerprint' });

    expect(kinds(found)).toEqual(claims.map(() => 'inconclusive'));
    expect(found.verdicts[0]!.limit!.limit).toBe('fingerprint');
    expect(found.collisionProbability).toBeGreaterThan(0);
    expect(found.collisionProbability).toBeLessThan(1e-9);
  });

  it('refutes what it refutes', () => {
    const [verdict] = explore(large, [early], { store: 'fingerprint' }).verdicts;

    expect(verdict!.verdict).toBe('refuted');
    expect(verdict!.counterexample!.steps).toHaveLength(1);
  });
});

describe('breadth-first search', () => {
  it('finds a shortest path, and says so', () => {
    const three = invariant('x stays below 3', (state) => state.read(x) < 3);

    const broad = explore(large, [three]).verdicts[0]!.counterexample!;
    const deep = explore(large, [three], { search: 'depthFirst' }).verdicts[0]!.counterexample!;

    expect(broad).toMatchObject({ length: 'shortest', turnedFalseAt: 2 });
    expect(deep.length).toBe('shortest found');
  });

  it('knows how deep the states lie', () => {
    expect(explore(large, []).depth).toBe(4 * threads);
  });
});

describe('a large and a small value', () => {
  it('are stored without loss', () => {
    const wide = cell('wide', 0);
    function* swing(): Program<void> {
      for (const value of [2 ** 29 - 1, -(2 ** 29 - 1), 255, 256, -1, 65_536, 0]) {
        yield* store(wide, value);
        yield* load(wide);
      }
    }
    const seen = new Set<number>();
    const note = (value: number) => seen.add(value);
    const look = invariant('look', (state) => {
      note(state.read(wide));
      return true;
    });

    const { states: found } = explore({ cells: [wide], threads: [thread('t', swing)] }, [look]);

    expect(found).toBe(15);
    expect([...seen].sort((one, other) => one - other)).toEqual([-536_870_911, -1, 0, 255, 256, 65_536, 536_870_911]);
  });
});

describe('what is worked out after a search', () => {
  const dials = cells('dial', 2, 0, { modulo: 40 });
  function* turned(slot: number): Program<Turn<number, never>> {
    yield* add(dials[slot]!, 1);
    return again(slot);
  }
  function* turns(slot: number): Program<void> {
    yield* loop(slot, turned);
  }
  const endless: System = { cells: [dials, x], threads: [0, 1].map((slot) => thread(`t${slot}`, turns, slot)) };
  const atSomeEnd = [atEnd('x is 12', (state) => state.read(x) === 12)];

  it('says why no execution ends within the limits of memory, and else that it would take more', () => {
    const free = explore(endless, atSomeEnd);
    const takes = (free.bytesPerState * free.states) / 2 ** 20;

    const narrow = explore(endless, atSomeEnd, { limits: { memoryMiB: takes + 0.015 } });

    expect(free.verdicts[0]).toMatchObject({ verdict: 'vacuous', reason: expect.stringContaining('never end') });
    expect(narrow.verdicts[0]).toMatchObject({
      verdict: 'vacuous',
      reason: expect.stringContaining('more than the limits'),
    });
  });

  it('keeps each outcome once, in however many sets', () => {
    const texts = new DistinctTexts(3);

    for (const text of ['d', 'a', 'b', 'a', 'e', 'c', 'd', 'f', 'g', 'b', 'a']) texts.add(text);

    expect(texts.sorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });
});
