import { describe, expect, it } from 'vitest';
import { endless, kept, lost } from './programs.js';
import { folderWith, quiesce, shell } from './run.js';

describe('quiesce explore', () => {
  it('refutes a lost update, and prints its shortest schedule as a table and a replay line that works when it is pasted', () => {
    const folder = folderWith({ 'lost.ts': lost });

    const explored = quiesce(folder, 'explore', './lost.ts');
    const replayed = shell(folder, /replay: (npx quiesce .*)/.exec(explored.stdout)![1]!);

    expect(explored.stdout).toMatchSnapshot('explored');
    expect(explored.code).toBe(1);
    expect(replayed.stdout).toMatchSnapshot('replayed');
    expect(replayed.code).toBe(1);
  });

  it('proves a program without the defect', () => {
    const folder = folderWith({ 'kept.ts': kept });

    const { code, stdout } = quiesce(folder, 'explore', 'kept.ts');

    expect(stdout).toContain('4 verdicts: 4 proved');
    expect(code).toBe(0);
  });

  it('says inconclusive, with the limit, when a limit cuts the search', () => {
    const folder = folderWith({ 'endless.ts': endless });

    const { code, stdout } = quiesce(folder, 'explore', 'endless.ts', '--limit-states', '5000');

    expect(stdout).toContain('inconclusive (states)');
    expect(code).toBe(3);
  });
});

describe('quiesce replay', () => {
  it('continues after the recorded steps', () => {
    const folder = folderWith({ 'lost.ts': lost });

    const { stdout } = quiesce(folder, 'replay', 'v1 lost.ts t2', '--continue');

    expect(stdout).toContain('step 1 was recorded; the other 3 continue it');
    expect(stdout).toContain('ended in a normal end after 4 steps');
  });
});
