import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mine } from './programs.js';
import { contentsOf, folderWith, quiesce, type Ran, shell } from './run.js';

const words = ['verify', './mine.scenario.ts', '--no-timings', '--property', 'noUseAfterFree'];

describe('quiesce verify FILE', () => {
  let [folder, first]: [string, Ran] = ['', { code: null, stdout: '', stderr: '' }];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'quiesce-test-'));
    writeFileSync(join(folder, 'mine.scenario.ts'), mine);
    first = quiesce(folder, ...words, '--out', 'one');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('refutes what the scenario expects to be proved, and prints a replay line that works', () => {
    const line = /replay: (npx quiesce .*)/.exec(first.stdout)![1]!;
    const again = shell(folder, line);

    expect(first.stdout).toContain('mine with tooEarly: noUseAfterFree is refuted, UNEXPECTED (expected proved)');
    expect(first.code).toBe(1);
    expect(again.stdout).toMatch(/noUseAfterFree turned false at step \d+: .*\n(.*\n)*reproduced\n$/);
    expect(again.code).toBe(1);
  });

  it('gives the same documents twice, without a path of the machine, and with --json one of them', () => {
    const second = quiesce(folder, ...words, '--json', '--out', 'two');

    expect(second.stdout).toBe(readFileSync(join(folder, 'one', 'result.json'), 'utf8'));
    expect(contentsOf(join(folder, 'one'))).toEqual([
      'documents.json',
      'junit.xml',
      'report.html',
      'result.json',
      'schedules',
      'schedules/mine.scenario.ts-mine@tooEarly.noUseAfterFree.json',
      'summary.md',
    ]);
    for (const name of ['junit.xml', 'report.html', 'result.json', 'summary.md']) {
      expect(readFileSync(join(folder, 'one', name), 'utf8')).toBe(readFileSync(join(folder, 'two', name), 'utf8'));
      expect(readFileSync(join(folder, 'one', name), 'utf8')).not.toContain(folder);
    }
  });
});

describe('quiesce verify SCENARIO', () => {
  it('writes the versioned document with --json', () => {
    const folder = folderWith();

    const { stdout } = quiesce(folder, 'verify', 'noCommonFormat', '--json', '--mechanism', 'asItIs');
    const document = JSON.parse(stdout);

    expect(document).toMatchObject({ version: 1, verdicts: expect.any(Array), totals: { errors: 0 } });
    expect(Object.keys(document.verdicts[0])).toEqual(
      expect.arrayContaining(['scenario', 'mechanism', 'property', 'verdict', 'expected', 'states', 'transitions']),
    );
    expect(stdout).toBe(readFileSync(join(folder, 'out', 'result.json'), 'utf8'));
  });

  it('is inconclusive with the limit named, and exits with 3, when a limit cuts the search', () => {
    const { code, stdout } = quiesce(folderWith(), 'verify', 'lastReturnInBlock', '--limit-states', '2000');

    expect(stdout).toContain('inconclusive (states), undecided');
    expect(code).toBe(3);
  });
});
