// Random scenarios, each explored over all interleavings: what the paper's mechanism keeps in the scenarios that were
// thought of, it keeps in those that were not. QUIESCE_RANDOM says how many; the nightly run takes 10,000.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explore, replay } from '../../engine/explore/index.js';
import { hotSwap } from '../../impl/hotswap/hotSwap.js';
import { scenarioArbitrary, scheduleArbitrary } from '../../integrations/fastCheck.js';
import { quiescence, safetyProperties } from '../../properties/index.js';
import { buildSystem, contextOf, type Scenario } from '../../scenarios/index.js';
import { selfSwap } from '../../scenarios/selfSwap.js';

const runs = Number(process.env.QUIESCE_RANDOM ?? 100);
const statesMax = 200_000;

interface Explored {
  readonly states: number;
  readonly cut: boolean;
  readonly refuted: readonly string[];
  readonly reached: readonly string[];
}

function explored(scenario: Scenario): Explored {
  const system = buildSystem(scenario, scenario.variants[0]!);
  const { states, complete, verdicts } = explore(system, safetyProperties(contextOf(scenario)), {
    limits: { states: statesMax },
    liveExecutions: 2,
  });
  const of = (verdict: string) => verdicts.filter((one) => one.verdict === verdict).map(({ property }) => property);
  const reached = verdicts.filter(({ premiseReached }) => premiseReached).map(({ property }) => property);
  return { states, cut: !complete, refuted: of('refuted'), reached };
}

describe('random scenarios', () => {
  it(`keep every safety property over all interleavings, ${runs} of them`, { timeout: 3_600_000 }, () => {
    const found: Explored[] = [];
    const arbitrary = scenarioArbitrary({ clients: 2, calls: 1, swaps: 1 });

    fc.assert(
      fc.property(arbitrary, (scenario) => {
        const one = explored(scenario);
        found.push(one);
        expect(one.refuted).toEqual([]);
      }),
      { numRuns: runs, seed: 20260101 },
    );

    const sizes = found.map(({ states }) => states).sort((a, b) => a - b);
    const reached = (property: string) => found.filter((one) => one.reached.includes(property)).length;
    const cut = found.filter((one) => one.cut).length;
    const [median, largest] = [sizes[Math.floor(sizes.length / 2)]!, sizes[sizes.length - 1]!];
    console.info(
      `${found.length} scenarios: median ${median} states, largest ${largest}, ${cut} cut; ` +
        `transfers in ${reached('transferOnce')}, recursion in block in ${reached('noDeadlock')}`,
    );
    expect(median).toBeLessThan(50_000);
    expect(cut / found.length).toBeLessThanOrEqual(0.05);
    expect(reached('transferOnce')).toBeGreaterThan(found.length / 4);
  });

  it('shrink to a small one where the mechanism is broken, and the seed and path give it again', () => {
    const broken = hotSwap('forwardSkipped', 'no forward phase', { deviations: ['forwardSkipped'] });
    const arbitrary = scenarioArbitrary({ clients: 2, calls: 1, swaps: 1, mechanisms: [broken] });
    const property = fc.property(arbitrary, (scenario) => !explored(scenario).refuted.includes('quiescence'));

    const first = fc.check(property, { seed: 7, numRuns: 50 });
    const again = fc.check(property, { seed: first.seed, path: first.counterexamplePath!, endOnFailure: true });

    expect(first.failed).toBe(true);
    expect(first.counterexample![0].threads.length).toBeLessThanOrEqual(2);
    expect(again.counterexample).toEqual(first.counterexample);
  });

  it('are refused where the bounds hold nothing', () => {
    expect(() => scenarioArbitrary({ clients: 0 })).toThrow(/QSC112.*clients: 0/s);
    expect(() => scenarioArbitrary({ processors: 0 })).toThrow(/QSC108.*processors: 0/s);
    expect(() => scenarioArbitrary({ mechanisms: [] })).toThrow(/QSC112.*mechanisms: 0/s);
  });
});

describe('random schedules', () => {
  it('are schedules: each can be replayed, and breaks nothing in a sound mechanism', () => {
    const system = buildSystem(selfSwap, selfSwap.variants[0]!);

    fc.assert(
      fc.property(scheduleArbitrary(system), (schedule) => {
        const { steps } = replay(system, schedule, { properties: [quiescence] });
        return steps.length === schedule.choices.length;
      }),
      { numRuns: 20, seed: 3 },
    );
  });
});
