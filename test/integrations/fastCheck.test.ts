// The arbitraries as a user meets them: a failure shrinks in the scenario and in the schedule and is given again by the
// line that is printed, schedules replay, and bounds that hold nothing are refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atEnd, explore, parseSchedule, replay, type ScheduleText } from '../../engine/index.js';
import { cell, load, type Program, store, thread } from '../../engine/program/index.js';
import { hotSwap } from '../../impl/hotswap/hotSwap.js';
import { type Demand, scenarioArbitrary, scheduleArbitrary } from '../../integrations/fastCheck.js';
import { verdictsOn } from '../../integrations/verdicts.js';
import { noUseAfterFree } from '../../properties/index.js';
import { buildSystem, type Scenario } from '../../scenarios/index.js';
import { selfSwap } from '../../scenarios/selfSwap.js';
import { exploreAll, exploreOne } from './random/exploring.js';

const x = cell('x', 0);
function* increment(): Program<void> {
  yield* store(x, (yield* load(x)) + 1);
}

const broken = hotSwap('freedAtOnce', 'no second grace period', { secondGrace: false });
const arbitrary = scenarioArbitrary({ mechanisms: [broken] });

function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
}

describe('a random scenario that fails', () => {
  const text = failureOf(() => exploreAll({ arbitrary, seed: 7, runs: 50 }));
  const [, seed, path] = /^again: QUIESCE_SEED=(-?\d+) QUIESCE_PATH=([\d:]+) npx vitest/m.exec(text)!;
  const details = () =>
    fc.check(
      fc.property(arbitrary, (scenario) => void exploreOne(scenario)),
      {
        seed: Number(seed),
        path: path!,
        endOnFailure: true,
      },
    );

  it('shrinks to one call and one swap', () => {
    expect(text).toMatch(/^a random scenario: c1: [AB]\.\w+(\(.*\))?; operator: swap [AB] \(freedAtOnce\)$/m);
    expect(text).toMatch(/^noUseAfterFree is refuted/m);
  });

  it('is given again by the seed and the path that are printed', () => {
    const { counterexample, numRuns } = details();

    expect(numRuns).toBe(1);
    expect(text).toContain(counterexample![0].statement);
  });

  it('shrinks in the schedule, which replays to the same violation', () => {
    const [scenario] = details().counterexample!;
    const system = buildSystem(scenario, scenario.variants[0]!);
    const schedule = parseSchedule(/^schedule: (.*)$/m.exec(text)![1]!);

    const { reproduced, steps } = replay(system, schedule, { properties: [noUseAfterFree] });

    expect(reproduced).toBe(true);
    expect(steps.length).toBe(schedule.choices.length);
    expect(steps.length).toBeLessThan(40);
  });
});

describe('the arbitrary of scenarios', () => {
  const drawn = (bounds: Parameters<typeof scenarioArbitrary>[0]): readonly Scenario[] =>
    fc.sample(scenarioArbitrary(bounds), { seed: 1, numRuns: 300 });

  it('keeps its bounds', () => {
    for (const { threads, processors } of drawn({ clients: 1, calls: 1, swaps: 0, processors: 1 })) {
      expect(threads.map(({ name }) => name)).toEqual(['c1']);
      expect(processors).toBe(1);
    }
  });

  it('draws every kind of workload', () => {
    const statements = drawn({}).map(({ statement }) => statement);

    for (const word of [/c2:/, /swap A and B/, /await A, swap B/, /swap A, swap A/, /incrementAfterSleep/, /Raise/]) {
      expect(statements.some((statement) => word.test(statement))).toBe(true);
    }
  });

  it('has in every scenario what is demanded, so that claims about it are put to the test', () => {
    const tiny = { clients: 1, calls: 1, swaps: 1, processors: 1 };
    const happenings = (demand: Demand) =>
      fc.sample(scenarioArbitrary({ ...tiny, demands: ['swap', demand] }), { seed: 2, numRuns: 2 }).map((scenario) => {
        expect(verdictsOn(scenario, ['quiescence'])[0]).toMatchObject({ property: 'quiescence', verdict: 'proved' });
        return exploreOne(scenario).happenings;
      });

    expect(happenings('swap').every(({ completed }) => completed >= 1)).toBe(true);
    expect(happenings('recursion').every(({ depth }) => depth >= 1)).toBe(true);
    expect(happenings('abort').every(({ aborted }) => aborted > 0)).toBe(true);
  });

  it('demands by construction, however small the scenario', () => {
    const nested = /Nested|visit\(\["[AB]","[AB]"\]\)|visitTwice/;
    const all = drawn({ demands: ['swap', 'recursion', 'abort'] });

    expect(all.filter(({ statement }) => !(/swap [AB]/.test(statement) && nested.test(statement)))).toEqual([]);
    expect(all.filter(({ variants: [variant] }) => variant?.mechanism.aborts !== true)).toEqual([]);
    expect(drawn({}).every(({ statement }) => /swap [AB]/.test(statement) && nested.test(statement))).toBe(false);
  });

  it('refuses bounds that hold nothing', () => {
    expect(() => scenarioArbitrary({ swaps: 0, demands: ['swap'] })).toThrow(/QSC112.*swaps: 0/s);
    expect(() => scenarioArbitrary({ mechanisms: [broken], demands: ['abort'] })).toThrow(/QSC112.*mechanisms: 0/s);
    expect(() => scenarioArbitrary({ clients: 0 })).toThrow(/QSC112.*clients: 0/s);
    expect(() => scenarioArbitrary({ calls: 1.5 })).toThrow(/QSC112.*calls: 1.5/s);
    expect(() => scenarioArbitrary({ swaps: -1 })).toThrow(/QSC112.*swaps: -1/s);
    expect(() => scenarioArbitrary({ processors: 0 })).toThrow(/QSC108.*processors: 0/s);
    expect(() => scenarioArbitrary({ mechanisms: [] })).toThrow(/QSC112.*mechanisms: 0/s);
  });
});

describe('the arbitrary of schedules', () => {
  const system = buildSystem(selfSwap, selfSwap.variants[0]!);

  it('draws schedules that can be replayed, and break nothing in a sound mechanism', () => {
    fc.assert(
      fc.property(scheduleArbitrary(system), (schedule) => {
        const { steps } = replay(system, schedule, { properties: [noUseAfterFree] });
        return steps.length === schedule.choices.length;
      }),
      { numRuns: 20, seed: 3 },
    );
  });

  it('shrinks to as few steps as the search finds', () => {
    const racing = { name: 'racing', cells: [x], threads: [thread('a', increment), thread('b', increment)] };
    const count = atEnd('noUpdateIsLost', (state) => state.read(x) === 2);
    const loses = (schedule: ScheduleText) => replay(racing, schedule, { properties: [count] }).violations.length > 0;
    const shortest = explore(racing, [count]).verdicts[0]!.counterexample!.steps.length;

    const property = fc.property(scheduleArbitrary(racing, 10), (schedule) => !loses(schedule));
    const { counterexample, failed } = fc.check(property, { seed: 5, numRuns: 100 });

    expect(failed).toBe(true);
    expect(counterexample![0].choices.length).toBe(shortest);
    expect(fc.stringify(counterexample![0])).toMatch(/^v1 racing [ab* 2]+$/);
  });

  it('refuses to draw none', () => {
    expect(() => scheduleArbitrary(system, 0)).toThrow(/QSC112.*steps: 0/s);
  });
});
