// Declarations of scenarios: what is refused, what the catalogue holds, and that every property has an expectation.

import { describe, expect, test } from 'vitest';
import { QuiesceError } from '../../engine/program/index.js';
import { partitionedCounter, sharedCounter, upwardMember } from '../../impl/index.js';
import { request, swap } from '../../scenarios/actions.js';
import {
  buildSystem,
  deepScenarios,
  defineScenario,
  expectationsOf,
  type ScenarioDeclaration,
  scenarios,
  siteOf,
  variantNamed,
} from '../../scenarios/index.js';
import { asItIs } from '../../scenarios/mechanisms.js';

const sound: ScenarioDeclaration = {
  name: 'sound',
  cases: [],
  statement: 'nothing is wrong with it',
  processors: 1,
  references: { A: { versions: [sharedCounter, partitionedCounter] } },
  threads: [
    { name: 'c1', actions: [request('A', 'read')] },
    { name: 'operator', actions: [swap('A')] },
  ],
  variants: [{ mechanism: asItIs }],
};

function codeOf(declaration: ScenarioDeclaration): string | undefined {
  try {
    defineScenario(declaration);
  } catch (error) {
    if (error instanceof QuiesceError) return error.code;
    throw error;
  }
  return undefined;
}

const c1 = sound.threads[0]!;

describe('defineScenario', () => {
  test('takes a sound declaration and freezes it', () => {
    expect(Object.isFrozen(defineScenario({ ...sound }).threads)).toBe(true);
  });

  test.each([
    ['no processors', { processors: 0 }, 'QSC108'],
    ['an empty list of processors', { processors: [] }, 'QSC108'],
    ['two threads of one name', { threads: [c1, c1] }, 'QSC112'],
    ['a thread on a processor that is not there', { threads: [{ ...c1, processor: 1 }] }, 'QSC112'],
    ['no threads', { threads: [] }, 'QSC112'],
    ['no mechanism', { variants: [] }, 'QSC112'],
    ['two mechanisms of one name', { variants: [{ mechanism: asItIs }, { mechanism: asItIs }] }, 'QSC112'],
    ['a call of an unknown reference', { threads: [{ ...c1, actions: [request('B', 'read')] }] }, 'QSC112'],
    ['a call of an unknown method', { threads: [{ ...c1, actions: [request('A', 'fly')] }] }, 'QSC112'],
    ['a gate that is not declared', { threads: [{ ...c1, actions: [{ do: 'await', gate: 'g' }] }] }, 'QSC112'],
    ['versions of two families', { references: { A: { versions: [sharedCounter, upwardMember] } } }, 'QSC112'],
    ['a bystander that is no thread', { bystanders: ['c9'] }, 'QSC112'],
    ['a name that is no identifier', { name: 'not so' }, 'QSC112'],
  ] satisfies [string, Partial<ScenarioDeclaration>, string][])('refuses %s', (_what, wrong, code) => {
    expect(codeOf({ ...sound, ...wrong })).toBe(code);
  });
});

describe('the catalogue', () => {
  test('holds every case but 19, which is about counters that overflow', () => {
    const cases = new Set(scenarios.flatMap((scenario) => scenario.cases));

    expect([...cases].sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23,
    ]);
  });

  test('names every scenario once', () => {
    const names = [...scenarios, ...deepScenarios].map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });

  test('has a scenario for each assumption that is dropped, and a property that fails there', () => {
    const dropping = scenarios.filter(({ drops }) => drops !== undefined);
    const failing = dropping.filter((scenario) =>
      scenario.variants.some((variant) => Object.values(expectationsOf(scenario, variant)).includes('refuted')),
    );

    expect(failing).toEqual(dropping);
    expect(new Set(dropping.map(({ drops }) => drops)).size).toBeGreaterThanOrEqual(5);
  });

  test.each([...scenarios, ...deepScenarios].map((scenario) => [scenario.name, scenario] as const))(
    '%s lays its callers out first, with each mechanism',
    (_name, scenario) => {
      for (const variant of scenario.variants) {
        const { threads } = buildSystem(scenario, variant);
        const { callers } = siteOf(scenario);

        expect(threads.slice(0, callers.length).map(({ name }) => name)).toEqual(callers);
      }
    },
  );
});

describe('variantNamed', () => {
  test('finds a mechanism, and refuses an unknown one', () => {
    const scenario = defineScenario({ ...sound });

    expect(variantNamed(scenario, 'asItIs').mechanism).toBe(asItIs);
    expect(() => variantNamed(scenario, 'asItWas')).toThrow(/QSC103/);
  });
});
