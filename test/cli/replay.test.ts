import { describe, expect, it } from 'vitest';
import { kept, lost, shifted } from './programs.js';
import { folderWith, quiesce, shell } from './run.js';

const line = 'v1 lost.ts:noLostUpdate t2 t1*2 t2';

describe('the exit code of a replay says which of four it is:', () => {
  it('1 where the violation is reproduced', () => {
    const { code, stdout } = quiesce(folderWith({ 'lost.ts': lost }), 'replay', line);

    expect(stdout).toMatch(/\nreproduced\n$/);
    expect(code).toBe(1);
  });

  it('0 where it is gone: the schedule fits, and the property holds along it', () => {
    const mended = lost.replace('=== 2', '>= 1');

    const { code, stdout } = quiesce(folderWith({ 'lost.ts': mended }), 'replay', line);

    expect(stdout).toContain('NOT reproduced: the property that it was written for holds along it now');
    expect(code).toBe(0);
  });

  it('2 where the schedule does not fit: with what is there of it, what was enabled, and what follows', () => {
    const { code, stdout, stderr } = quiesce(folderWith({ 'lost.ts': kept }), 'replay', line);

    expect(stdout).toMatch(/2 │ t1: add count/);
    expect(stdout).toMatch(/a violation of noLostUpdate is not among the 1 state from there on/);
    expect(stderr).toMatch(/^QSC203 .*at step 3 of 4, t1 cannot step: it is at "finished"; enabled now: nothing\n/);
    expect(code).toBe(2);
  });
});

describe('after an edit that shifts the steps, a schedule', () => {
  it('does not count as gone: the violation follows from its end, and the new line reproduces it', () => {
    const folder = folderWith({ 'lost.ts': shifted });

    const { code, stdout, stderr } = quiesce(folder, 'replay', line);
    const again = shell(folder, /next: (npx quiesce .*)/.exec(stderr)![1]!);

    expect(stdout).toContain('a violation of noLostUpdate is found again from there, after 6 steps in all');
    expect(stderr).toMatch(/^QSC203 .*after all 4 steps, its steps do not end in the violation; enabled now: t1, t2\n/);
    expect(code).toBe(2);
    expect(again.stdout).toMatch(/\nreproduced\n$/);
    expect(again.code).toBe(1);
  });
});
