// The rivals: memory that is theirs, cells that are as committed, schedules that replay, and pages that show it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withMatrix, withSummary } from '../../cli/pages/rivalsPage.js';
import { parseSchedule, replay } from '../../engine/index.js';
import type { Cell } from '../../engine/program/index.js';
import { isOfMechanism } from '../../impl/owners.js';
import { readCommitted } from '../../runner/comparison/committed.js';
import { compare } from '../../runner/comparison/compare.js';
import { cellsOf, comparisonExitCode, differences, groundsOf } from '../../runner/comparison/result.js';
import { comparedTasks } from '../../runner/comparison/tasks.js';
import { makeResult } from '../../runner/result.js';
import { joinFindings, parts, verifyPart } from '../../runner/task.js';
import { compared, takesMinutes } from '../../scenarios/compared.js';
import { buildSystemWith, generalScenarios, siteOf } from '../../scenarios/index.js';

const committed = readCommitted();
const tasks = comparedTasks();

/** What of a mechanism's memory is neither a component's nor the mechanism's by its owner. */
function strays(name: string, cells: readonly Cell[]): readonly string[] {
  const allowed = ['object', 'stack'];
  const isOwned = ({ region }: Cell) =>
    region !== undefined && (isOfMechanism(region.owner) || allowed.includes(String(region.owner.kind)));
  return cells.filter((cell) => !isOwned(cell)).map((cell) => `${name}: ${cell.name}`);
}

describe('every compared mechanism', () => {
  test('has no memory without an owner, so that its use shows', () => {
    const found = compared.flatMap(({ mechanism }) =>
      generalScenarios.flatMap((scenario) => {
        const { cells } = mechanism.install(siteOf(scenario));
        return strays(`${mechanism.name} in ${scenario.name}`, cells.flat() as Cell[]);
      }),
    );

    expect(found).toEqual([]);
  });

  test('runs in every scenario of the catalogue', () => {
    for (const { mechanism } of compared)
      for (const scenario of generalScenarios)
        expect(buildSystemWith(scenario, mechanism).threads.length).toBeGreaterThan(0);
  });
});

test('what takes minutes is undecided, and not held against the matrix, unless the comparison is deep', async () => {
  const display = () => ({ update() {}, finished() {}, end() {} });
  const asked = { mechanisms: ['withBlockDeadline'], scenarios: ['mutualSwaps'], properties: ['quiescence'], display };
  const { comparison, explored, verdicts } = await compare(asked);

  expect(cellsOf(comparison).map(({ verdict }) => verdict)).toEqual(['inconclusive']);
  expect(comparisonExitCode(comparison)).toBe(3);
  expect(verdicts[0]!.limit?.text).toBe('asked for with --deep');
  expect(explored.grounds).toEqual([]);
});

test('every pair that is said to take minutes is compared', () => {
  const pairs = tasks.filter(({ mechanism, scenario }) => takesMinutes(mechanism, scenario));

  expect(pairs.map(({ name }) => name)).toHaveLength(5);
});

/** Small enough for every test run; `quiesce compare --check` asks all. */
const asked = ['noCommonFormat'];

describe('the committed matrix', () => {
  test.each(asked)('has the cells of %s as exploration finds them; else run `quiesce compare --update`', (scenario) => {
    const mine = tasks.filter((task) => task.scenario === scenario);

    const result = makeResult(joinFindings(mine.flatMap((task) => parts.map((part) => verifyPart(task, part, {})))));
    const found = { ...committed, grounds: groundsOf(result), errors: result.errors };

    expect(result.errors).toEqual([]);
    expect(differences(found, committed)).toEqual([]);
  });

  test('has every mechanism in every scenario', () => {
    const grounds = committed.grounds.map(({ mechanism, scenario }) => `${scenario}@${mechanism}`);

    expect(grounds.sort()).toEqual(tasks.map(({ name }) => name).sort());
  });

  test('has schedules that still fail when they are replayed', () => {
    const refuted = cellsOf(committed).filter(({ refutation }) => refutation !== undefined);
    const some = refuted.filter((_, index) => index % 25 === 0);

    const gone = some.filter(({ mechanism, scenario, refutation }) => {
      const task = tasks.find(({ name }) => name === `${scenario}@${mechanism}`)!;
      const properties = [...task.safety, ...task.liveness];
      const schedule = parseSchedule(refutation!.schedule);
      const { reproduced } = replay({ ...task.system, name: task.name }, schedule, { properties, builtIn: false });
      return !reproduced;
    });

    expect(some.length).toBeGreaterThan(30);
    expect(gone).toEqual([]);
  });

  test('is told from one in which a cell has changed, is new, or is gone', () => {
    const [ground, ...others] = committed.grounds;
    const [first] = Object.keys(ground!.verdicts);
    const changed = { ...ground!, verdicts: { ...ground!.verdicts, [first!]: 'inconclusive' as const } };
    const fewer = { ...ground!, verdicts: {} };

    const ofChanged = differences({ ...committed, grounds: [changed, ...others] }, committed);
    const ofFewer = differences({ ...committed, grounds: [fewer, ...others] }, committed);

    expect(ofChanged).toHaveLength(1);
    expect(ofFewer).toHaveLength(Object.keys(ground!.verdicts).length);
    expect(comparisonExitCode(committed, ofChanged)).toBe(1);
    expect(comparisonExitCode(committed, [])).toBe(0);
    expect(comparisonExitCode(committed)).toBe(3);
  });
});

describe('the pages', () => {
  test('show the committed matrix; else run `npm run docs:update`', () => {
    const readme = read('README.md');
    const page = read('docs/07-rivals.md');

    expect(readme).toBe(withSummary(readme, committed));
    expect(page).toBe(withMatrix(page, committed));
  });
});

function read(path: string): string {
  return readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8');
}
