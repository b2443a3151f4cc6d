// --property, on the commands that judge properties: only these, of what there is; a name that nobody has is an error.

import { describe, expect, it } from 'vitest';
import { folderWith, quiesce } from './run.js';

describe('--property', () => {
  it('leaves only the columns of the matrix that are named, and no table of goals that would need others', () => {
    const words = ['--mechanism', 'asItIs', '--scenario', 'selfSwap'];

    const { code, stdout } = quiesce(folderWith(), 'compare', ...words, '--property', 'quiescence', '--check');

    expect(stdout).toMatch(/^mechanism │ P1 quiescence\n/);
    expect(stdout).toMatch(/^asItIs +│ ·\n/m);
    expect(code).toBe(0);
  });

  it('leaves only the mutants that it is to give away', () => {
    const { code, stdout } = quiesce(folderWith(), 'mutants', '--property', 'countMatches', '--list');

    expect(stdout).toMatch(/^mechanism noFinally /m);
    expect(stdout).toMatch(/countMatches in exceptionInFlight/);
    expect(stdout).not.toMatch(/ (noDeadlock|quiescence) in /);
    expect(code).toBe(0);
  });

  it.each([
    ['compare', '--property', 'quiescense'],
    ['mutants', '--property', 'quiescense', '--list'],
    ['verify', 'selfSwap', '--property', 'quiescense'],
  ])('is refused by %s where nobody has it, with the nearest name', (...words) => {
    const { code, stderr } = quiesce(folderWith(), ...words);

    expect(stderr).toMatch(/^QSC102 .*quiescense.*quiescence/);
    expect(code).toBe(2);
  });

  it('cannot stand beside --update, which would lose the other cells', () => {
    expect(quiesce(folderWith(), 'compare', '--update', '--property', 'quiescence')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('QSC110'),
    });
  });
});
