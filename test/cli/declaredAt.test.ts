// Where a user's file declares what is verified: the line that JUnit and annotations point at.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { annotations } from '../../reports/annotations.js';
import { junitReport } from '../../reports/junit.js';
import { declaredAt } from '../../runner/declaredAt.js';
import { declaredInPackage } from '../../runner/declaredInPackage.js';
import { packageRoot } from '../../runner/packageRoot.js';
import { makeResult } from '../../runner/result.js';
import { loadTasks } from '../../runner/tasks.js';
import { conformanceWorkloads, groupWorkloads } from '../../scenarios/configurations.js';
import { deepScenarios, scenarios } from '../../scenarios/index.js';
import { tokenWorkloads } from '../../scenarios/token/index.js';
import { sampleResult } from '../reports/sampleResult.js';

describe('the line of a declaration', () => {
  it('is where the name is written, else at the export, else unknown', () => {
    const text = "import 'quiesce';\nexport const variants = [\n  { name: 'broken', system },\n];\n";

    expect(declaredAt(text, ['mine.ts', 'broken'])).toBe(3);
    expect(declaredAt(text, ['mine.ts', 'none'])).toBe(2);
    expect(declaredAt('export { system };', ['mine.ts'])).toBeUndefined();
  });

  it('is where a case without a fault is, and an annotation of what no path refutes', () => {
    const [, proved] = sampleResult.verdicts;
    const rows = [
      { ...proved!, file: 'mine.ts', line: 7 },
      { ...proved!, property: 'other', asExpected: false, file: 'mine.ts', line: 7 },
    ];
    const result = makeResult({ verdicts: rows, explorations: [], errors: [] });

    expect(junitReport(result, 'npx quiesce')).toContain('name="noFailure" file="mine.ts" line="7"/>');
    expect(annotations(result)).toMatch(/^::error file=mine\.ts,line=7,title=other::/);
  });
});

describe('a scenario of this package', () => {
  it('is found where it is declared, every one', () => {
    for (const { name } of [...scenarios, ...deepScenarios]) {
      const { file, line } = declaredInPackage(name)!;
      const text = readFileSync(join(packageRoot, file), 'utf8').split('\n')[line - 1];
      expect([name, text]).toEqual([name, expect.stringContaining(`name: '${name}'`)]);
    }
  });

  it('is found by its configuration where it is the workload of one, every one', () => {
    for (const { configuration } of [...conformanceWorkloads, ...groupWorkloads, ...tokenWorkloads]) {
      const { file, line } = declaredInPackage(configuration)!;
      const lines = readFileSync(join(packageRoot, file), 'utf8').split('\n');
      expect(lines.slice(line - 2, line).join('\n')).toMatch(
        new RegExp(`(workload\\(\\s*|configuration: )'${configuration}'`),
      );
    }
  });

  it('is where its cases are', async () => {
    const [task] = await loadTasks({ kind: 'catalogue' }, { from: '.', scenario: 'noCommonFormat' });

    expect(task).toMatchObject({ file: 'scenarios/noCommonFormat.ts', line: expect.any(Number) });
  });
});
