// What a module keeps from one question or one execution to the next, where no reading of its text finds it: the file is
// loaded anew, and the new instance is asked what the old one was asked, and is run from where nothing has been left.

import { describe, expect, it } from 'vitest';
import { folderWith, quiesce } from './run.js';

/** Whoever looks leaves a mark beside its look; the other acts by it. */
const marks = `import { cell, invariant, load, type Program, store, thread } from 'quiesce';

const x = cell('x', 0);
const y = cell('y', 0);

function counter() {
  const seen: number[] = [];
  return Object.freeze({ note: () => seen.push(0), count: () => seen.length });
}

const { note, count } = counter();

function* looks(): Program {
  yield* load(x);
  note();
  yield* load(x);
}

function* touches(): Program {
  yield* store(x, 1);
  yield* store(y, count() > 0 ? 2 : 1);
}

export const system = { cells: [x, y], threads: [thread('looks', looks), thread('touches', touches)] };
export const properties = [invariant('never1', (state) => state.read(y) !== 1)];
`;

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
    expect(stdout).toContain('thread touches is at "store y <- 2" compiled, and at "store y <- 1"');
    expect(code).toBe(4);
  });

  it('shows what a property has kept', () => {
    const folder = folderWith({ 'asked.ts': asked });

    const { code, stdout } = quiesce(folder, 'explore', 'asked.ts');

    expect(stdout).toContain('QSC214 a function of a property answers otherwise when it is asked again: thirdIs5');
    expect(code).toBe(4);
  });
});
