import { describe, expect, it } from 'vitest';
import { kept, lost } from './programs.js';
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
});
