import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf, dataOf, folderWith, quiesce, shell } from './run.js';

const written = 'documents: out/mutants/ (report.html, result.json, junit.xml, summary.md, schedules/)';

describe('quiesce mutants', () => {
  it('says what killed a mutant, and prints a replay line that works', () => {
    const folder = folderWith();

    const { code, stdout, stderr } = quiesce(folder, 'mutants', 'noFinally', '--kind', 'mechanism');
    const again = shell(folder, /noFinally: (npx quiesce .*)/.exec(stdout)![1]!);

    expect(stdout).toMatch(
      /noFinally │ mechanism │ M10 +│ impl\/hotswap\/dispatch.ts │ countMatches +│ exceptionInFlight/,
    );
    expect(stdout).toContain('1 of 1 mutants killed, 0 survived');
    expect(stderr).toBe(`noFinally: killed\n${written}\n`);
    expect(code).toBe(0);
    expect(again.stdout).toMatch(/countMatches turned false at step \d+: .*\n(.*\n)*reproduced\n$/);
    expect(again.code).toBe(1);
    const documents = ['documents.json', 'junit.xml', 'report.html', 'result.json', 'summary.md'];
    expect(contentsOf(folder)).toEqual(['out', 'out/mutants', ...documents.map((name) => `out/mutants/${name}`)]);
    expect(readFileSync(join(folder, 'out/mutants/junit.xml'), 'utf8')).toMatch(
      /classname="mutants of kind mechanism@noFinally" name="mutant" file="impl\/hotswap\/dispatch.ts" line="\d+" time="\d+\.\d{3}"\/>/,
    );
    expect(dataOf(join(folder, 'out/mutants/report.html'))).toMatchObject({
      title: 'Quiesce: mutants',
      paths: [{ mechanism: 'noFinally', property: 'countMatches', models: expect.any(Array) }],
    });
  });

  it('shows the edits of mutants without running them', () => {
    const { code, stdout } = quiesce(folderWith(), 'mutants', 'oneAdvance', '--kind', 'mechanism', '--list', '--edits');

    expect(stdout).toMatch(/^mechanism oneAdvance M1: one generation is let pass in a grace period, not two\n/);
    expect(stdout).toContain('    quiescence in selfSwap\n');
    expect(stdout).toContain('- const advances = 2;\n');
    expect(stdout).toContain('+ const advances = 1;\n');
    expect(code).toBe(0);
  });

  it('refuses a mutant that it does not know, with the nearest name', () => {
    const { code, stderr } = quiesce(folderWith(), 'mutants', 'noFinaly');

    expect(stderr).toMatch(/^QSC114 .*noFinaly.*noFinally/);
    expect(code).toBe(2);
  });

  it('refuses a kind that it does not know', () => {
    const { code, stderr } = quiesce(folderWith(), 'mutants', '--kind', 'specs');

    expect(stderr).toContain("'specs' is invalid");
    expect(code).toBe(2);
  });
});
