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

  it('takes as many executions of a lost update as the literature counts, and one path replays', () => {
    const folder = folderWith({ 'lost.ts': lost });

    const explored = quiesce(folder, 'explore', './lost.ts', '--engine', 'executions');
    const replayed = shell(folder, /replay: (npx quiesce .*)/.exec(explored.stdout)![1]!);
    const bounded = quiesce(folder, 'explore', './lost.ts', '--engine', 'executions', '--preemptions', '0');
    const alone = quiesce(folder, 'explore', './lost.ts', '--preemptions', '0');

    expect(explored.stdout).toContain('execution by execution: 4 executions');
    expect([explored.code, replayed.code]).toEqual([1, 1]);
    expect(bounded.stdout).toContain('inconclusive (preemptions): executions of at most 0 preemptions');
    expect(bounded.code).toBe(3);
    expect([alone.code, alone.stderr]).toEqual([
      2,
      expect.stringContaining('--preemptions without --engine executions'),
    ]);
  });

  it('proves a program without the defect', () => {
    const folder = folderWith({ 'kept.ts': kept });

    const { code, stdout } = quiesce(folder, 'explore', 'kept.ts');

    expect(stdout).toContain('4 verdicts: 4 proved');
    expect(code).toBe(0);
  });
});
