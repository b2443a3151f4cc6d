// Counterexamples as people use them: shrunk, printed as one line, replayed, and replayed again after an edit.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  atEnd,
  type Counterexample,
  explore,
  formatSchedule,
  invariant,
  monitor,
  type Property,
  parseSchedule,
  replay,
  violated,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { type ErrorCode, QuiesceError } from '../../engine/program/errors.js';
import { happened } from '../../engine/program/event.js';
import { add, choose, load, type Program, store } from '../../engine/program/operation.js';
import { type Thread, thread } from '../../engine/program/thread.js';
import { everythingOf, randomSystem } from './randomPrograms.js';

const x = cell('x', 0);
const y = cell('y', 0);

function* increment(): Program<void> {
  const before = yield* load(x);
  yield* store(x, before + 1);
}

function* incrementAndMore(): Program<void> {
  yield* add(y, 1);
  const before = yield* load(x);
  yield* store(x, before + 1);
}

function* bystand(): Program<void> {
  for (let index = 0; index < 4; index += 1) yield* add(y, 1);
}

const systemOf = (...threads: readonly Thread[]): System => ({ name: 'counter', cells: [x, y], threads });
const racy = systemOf(thread('a', increment), thread('b', increment), thread('c', bystand));
const noUpdateLost = atEnd('noUpdateIsLost', (state) => state.read(x) === 2);
const torn = monitor<number>('neverThree', {
  init: 0,
  on: (state, event) => (event.data.picked === 3 ? violated('picked 3') : state),
});

const counterexampleOf = (system: System, property: Property, search: 'breadthFirst' | 'depthFirst' = 'breadthFirst') =>
  explore(system, [property], { search }).verdicts[0]!.counterexample!;

function failure(act: () => unknown): { readonly code: ErrorCode; readonly seen: string } | 'no failure' {
  try {
    act();
    return 'no failure';
  } catch (error) {
    if (error instanceof QuiesceError) return { code: error.code, seen: error.seen };
    throw error;
  }
}

describe('shrinking', () => {
  it('leaves out the thread that has nothing to do with it, where the property allows', () => {
    const early = invariant('x stays below 1', (state) => state.read(x) < 1);

    const { size, steps } = counterexampleOf(racy, early, 'depthFirst');

    expect(size).toEqual({ steps: 2, switches: 0, threads: 1 });
    expect(steps.map(({ operation }) => operation)).toEqual(['load x', 'store x <- 1']);
  });

  it('brings a lost update down to two context switches', () => {
    const { size, shrunkFrom } = counterexampleOf(racy, noUpdateLost, 'depthFirst');

    expect(size.switches).toBeLessThanOrEqual(3);
    expect(size.steps).toBeLessThanOrEqual(shrunkFrom.steps);
  });

  it('never makes a path larger, and keeps the violation, on random systems', () => {
    fc.assert(
      fc.property(randomSystem, fc.integer({ min: 0, max: 2 }), (system, value) => {
        const never = invariant('never', (state) => !JSON.stringify(everythingOf(state)).includes(`[${value},2,`));
        for (const search of ['breadthFirst', 'depthFirst'] as const) {
          const found = attempt(() => explore(system, [never], { search, limits: { states: 3000 } }));
          for (const { counterexample } of found?.verdicts ?? []) {
            if (counterexample) expectSound(system, [never], counterexample);
          }
        }
      }),
      { seed: 20_260_201, numRuns: process.env.QUIESCE_DEEP === undefined ? 8 : 40 },
    );
  });
});

/** Some random systems are refused; they are of no interest here. */
function attempt<R>(act: () => R): R | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof QuiesceError) return undefined;
    throw error;
  }
}

function expectSound(system: System, properties: readonly Property[], counterexample: Counterexample): void {
  const { size, shrunkFrom, schedule, steps } = counterexample;
  expect(size.steps).toBeLessThanOrEqual(shrunkFrom.steps);
  expect(size.steps + size.switches).toBeLessThanOrEqual(shrunkFrom.steps + shrunkFrom.switches);
  const again = replay(system, schedule, { properties });
  expect(again.steps).toEqual(steps);
  expect(again.reproduced).toBe(true);
}

describe('a schedule', () => {
  it('replays to the same steps, values and violation, from its printed line as well', () => {
    const { schedule, steps, turnedFalseAt } = counterexampleOf(racy, noUpdateLost);

    for (const recorded of [
      schedule,
      parseSchedule(formatSchedule(schedule)),
      parseSchedule(JSON.stringify(schedule)),
    ]) {
      const again = replay(racy, recorded, { properties: [noUpdateLost] });

      expect(again.steps).toEqual(steps);
      expect(again.violations).toMatchObject([{ property: 'noUpdateIsLost', step: turnedFalseAt }]);
    }
  });

  it('is one line that a person can read', () => {
    const { schedule } = counterexampleOf(systemOf(thread('a', increment), thread('b', increment)), noUpdateLost);

    expect(formatSchedule(schedule)).toMatch(/^v1 counter(:noUpdateIsLost)? (a b\*2 a|b a\*2 b|a b a b|b a b a)$/);
  });

  it('of a system or property with blanks in its name reads back, or is refused where it is named', () => {
    const spacious = () => {
      const system = { ...racy, name: 'two counters' };
      const { schedule } = counterexampleOf(system, { ...noUpdateLost, name: 'no update is lost' });
      return replay(system, parseSchedule(formatSchedule(schedule)), { continue: true }).end;
    };

    const answer = failure(() => expect(spacious()).toBe('normal end'));

    expect([{ code: 'QSC112', seen: expect.anything() }, 'no failure']).toContainEqual(answer);
  });

  it('keeps the choices', () => {
    const system = systemOf(thread('a', chooses));

    const { schedule } = counterexampleOf(system, torn);

    expect(formatSchedule(schedule)).toMatch(/^v1 counter(:neverThree)? a\?3$/);
    expect(replay(system, parseSchedule('v1 counter a?3'), { properties: [torn] }).violations).toHaveLength(1);
  });

  it('of a correct execution shows no violation', () => {
    const again = replay(racy, parseSchedule('v1 counter a*2 b*2 c*4'), { properties: [noUpdateLost] });

    expect(again).toMatchObject({ violations: [], end: 'normal end', recorded: 8 });
  });

  it('that stops in the middle can be continued', () => {
    const again = replay(racy, parseSchedule('v1 counter a b*2'), { properties: [noUpdateLost], continue: true });

    expect(again).toMatchObject({ recorded: 3, end: 'normal end', violations: [{ property: 'noUpdateIsLost' }] });
  });

  it.each([
    ['', 'QSC201'],
    ['v1', 'QSC201'],
    ['counter a b', 'QSC201'],
    ['v1 counter a*0', 'QSC201'],
    ['v1 counter a*', 'QSC201'],
    ['v1 counter a ; rm', 'QSC201'],
    ['v2 counter a', 'QSC202'],
    ['{"version":1', 'QSC201'],
    ['{"version":1,"name":"counter"}', 'QSC201'],
    ['{"version":7,"name":"counter","choices":[]}', 'QSC202'],
  ])('that reads %j is refused with %s', (text, code) => {
    expect(failure(() => parseSchedule(text))).toMatchObject({ code });
  });
});

function* chooses(): Program<void> {
  const picked = yield* choose(4);
  yield* happened('picked', { picked });
  yield* store(x, picked);
}

describe('after an edit', () => {
  const { schedule } = counterexampleOf(racy, noUpdateLost);

  it('that does not touch the path, a schedule still reproduces and says that the program has changed', () => {
    const edited = systemOf(thread('a', increment), thread('b', increment), thread('c', bystand), thread('d', bystand));

    const trimmed = { ...schedule, choices: schedule.choices };
    const again = replay(edited, trimmed, { properties: [noUpdateLost], continue: true });

    expect(again).toMatchObject({ programChanged: true, reproduced: true });
  });

  it('that changes an operation, a schedule says at which step, what is there and what was enabled', () => {
    const edited = systemOf(thread('a', increment), thread('b', incrementAndMore), thread('c', bystand));
    const step = schedule.choices.findIndex(({ thread: name }) => name === 'b');

    const { code, seen } = failure(() => replay(edited, schedule)) as { code: ErrorCode; seen: string };

    expect(code).toBe('QSC203');
    expect(seen).toContain(`at step ${step + 1} of ${schedule.choices.length}`);
    expect(seen).toContain('recorded was "load x"');
    expect(seen).toMatch(/enabled now: .*b/);
  });

  it('that removes a thread, a schedule says so', () => {
    const edited = systemOf(thread('a', increment), thread('c', bystand));

    expect(failure(() => replay(edited, schedule))).toMatchObject({
      code: 'QSC203',
      seen: expect.stringContaining('there is no thread b'),
    });
  });

  it('that makes a thread end earlier, a schedule says that it cannot step', () => {
    const edited = systemOf(thread('a', increment), thread('b', justLoads), thread('c', bystand));

    expect(failure(() => replay(edited, parseSchedule('v1 counter b*2')))).toMatchObject({
      code: 'QSC203',
      seen: expect.stringContaining('at step 2 of 2, b cannot step'),
    });
  });

  it('that offers fewer choices, a schedule says that it cannot step', () => {
    const system = systemOf(thread('a', chooses));

    expect(failure(() => replay(system, parseSchedule('v1 counter a?4')))).toMatchObject({ code: 'QSC203' });
  });
});

function* justLoads(): Program<void> {
  yield* load(x);
}

describe('a replay', () => {
  it('is compared with a live execution', () => {
    const box = { value: 0 };
    const hides = thread('a', function* () {
      box.value = 0;
      yield* load(x);
      box.value = 1;
      yield* load(x);
    });
    const looks = thread('b', function* () {
      yield* load(y);
      yield* store(y, box.value);
    });
    const system = systemOf(hides, looks);

    const outcomesOfReplays = ['v1 counter b a b', 'v1 counter a b b', 'v1 counter b b a'].map((text) =>
      failure(() => replay(system, parseSchedule(text))),
    );

    expect(outcomesOfReplays.some((outcome) => outcome !== 'no failure')).toBe(true);
  });
});
