// Where a user's file declares what is verified: the line that JUnit and annotations point at.

import { describe, expect, it } from 'vitest';
import { annotations } from '../../reports/annotations.js';
import { junitReport } from '../../reports/junit.js';
import { declaredAt } from '../../runner/declaredAt.js';
import { makeResult } from '../../runner/result.js';
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
