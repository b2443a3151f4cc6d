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

/** Whoever looks leaves a mark beside its look; the other acts by it. */
export const marks = `import { cell, invariant, load, type Program, store, thread } from 'quiesce';

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

/** Both threads may see 0, and then both spawn. */
export const twice = `import { cell, load, spawn, store, thread } from 'quiesce';

const x = cell('x', 0);

function* start() {
  if ((yield* load(x)) === 0) {
    yield* store(x, 1);
    yield* spawn('worker');
  }
}

function* work() {
  yield* store(x, 2);
}

export const system = {
  name: 'twice',
  cells: [x],
  threads: [thread('a', start), thread('b', start), thread('worker', work, undefined, { dormant: true })],
};
`;

/** A scenario of a user's own, run with the paper's deallocation, which frees the mediator too early. */
export const mine = `import { actions, defineScenario, hotSwap, partitionedCounter, sharedCounter } from 'quiesce';

const tooEarly = hotSwap('tooEarly', 'the mediator goes with the old object', { secondGrace: false });

export const mine = defineScenario({
  name: 'mine',
  cases: [],
  statement: 'one client reads the counter while it is swapped',
  processors: 1,
  references: { A: { versions: [partitionedCounter, sharedCounter] } },
  threads: [
    { name: 'c1', actions: [actions.request('A', 'read')] },
    { name: 'operator', actions: [actions.swap('A')] },
  ],
  variants: [{ mechanism: tooEarly }],
});
`;

/** A project of a user's own: what is named so, and what is not. */
export const own = {
  'a.quiesce.ts': kept,
  'deep/down/b.quiesce.mts': lost,
  'node_modules/other/c.quiesce.ts': lost,
  'dist/d.quiesce.ts': lost,
  'plain.ts': lost,
};

/** Each thread does one more step first. */
export const shifted = lost
  .replace("const count = cell('count', 0);", "const count = cell('count', 0);\nconst other = cell('other', 0);")
  .replace('  const seen', '  yield* store(other, 1);\n  const seen')
  .replace('cells: [count]', 'cells: [count, other]');
