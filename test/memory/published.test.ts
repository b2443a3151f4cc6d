// Algorithms that need fences, each with and without: Dekker's and Peterson's mutual exclusion, a seqlock, and a reader that
// publishes what it holds and looks again while the writer swaps and then scans.

import { describe, expect, it } from 'vitest';
import { explore, invariant, noFailure, type SafetyProperty } from '../../engine/index.js';
import type { MemoryModel } from '../../engine/multiprocessor/storeBuffers.js';
import {
  add,
  again,
  type CellArray,
  cell,
  cells,
  done,
  exchange,
  fail,
  fence,
  is,
  load,
  loop,
  type Program,
  store,
  type Thread,
  type Turn,
  thread,
  view,
  wait,
  waitUntil,
} from '../../engine/program/index.js';

const inside = cell('inside', 0);
const exclusive = invariant('one at a time', (state) => state.read(inside) <= 1);
const flags = cells('flag', 2, 0);
const turn = cell('turn', 0);
const all: readonly MemoryModel[] = ['sc', 'tso', 'pso'];

interface Fenced {
  readonly me: 0 | 1;
  readonly isFenced: boolean;
}

function* critical(): Program {
  yield* add(inside, 1);
  yield* add(inside, -1);
}

/** Peterson 1981, with the wait for both cells as one operation. */
function* peterson({ me, isFenced }: Fenced): Program {
  yield* store(flags[me]!, 1);
  yield* store(turn, 1 - me);
  if (isFenced) yield* fence();
  yield* waitUntil([flags[1 - me]!, turn], me === 0 ? freeForFirst : freeForSecond);
  yield* critical();
  yield* store(flags[me]!, 0);
}
const freeForFirst = view(
  'free for the first',
  ([other, whose]: readonly [number, number]) => other === 0 || whose === 0,
);
const freeForSecond = view(
  'free for the second',
  ([other, whose]: readonly [number, number]) => other === 0 || whose === 1,
);

/** Dekker, as Dijkstra gives it in 1968. */
function* dekker({ me, isFenced }: Fenced): Program {
  yield* store(flags[me]!, 1);
  if (isFenced) yield* fence();
  yield* loop({ me, isFenced }, contend);
  yield* critical();
  yield* store(turn, 1 - me);
  yield* store(flags[me]!, 0);
}
function* contend(locals: Fenced): Program<Turn<Fenced, void>> {
  const { me, isFenced } = locals;
  if ((yield* load(flags[1 - me]!)) === 0) return done();
  if ((yield* load(turn)) !== me) {
    yield* store(flags[me]!, 0);
    yield* wait(turn, is(me));
    yield* store(flags[me]!, 1);
    if (isFenced) yield* fence();
  }
  return again(locals);
}

const sequence = cell('sequence', 0);
const halves = cells('half', 2, 0);

function* seqlockWriter({ isFenced }: { readonly isFenced: boolean }): Program {
  yield* store(sequence, 1);
  if (isFenced) yield* fence();
  yield* store(halves[0]!, 1);
  yield* store(halves[1]!, 1);
  if (isFenced) yield* fence();
  yield* store(sequence, 2);
}
function* seqlockReader(): Program {
  const before = yield* load(sequence);
  if (before % 2 === 1) return;
  const first = yield* load(halves[0]!);
  const second = yield* load(halves[1]!);
  if ((yield* load(sequence)) === before && first !== second) yield* fail('a torn read');
}

const pointer = cell('pointer', 0);
const published = cell('published', -1);
const freed: CellArray<number> = cells('freed', 2, 0);

/** Publishes what it is about to use, and looks again: the hazard pointer of Michael 2004. */
function* protects({ isFenced }: { readonly isFenced: boolean }): Program {
  const seen = yield* load(pointer);
  yield* store(published, seen);
  if (isFenced) yield* fence();
  if ((yield* load(pointer)) !== seen) return;
  if ((yield* load(freed[seen]!)) === 1) yield* fail('used after it was freed');
  yield* store(published, -1);
}
/** Swaps, then scans. */
function* reclaims(): Program {
  const old = yield* exchange(pointer, 1);
  if ((yield* load(published)) !== old) yield* store(freed[old]!, 1);
}

function verdicts(
  cellsUsed: Parameters<typeof explore>[0]['cells'],
  threads: readonly Thread[],
  property: SafetyProperty,
): readonly string[] {
  return all.map((memory) => {
    const system = { cells: cellsUsed, threads, memory, storeBuffer: 4 };
    return explore(system, [property], { builtIn: false, liveExecutions: 5 }).verdicts[0]!.verdict;
  });
}

const pair = (program: (of: Fenced) => Program, isFenced: boolean) =>
  ([0, 1] as const).map((me) => thread(`p${me}`, program, { me, isFenced }));

const always = ['proved', 'proved', 'proved'];

describe.each([
  ['Peterson', peterson],
  ['Dekker', dekker],
] as const)('the mutual exclusion of %s', (_, program) => {
  const memory = [flags, turn, inside];

  it('needs its fence under total store order', () => {
    expect(verdicts(memory, pair(program, false), exclusive)).toEqual(['proved', 'refuted', 'refuted']);
  });

  it('is right under total store order with it', () => {
    expect(verdicts(memory, pair(program, true), exclusive).slice(0, 2)).toEqual(['proved', 'proved']);
  });
});

describe('a seqlock', () => {
  const threads = (isFenced: boolean) => [
    thread('writer', seqlockWriter, { isFenced }),
    thread('reader', seqlockReader),
  ];

  it('with plain stores is refuted under partial store order only', () => {
    expect(verdicts([sequence, halves], threads(false), noFailure)).toEqual(['proved', 'proved', 'refuted']);
  });

  it('is right with fences', () => {
    expect(verdicts([sequence, halves], threads(true), noFailure)).toEqual(always);
  });
});

describe('a reader that publishes and looks again', () => {
  const threads = (isFenced: boolean) => [thread('reader', protects, { isFenced }), thread('writer', reclaims)];

  it('needs a fence between the two', () => {
    expect(verdicts([pointer, published, freed], threads(false), noFailure)).toEqual(['proved', 'refuted', 'refuted']);
    expect(verdicts([pointer, published, freed], threads(true), noFailure)).toEqual(always);
  });
});
