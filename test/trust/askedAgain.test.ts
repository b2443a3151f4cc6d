// Functions of properties are functions of what they are asked, and of nothing else: after a search each is asked again,
// and one that answers otherwise is an error, not a verdict.

import { describe, expect, it } from 'vitest';
import {
  atEnd,
  type ExploreOptions,
  eventually,
  explore,
  invariant,
  leadsTo,
  monitor,
  type Property,
  violated,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { happened } from '../../engine/program/event.js';
import { choose, load, type Program, store, view } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';

const x = cell('x', 0);

function* upAndDown(): Program<void> {
  yield* store(x, 1);
  yield* happened('up');
  yield* store(x, 2);
  yield* happened('up');
  yield* store(x, 1);
  yield* happened('down');
}

const system: System = { cells: [x], threads: [thread('a', upAndDown)] };

/** True of the first `times` asks, whatever is asked. */
function trueAtFirst(times: number): () => boolean {
  let asks = 0;
  return () => {
    asks++;
    return asks <= times;
  };
}

/** Never less than what it was asked before. */
function neverLess(): (value: number) => boolean {
  let last = 0;
  return (value) => {
    const isMore = value >= last;
    last = value;
    return isMore;
  };
}

/** Counts, where nobody sees it in the text of a property. */
function counter() {
  const asks = {
    count: 0,
    notice: () => {
      asks.count++;
    },
  };
  return asks;
}

function failureOf(property: Property, options: ExploreOptions = {}, of = system): QuiesceError {
  try {
    explore(of, [property], options);
  } catch (error) {
    if (error instanceof QuiesceError) return error;
    throw error;
  }
  throw new Error('no error');
}

const isMore = neverLess();
const [holdsOnce, endsOnce, premiseOnce, reachedOnce] = [1, 1, 3, 3].map(trueAtFirst) as (() => boolean)[];
const quietOnce = trueAtFirst(1);
let lastEvent = '';

describe('a variable outside is an error in', () => {
  const cases: readonly (readonly [string, Property, string])[] = [
    [
      'an invariant that remembers the state before',
      invariant('neverDecreases', (state) => isMore(state.read(x))),
      'neverDecreases, asked where x is 1',
    ],
    [
      'an invariant that changes its mind after one ask for each state',
      invariant('changes', (state) => state.read(x) < 0 || trueFor(state.read(x))),
      'changes, asked where x is',
    ],
    ['an invariant that asks for nothing', invariant('constant', () => holdsOnce!()), 'constant, asked in any state'],
    ['a claim about the end', atEnd('ends', () => endsOnce!()), 'ends, at an end, asked in any state'],
    [
      'a monitor',
      monitor('noUpAfterDown', {
        init: null,
        on: (state, { name }) => {
          if (name === 'up' && lastEvent === 'down') return violated('up after down');
          note(name);
          return state;
        },
      }),
      'noUpAfterDown, asked in state null on a: up: once null, once violated: up after down',
    ],
    [
      'what a monitor claims about the end',
      monitor('quiet', { init: 0, on: (state) => state, atEnd: () => (quietOnce() ? true : violated('asked')) }),
      'quiet, at an end, asked in state 0: once true, once violated: asked',
    ],
    [
      'the memory of an invariant',
      invariant('remembers', () => true, {
        memory: { init: 0, on: () => (lastEvent === 'again' ? 1 : note('again')) },
      }),
      'memory of remembers, asked in state 0 on a: up: once 0, once 1',
    ],
    ['what a liveness claim begins with', leadsTo('from', fromOnce(), (state) => state.read(x) === 1), 'from, asked'],
    ['what a liveness claim ends with', eventually('to', fromOnce()), 'to, asked'],
    [
      'the premise of an invariant',
      invariant('assumed', () => true, { premise: (state) => state.read(x) >= 0 && premiseOnce!() }),
      'premise of assumed, asked where x is',
    ],
    [
      'the premise of a monitor',
      monitor('counts', { init: 0 as number, on: (state) => state + 1, premise: () => !reachedOnce!() }),
      'premise of counts, asked in state',
    ],
  ];

  it.each(cases)('%s', (_, property, asked) => {
    const { code, exitCode, seen } = failureOf(property);

    expect(code).toBe('QSC214');
    expect(exitCode).toBe(4);
    expect(seen).toContain(asked);
    expect(seen).toMatch(/: once .+, once /);
  });

  it('a view, whose programs are told once for each content', () => {
    let looks = 0;
    const impure = view('impure', () => ++looks > 1);
    const looksAtX: System = {
      cells: [x],
      threads: [
        thread('a', function* () {
          yield* store(x, (yield* load(x, impure)) ? 1 : 2);
        }),
      ],
    };

    const { code, seen } = failureOf(
      invariant('any', () => true),
      { liveExecutions: 0 },
      looksAtX,
    );

    expect(code).toBe('QSC214');
    expect(seen).toBe('view impure, asked of 0: once false, once true');
  });
});

const seenOnce = new Set<number>();

/** True of each value at the first ask for it. */
function trueFor(value: number): boolean {
  const isNew = !seenOnce.has(value);
  seenOnce.add(value);
  return isNew;
}

function note(event: string): number {
  lastEvent = event;
  return 0;
}

/** True where x is 1, the first time. */
function fromOnce(): Parameters<typeof leadsTo>[1] {
  const once = trueAtFirst(1);
  return (state) => state.read(x) === 1 && once();
}

describe('a function that asks for other things than before', () => {
  it('is an error even where it answers the same', () => {
    const once = trueAtFirst(1);
    const cached = invariant('cached', (state) => {
      if (once()) state.read(x);
      return true;
    });

    const { code, seen } = failureOf(cached);

    expect(code).toBe('QSC214');
    expect(seen).toContain('cached');
  });
});

describe('a function with an honest past', () => {
  it('may count its asks, as long as it answers the same', () => {
    const asks = counter();
    const counts = invariant('counts', (state) => {
      asks.notice();
      return state.read(x) < 3;
    });

    const { verdicts } = explore(system, [counts]);

    expect(verdicts[0]!.verdict).toBe('proved');
    expect(asks.count).toBeGreaterThan(100);
  });

  it('is asked a sample, where it was asked for thousands of states', () => {
    const wide: System = {
      cells: [x],
      threads: [
        thread('a', function* () {
          yield* store(x, (yield* choose(60)) * 60 + (yield* choose(60)));
        }),
      ],
    };
    const asks = counter();
    const counts = invariant('counts', (state) => {
      asks.notice();
      return state.read(x) >= 0;
    });

    const { verdicts } = explore(wide, [counts]);

    expect(verdicts[0]!.verdict).toBe('proved');
    expect(asks.count).toBeGreaterThan(3600 + 500);
    expect(asks.count).toBeLessThan(3600 + 2000);
  });
});

describe('properties of a module that was loaded anew', () => {
  it('have to answer as those that were asked', () => {
    const [first, anew] = [3, 2].map((limit) => invariant('small', (state) => state.read(x) < limit));

    const { code, seen } = failureOf(first!, { again: () => [anew!] });

    expect(code).toBe('QSC214');
    expect(seen).toBe('small, asked where x is 2: once true, once false');
  });

  it('are found by name, and may be as they were', () => {
    const { verdicts } = explore(system, [invariant('small', (state) => state.read(x) < 3)], {
      again: () => [invariant('other', () => false), invariant('small', (state) => state.read(x) < 3)],
    });

    expect(verdicts[0]!.verdict).toBe('proved');
  });
});
