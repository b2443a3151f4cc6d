// What a module keeps from one question or one execution to the next, where no reading of its text finds it: the file is
// loaded anew, and the new instance is asked what the old one was asked, and is run from where nothing has been left.

import { describe, expect, it } from 'vitest';
import { marks } from './programs.js';
import { folderWith, quiesce } from './run.js';

/** The third value that it is asked about is 5, says the property; and so it was in the order of the search. */
const asked = `import { cell, invariant, type Program, store, thread } from 'quiesce';

const x = cell('x', 0);

function memory() {
  const seen: number[] = [];
  return Object.freeze({
    position: (value: number) => (seen.includes(value) ? seen.indexOf(value) : seen.push(value) - 1),
  });
}

const { position } = memory();

function* up(): Program {
  yield* store(x, 3);
  yield* store(x, 5);
  yield* store(x, 4);
}

export const system = { cells: [x], threads: [thread('a', up)] };
export const properties = [invariant('thirdIs5', (state) => position(state.read(x)) !== 2 || state.read(x) === 5)];
`;

describe('a file that is loaded anew', () => {
  it('shows what threads have left to each other outside cells', () => {
    const folder = folderWith({ 'marks.ts': marks });

    const { code, stdout } = quiesce(folder, 'explore', 'marks.ts');

    expect(stdout).toContain('QSC213 a live execution differs from the compiled threads');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'thread touches is at "store y <- 2" compiled, and at "store y <- 1"',
    );
    expect(code).toBe(4);
  });

  it('shows what a property has kept', () => {
    const folder = folderWith({ 'asked.ts': asked });

    const { code, stdout } = quiesce(folder, 'explore', 'asked.ts');

    expect(stdout).toContain('QSC214 a function of a property answers otherwise when it is asked again: thirdIs5');
    expect(code).toBe(4);
  });
});
