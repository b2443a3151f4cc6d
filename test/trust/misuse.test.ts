// What a program or a property does wrong on one interleaving comes with its schedule, and the schedule shows it again.

import { describe, expect, it } from 'vitest';
import {
  type ExploreOptions,
  explore,
  invariant,
  monitor,
  noFailure,
  type Property,
  parseSchedule,
  replay,
  sample,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { happened } from '../../engine/program/event.js';
import { choose, fetchAdd, load, type Program, spawn, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';

const x = cell('x', 0);
const small = cell('small', 0, { modulo: 4 });

function* worker(): Program<void> {
  yield* store(x, 2);
}

/** Both may see 0. */
function* spawns(): Program<void> {
  if ((yield* load(x)) === 0) {
    yield* store(x, 1);
    yield* spawn('w');
  }
}

const twoSpawns: System = {
  name: 'two spawns',
  cells: [x],
  threads: [thread('a', spawns), thread('b', spawns), thread('w', worker, undefined, { dormant: true })],
};

/** What is chosen and has been counted before is too large together. */
function* overflows(): Program<void> {
  const chosen = yield* choose(3);
  yield* store(small, chosen + (yield* fetchAdd(x, 1)) * 2);
}

const twoOverflows: System = {
  name: 'two overflows',
  cells: [x, small],
  threads: [thread('a', overflows), thread('b', overflows)],
};

function* speaks(): Program<void> {
  const seen = yield* fetchAdd(x, 1);
  yield* happened('saw', { seen });
}

const twoSpeakers: System = { name: 'speakers', cells: [x], threads: [thread('a', speaks), thread('b', speaks)] };

function throwing(): never {
  throw new TypeError('not foreseen');
}

const noSecond = monitor('noSecond', { init: 0, on: (state, { data }) => (data.seen === 1 ? throwing() : state) });
const atMostOne = invariant('atMostOne', (state) => (state.read(x) > 1 ? throwing() : true));

function errorOf(run: () => unknown): QuiesceError {
  try {
    run();
  } catch (error) {
    if (error instanceof QuiesceError) return error;
    throw error;
  }
  throw new Error('no error');
}

const cases: readonly (readonly [string, System, Property, string, string])[] = [
  ['two threads that spawn the same one', twoSpawns, noFailure, 'QSC506', 'spawn w'],
  ['an integer that a cell does not hold', twoOverflows, noFailure, 'QSC502', 'fetchAdd x += 1'],
  ['a monitor that throws', twoSpeakers, noSecond, 'QSC509', 'fetchAdd x += 1'],
  ['a predicate that throws', twoSpeakers, atMostOne, 'QSC509', 'fetchAdd x += 1'],
];

describe.each(cases)('%s', (_, system, property, code, operation) => {
  it.each<ExploreOptions>([{}, { search: 'depthFirst' }])('is found with its schedule by a search, %o', (options) => {
    const error = errorOf(() => explore(system, [property], options));

    const schedule = parseSchedule(error.schedule!);
    const again = replay(system, schedule, { properties: [property] });

    expect(error.code).toBe(code);
    expect(error.message).toContain(`\n  schedule: ${error.schedule}`);
    expect(again).toMatchObject({ end: 'misuse', reproduced: true });
    expect(again.misuse).toMatchObject({ code, step: schedule.choices.length - 1 });
    expect(again.steps).toHaveLength(schedule.choices.length);
    expect(again.steps.at(-1)!.operation).toBe(operation);
  });

  it('is found by the shortest schedule, breadth first', () => {
    const [broad, deep] = (['breadthFirst', 'depthFirst'] as const).map((search) => {
      const { schedule } = errorOf(() => explore(system, [property], { search }));
      return parseSchedule(schedule!).choices.length;
    });

    expect(broad).toBeLessThanOrEqual(deep!);
  });
});

describe('a sampled execution', () => {
  it('that goes wrong comes with its schedule', () => {
    const error = errorOf(() => sample(twoSpawns, [noFailure], { sampler: 'random', executions: 1000, seed: 1 }));

    const again = replay(twoSpawns, parseSchedule(error.schedule!));

    expect(error.code).toBe('QSC506');
    expect(again.misuse?.code).toBe('QSC506');
  });
});

describe('a schedule of a misuse', () => {
  it('is not reproduced by a program that has been repaired', () => {
    const { schedule } = errorOf(() => explore(twoSpawns, [noFailure]));
    const [a, b, w] = twoSpawns.threads;
    const repaired: System = {
      ...twoSpawns,
      threads: [a!, { ...b!, program: spawnsNothing }, w!],
    };

    const again = replay(repaired, parseSchedule(schedule!));

    expect(again.reproduced).toBe(false);
    expect(again.misuse).toBeUndefined();
  });

  it('may be followed further than it goes, to where a thread misuses', () => {
    const { schedule } = errorOf(() => explore(twoSpawns, [noFailure]));
    const { choices, ...rest } = parseSchedule(schedule!);

    const again = replay(twoSpawns, { ...rest, choices: choices.slice(0, 2) }, { continue: true });

    expect(again.misuse?.code).toBe('QSC506');
    expect(again.steps.length).toBeGreaterThan(2);
  });
});

function* spawnsNothing(): Program<void> {
  if ((yield* load(x)) === 0) {
    yield* store(x, 1);
    yield* store(x, 1);
  }
}

describe('an error that takes no step', () => {
  it('has no schedule', () => {
    const broken: System = { cells: [x], threads: [thread('a', noGenerator as never)] };

    expect(errorOf(() => explore(broken, [noFailure])).schedule).toBeUndefined();
  });
});

function noGenerator(): number {
  return 1;
}
