// More of what a replay says: of programs that differ from run to run, and of schedules with their operations.

import { describe, expect, it } from 'vitest';
import { lost, shifted } from './programs.js';
import { folderWith, quiesce, shell } from './run.js';

describe('the exit code of a replay says which of four it is:', () => {
  it('4 where it is not the same twice', () => {
    const hidden =
      'function box() {\n  const seen: number[] = [];\n  return Object.freeze({ next: () => seen.push(0) });\n}';
    const dice = lost
      .replace('function* increment', `${hidden}\n\nconst { next } = box();\n\nfunction* increment`)
      .replace('seen + 1', 'seen + next()');

    const { code, stderr } = quiesce(folderWith({ 'lost.ts': dice }), 'replay', 'v1 lost.ts:noLostUpdate t2*2 t1*2');

    expect(stderr).toMatch(/^QSC21\d /);
    expect(code).toBe(4);
  });
});

describe('after an edit that shifts the steps, a schedule', () => {
  it('as written with its operations is left at the first that is another', () => {
    const folder = folderWith({ 'lost.ts': lost, 'shifted.ts': shifted });
    quiesce(folder, 'explore', 'lost.ts', '--out', 'out');

    const { code, stderr, stdout } = shell(
      folder,
      'cp shifted.ts lost.ts && npx quiesce replay out/schedules/lost.ts.noLostUpdate.json --json',
    );

    expect(stderr).toMatch(/^QSC203 .*at step 1 of 4, t2 is at "store other <- 1", recorded was "load count"/);
    expect(JSON.parse(stdout).left).toMatchObject({ step: 0, again: { kind: 'found' } });
    expect(code).toBe(2);
  });
});
