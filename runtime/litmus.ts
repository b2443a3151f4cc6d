// Litmus tests for real threads: a few operations each, whose outcomes tell what memory does. They are programs like all
// others, so that one text is explored and, erased, run by worker threads. What a thread has read it writes to a cell.

import {
  acquire,
  add,
  again,
  type Cell,
  cell,
  compareExchange,
  done,
  exchange,
  fetchAdd,
  isNot,
  load,
  loop,
  mutex,
  type Program,
  park,
  release,
  type Self,
  store,
  type Thread,
  type Turn,
  thread,
  unpark,
  wait,
} from '../engine/program/index.js';

/** A litmus test laid out: its threads are of different processors. */
export interface LaidOut {
  readonly cells: readonly Cell<number>[];
  readonly threads: readonly Thread[];
}

export interface Litmus {
  readonly name: string;
  readonly statement: string;
  layOut(): LaidOut;
}

type Numbers = Readonly<Record<string, Cell<number>>>;

interface Straight {
  readonly cells: Numbers;
  /** `x=1` stores, `a=x` loads x and stores what it read in a, `x+=1` adds, `x:=1` exchanges. */
  readonly text: readonly string[];
}

function* straight({ cells, text }: Straight): Program<void> {
  for (const each of text) {
    const [, target, by, value] = /^(\w+)(=|\+=|:=)(\w+)$/.exec(each)!;
    const of = cells[target!]!;
    const read = cells[value!];
    if (by === '+=') yield* add(of, Number(value));
    else if (by === ':=') yield* exchange(of, Number(value));
    else if (read) yield* store(of, yield* load(read));
    else yield* store(of, Number(value));
  }
}

function ofTexts(name: string, statement: string, ...texts: readonly (readonly string[])[]): Litmus {
  const layOut = (): LaidOut => {
    const names = [...new Set(texts.flat().flatMap((each) => each.split(/\W+/)))].filter((each) => /^[a-z]/.test(each));
    const cells = numbers(names);
    return {
      cells: Object.values(cells),
      threads: threadsOf(texts.map((text) => [straight, { cells, text }] as const)),
    };
  };
  return Object.freeze({ name, statement, layOut });
}

function numbers(names: readonly string[]): Numbers {
  return Object.fromEntries(names.map((name) => [name, cell(name, 0) as Cell<number>]));
}

type Part = readonly [program: Thread['program'], args: unknown];

function threadsOf(parts: readonly Part[]): readonly Thread[] {
  return parts.map(([program, args], processor) => thread(`t${processor}`, program, args, { processor }));
}

function ofPrograms(
  name: string,
  statement: string,
  names: readonly string[],
  parts: (cells: Numbers) => readonly Part[],
): Litmus {
  const layOut = (): LaidOut => {
    const cells = numbers(names);
    return { cells: Object.values(cells), threads: threadsOf(parts(cells)) };
  };
  return Object.freeze({ name, statement, layOut });
}

/** How often a counting thread counts. */
const often = 40;

interface Counting {
  readonly of: Cell<number>;
  readonly left: number;
}

function* addOne({ of, left }: Counting): Program<Turn<Counting, void>> {
  yield* add(of, 1);
  return left === 1 ? done() : again(Object.freeze({ of, left: left - 1 }));
}

function* addOften(of: Cell<number>): Program<void> {
  yield* loop(Object.freeze({ of, left: often }), addOne);
}

function* replaceOne({ of, left }: Counting): Program<Turn<Counting, void>> {
  const before = yield* load(of);
  if (!(yield* compareExchange(of, before, before + 1))) return again(Object.freeze({ of, left }));
  return left === 1 ? done() : again(Object.freeze({ of, left: left - 1 }));
}

function* replaceOften(of: Cell<number>): Program<void> {
  yield* loop(Object.freeze({ of, left: 4 }), replaceOne);
}

interface Locking {
  readonly lock: Cell<number>;
  readonly of: Cell<number>;
}

function* addLocked({ lock, of }: Locking, self: Self): Program<void> {
  yield* acquire(lock, self);
  yield* store(of, (yield* load(of)) + 1);
  yield* release(lock);
}

function* lockedTwice(locking: Locking, self: Self): Program<void> {
  yield* addLocked(locking, self);
  yield* addLocked(locking, self);
}

function* sleeper({ x, a }: Numbers): Program<void> {
  yield* park();
  yield* store(a!, yield* load(x!));
}

function* waker({ x }: Numbers): Program<void> {
  yield* store(x!, 1);
  yield* unpark('t0');
}

function* awaiter({ x, y, a }: Numbers): Program<void> {
  yield* wait(x!, isNot(0));
  yield* store(a!, yield* load(y!));
}

function* opener({ x, y }: Numbers): Program<void> {
  yield* store(y!, 1);
  yield* store(x!, 1);
}

interface Ticket {
  readonly next: Cell<number>;
  readonly drawn: Cell<number>;
}

function* draw({ next, drawn }: Ticket): Program<void> {
  yield* store(drawn, (yield* fetchAdd(next, 1)) + 1);
}

/** The litmus tests, by the names of the literature where they have one. */
export const litmusTests: readonly Litmus[] = Object.freeze([
  ofTexts('SB', 'each stores, and loads what the other stores', ['x=1', 'a=y'], ['y=1', 'b=x']),
  ofTexts('MP', 'a message and its flag', ['x=1', 'y=1'], ['a=y', 'b=x']),
  ofTexts('LB', 'each loads, and stores what the other loads', ['a=x', 'y=1'], ['b=y', 'x=1']),
  ofTexts('IRIW', 'two readers of two independent writers', ['x=1'], ['y=1'], ['a=x', 'b=y'], ['c=y', 'd=x']),
  ofTexts('2+2W', 'two writers of two cells, in opposite orders', ['x=1', 'y=2'], ['y=1', 'x=2']),
  ofTexts('S', 'a store after a load, against an earlier store', ['x=2', 'y=1'], ['a=y', 'x=1']),
  ofTexts('R', 'a store against a store, and a load', ['x=1', 'y=1'], ['y=2', 'a=x']),
  ofTexts('CoRR', 'two loads of one cell', ['x=1', 'x=2'], ['a=x', 'b=x']),
  ofTexts('exchanges', 'stores that are exchanges, and loads', ['x:=1', 'a=y'], ['y:=1', 'b=x']),
  ofPrograms('tickets', 'nobody draws the number of another', ['next', 'a', 'b', 'c'], ({ next, a, b, c }) =>
    [a!, b!, c!].map((drawn) => [draw, { next: next!, drawn }] as const),
  ),
  ofPrograms('additions', `${often} additions of two threads each`, ['x'], ({ x }) => [
    [addOften, x],
    [addOften, x],
  ]),
  ofPrograms('replacements', 'additions by compareExchange, tried until it takes', ['x'], ({ x }) => [
    [replaceOften, x],
    [replaceOften, x],
  ]),
  Object.freeze({
    name: 'mutex',
    statement: 'additions by a load and a store, under a mutex',
    layOut: (): LaidOut => {
      const locking = { lock: mutex('lock') as Cell<number>, of: cell('x', 0) as Cell<number> };
      return {
        cells: [locking.lock, locking.of],
        threads: threadsOf([
          [lockedTwice, locking],
          [lockedTwice, locking],
          [lockedTwice, locking],
        ]),
      };
    },
  }),
  ofPrograms('park', 'who is woken sees what was stored before', ['x', 'a'], (cells) => [
    [sleeper, cells],
    [waker, cells],
  ]),
  ofPrograms('wait', 'who has waited for a cell sees what was stored before', ['x', 'y', 'a'], (cells) => [
    [awaiter, cells],
    [opener, cells],
  ]),
]);
