import { describe, expect, it } from 'vitest';
import { folderWith, quiesce, shell } from './run.js';

describe('quiesce mutants', () => {
  it('says what killed a mutant, and prints a replay line that works', () => {
    const folder = folderWith();

    const { code, stdout, stderr } = quiesce(folder, 'mutants', 'noFinally');
    const again = shell(folder, /noFinally: (npx quiesce .*)/.exec(stdout)![1]!);

    expect(stdout).toMatch(/noFinally +│ M10 +│ countMatches +│ exceptionInFlight/);
    expect(stdout).toContain('1 of 1 mutants killed, 0 survived');
    expect(stderr).toBe('noFinally: killed\n');
    expect(code).toBe(0);
    expect(again.stdout).toMatch(/countMatches turned false at step \d+: .*\n(.*\n)*reproduced\n$/);
    expect(again.code).toBe(0);
  });

  it('is one versioned document with --json, the same twice', () => {
    const [first, second] = [1, 2].map(() => quiesce(folderWith(), 'mutants', 'forwardSkipped', '--json').stdout);

    expect(JSON.parse(first!)).toMatchObject({
      version: 1,
      mutants: [{ mutant: 'forwardSkipped', numbers: ['M3'], fate: 'killed', kill: { property: 'quiescence' } }],
      totals: { killed: 1, survived: 0 },
    });
    expect(first).toBe(second);
  });

  it('refuses a mutant that it does not know, with the nearest name', () => {
    const { code, stderr } = quiesce(folderWith(), 'mutants', 'noFinaly');

    expect(stderr).toMatch(/^QSC103 .*noFinaly.*noFinally/);
    expect(code).toBe(2);
  });
});
