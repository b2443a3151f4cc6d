// What a file that is loaded anew says where nothing is kept.

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
const _asked = `import { cell, invariant, type Program, store, thread } from 'quiesce';

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
  it('is as good as the first where nothing is kept', () => {
    const folder = folderWith({ 'clean.ts': marks.replace('count() > 0 ? 2 : 1', '2') });

    expect(quiesce(folder, 'explore', 'clean.ts').code).toBe(0);
  });
});
