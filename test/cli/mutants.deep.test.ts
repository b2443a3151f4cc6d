// More mutants by the command line: of the machine, and as documents.

import { describe, expect, it } from 'vitest';
import { folderWith, quiesce } from './run.js';

describe('quiesce mutants', () => {
  it('says what gave a mutant of the machine away', () => {
    const { code, stdout } = quiesce(folderWith(), 'mutants', 'transferLeftOut', 'graceGuardDropped');

    expect(stdout).toMatch(/transferLeftOut +│ machine +│ model\/swapMachine.ts │ implementation │ lockBesideTheC/);
    expect(stdout).toMatch(/graceGuardDropped +│ machine +│ model\/swapMachine.ts │ coverage +│ lockBesideTheC/);
    expect(code).toBe(0);
  });

  it('is one versioned document with --json, the same twice', () => {
    const [first, second] = [1, 2].map(
      () => quiesce(folderWith(), 'mutants', 'forwardSkipped', '--kind', 'mechanism', '--json').stdout,
    );

    expect(JSON.parse(first!)).toMatchObject({
      version: 2,
      mutants: [
        { mutant: 'forwardSkipped', numbers: ['M3'], fate: 'killed', kill: { by: 'quiescence', in: 'selfSwap' } },
      ],
      totals: { killed: 1, survived: 0 },
    });
    expect(first).toBe(second);
  });
});
