// The exact store against a plain map of states: what was stored is found again, under its id and in full, however the
// contents of slots grow while states are stored. The hot loop counts on it for every state.

import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../engine/multiprocessor/layout.js';
import { cell, cells, load, type Program, thread } from '../../engine/program/index.js';
import { ExactStore } from '../../engine/search/exactStore.js';

const x = cell('x', 0);

function* looks(): Program<void> {
  yield* load(x);
}

const layout = layoutOf({
  cells: [x, cells('small', 6, 0), cells('wide', 2, 0), cells('far', 2, 0)],
  threads: [thread('a', looks), thread('b', looks), thread('c', looks)],
});

type States = Int32Array<ArrayBuffer>[];

/** Numbers from 0 up to `below`, the same for the same seed. */
function randomly(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A state that differs from another in a few slots; contents come from ranges that grow with `age`. */
function next(state: States[number], age: number, random: (below: number) => number): States[number] {
  const changed = state.slice();
  for (let change = random(4); change >= 0; change--) {
    const slot = random(layout.width);
    const growing = random(2 + (age >>> 6));
    if (slot >= layout.nodes) changed[slot] = slot === layout.permits ? 1 << random(3) : growing;
    else if (slot < 7) changed[slot] = random(Math.min(5, 2 + (age >>> 10)));
    else changed[slot] = slot < 9 ? growing - 20 : (growing - 5) * 1_000_003;
  }
  return changed;
}

/** States that differ in one content, one for each of some contents. */
function withContents(contents: readonly number[]): States {
  return contents.map((content) => Int32Array.from({ length: layout.width }, (_, slot) => (slot === 7 ? content : 0)));
}

/** Stores `count` states that grow out of each other, and says of each id what was stored under it. */
function stored(seed: number, count: number): { store: ExactStore; states: States; known: Map<string, number> } {
  const random = randomly(seed);
  const store = new ExactStore(layout);
  const states: States = [new Int32Array(layout.width)];
  const known = new Map([[states[0]!.join(), store.add(states[0]!)]]);
  for (let age = 0; age < count; age++) {
    const base = random(states.length);
    const candidates = Array.from({ length: 3 }, () => next(states[base]!, age, random));
    for (const candidate of candidates) {
      const touched = Int32Array.from(candidate.keys()).filter((slot) => candidate[slot] !== states[base]![slot]);
      store.stage(base, candidate, touched, touched.length);
    }
    store.fetch();
    candidates.forEach((candidate, index) => {
      const found = store.resolve(index);
      const expected = known.get(candidate.join());
      if (expected !== undefined && found !== ~expected) throw new Error(`state ${expected} is found as ${found}`);
      if (expected === undefined && found !== states.length) throw new Error(`a new state is found as ${found}`);
      if (expected !== undefined) return;
      known.set(candidate.join(), found);
      states.push(candidate);
    });
  }
  return { store, states, known };
}

describe('the exact store', () => {
  it.each([1, 2, 3])('finds every state again and no other, with contents that grow (seed %i)', (seed) => {
    const { store, states, known } = stored(seed, 6_000);

    const loaded = new Int32Array(layout.width);
    const wrong = states.filter((state, id) => {
      store.load(id, loaded);
      return state.join() !== loaded.join() || store.lookup(state) !== id;
    });

    expect(wrong).toEqual([]);
    expect(store.count).toBe(known.size);
    expect(states.length).toBeGreaterThan(10_000);
  });

  it('tells of a state that it does not have that it does not', () => {
    const { store, states } = stored(4, 200);
    const other = states[0]!.map((content) => content + 77);

    const found = store.lookup(other);

    expect(found).toBe(-1);
  });

  it('numbers every content alike, in whatever order near ones and far ones come', () => {
    const edges = [16, 2 ** 15, 2 ** 16, 2 ** 17, 2 ** 31].flatMap((edge) => [
      edge - 17,
      edge - 16,
      edge - 1,
      edge,
      edge + 1,
    ]);
    const contents = [...new Set([40_000, 70_000, 65_500, -1, ...edges, ...edges.map((edge) => -edge)])].map(
      (each) => each | 0,
    );
    const states = withContents([...new Set([...contents, ...contents.map((each) => each >> 1)])]);
    const store = new ExactStore(layout);

    const ids = states.map((state) => store.add(state));

    expect(ids).toEqual([...states.keys()]);
    expect(states.map((state) => store.lookup(state))).toEqual(ids);
  });

  it('counts what it takes to know many contents', () => {
    const states = withContents(Array.from({ length: 100_000 }, (_, index) => 70_000 + index * 7));
    const store = new ExactStore(layout);

    for (const state of states) store.add(state);

    const withoutContents = 2 ** 17 * store.wordsPerState * 4 + 2 ** 18 * 4;
    expect(store.bytes).toBeGreaterThan(withoutContents + 100_000 * 3 * 4);
  });

  it('packs slots of few contents into few bits, whatever the contents are', () => {
    const { store } = stored(5, 2_000);

    expect(store.wordsPerState).toBeLessThan(layout.width);
    expect(store.wordsPerState).toBeLessThanOrEqual(5);
  });
});
