// Mutants: every named defect of the mechanism is found by a property that the sound mechanism keeps, or is listed as
// equivalent with its proof. One row of a table per mutant; the schedule that kills it is replayed.

import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../engine/explain/schedule.js';
import { replay } from '../../engine/index.js';
import { deviations } from '../../impl/hotswap/options.js';
import { inThePaper, mutants, outOfReach } from '../../mutants/catalogue.js';
import { mutantsText } from '../../reports/mutants.js';
import { hunt, huntedTask } from '../../runner/hunt.js';
import { makeMutantResult, mutantExitCodeOf } from '../../runner/mutantResult.js';
import { expectationsOf, scenarios, variantNamed } from '../../scenarios/index.js';
import type { PropertyName } from '../../scenarios/scenario.js';
import { sampleRow } from './sampleRow.js';

const scored = mutants.filter(({ equivalent }) => equivalent === undefined);

describe('the catalogue of mutants', () => {
  it('has an entry for every deviation of the mechanism', () => {
    const named = mutants.map(({ name }) => name);

    expect(Object.keys(deviations).filter((name) => !named.includes(name))).toEqual([]);
  });

  it('accounts for every number from M1 to M25, killed, equivalent or out of reach', () => {
    const numbers = [...mutants.flatMap((mutant) => mutant.numbers), ...outOfReach.map(({ number }) => number)];
    const missing = Array.from({ length: 25 }, (_, index) => `M${index + 1}`).filter((one) => !numbers.includes(one));

    expect(missing).toEqual([]);
  });

  it("accounts for every defect from D1 to D8, those of the paper's own mechanism by what its scenarios expect", () => {
    const listed = [
      ...mutants.flatMap(({ numbers }) => numbers),
      ...[...outOfReach, ...inThePaper].map((one) => one.number),
    ];
    const missing = Array.from({ length: 8 }, (_, index) => `D${index + 1}`).filter((one) => !listed.includes(one));
    const expected = inThePaper.map(({ scenario: name, property }) => {
      const scenario = scenarios.find((one) => one.name === name)!;
      return expectationsOf(scenario, variantNamed(scenario, 'asItIs'))[property as PropertyName];
    });

    expect(missing).toEqual([]);
    expect(expected).toEqual(inThePaper.map(() => 'refuted'));
  });

  it('scores at least eighteen of those numbers', () => {
    const numbers = scored.flatMap((mutant) => mutant.numbers).filter((number) => number.startsWith('M'));

    expect(new Set(numbers).size).toBeGreaterThanOrEqual(18);
  });
});

describe('a mutant', () => {
  it.each(scored.map((mutant) => [mutant.name, mutant] as const))(
    '%s is killed where it is sought first',
    (_, mutant) => {
      const { fate, kill } = hunt(mutant, { onlyFirst: true });

      expect(fate).toBe('killed');
      expect(`${kill!.property} in ${kill!.scenario}`).toMatchSnapshot();
      expect(replaysTo(kill!.schedule, kill!.property)).toBe(true);
    },
  );
});

describe('the report of mutants', () => {
  it('shows survivors, wrong proofs and errors, and fails for them', () => {
    const rows = [
      sampleRow('killedOne', 'killed'),
      sampleRow('survivor', 'survived'),
      sampleRow('sameAsBefore', 'equivalent'),
      { ...sampleRow('notTheSame', 'killed'), proof: 'none can tell' },
      sampleRow('cutShort', 'inconclusive'),
    ];
    const result = makeMutantResult(rows, outOfReach.slice(0, 1), inThePaper.slice(0, 1));

    expect(mutantsText(result, 'npx quiesce')).toMatchSnapshot();
    expect(mutantExitCodeOf(result)).toBe(1);
  });

  it.each([
    [0, ['killed', 'equivalent']],
    [1, ['killed', 'survived', 'inconclusive']],
    [3, ['killed', 'inconclusive']],
    [4, ['failed', 'survived']],
  ] as const)('exits with %i for %j', (code, fates) => {
    const result = makeMutantResult(fates.map((fate) => sampleRow(fate, fate)));

    expect(mutantExitCodeOf(result)).toBe(code);
  });
});

/** Whether the property is false somewhere on the replayed path. */
function replaysTo(text: string, property: string): boolean | undefined {
  const schedule = parseSchedule(text);
  const task = huntedTask(schedule.name)!;
  const properties = [...task.safety, ...task.liveness].filter(({ name }) => name === property);
  return replay({ ...task.system, name: schedule.name }, schedule, { properties }).reproduced;
}
