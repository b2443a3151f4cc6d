// Programs of a user's own, as text: what the command line is tested on.

export const lost = `import { atEnd, cell, load, store, thread } from 'quiesce';

const count = cell('count', 0);

function* increment() {
  const seen = yield* load(count);
  yield* store(count, seen + 1);
}

export const system = { cells: [count], threads: [thread('t1', increment), thread('t2', increment)] };
export const properties = [atEnd('noLostUpdate', (state) => state.read(count) === 2)];
`;

export const kept = lost.replace(/ {2}const seen[^}]*/, '  yield* add(count, 1);\n').replace('load, store', 'add');

/** Endless: counts round and round with enough threads to keep a search busy for minutes. */
export const endless = `import { add, again, cells, loop, thread } from 'quiesce';

const names = Object.freeze(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
const counts = cells('count', names.length, 0, { modulo: 100 });

function* turn(index: number) {
  yield* add(counts[index]!, 1);
  return again(index);
}

function* program(index: number) {
  yield* loop(index, turn);
}

export const system = {
  cells: [counts],
  threads: names.map((name, index) => thread(name, program, index, { daemon: true })),
};
`;
