// For each rule that makes compiled threads sound, a program that breaks it, and the code with which it is refused.
// The programs are made by factories on purpose: what they hide is hidden in the factory's variables.

import { describe, expect, it } from 'vitest';
import { explore, noDeadlock } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { type Cell, cell } from '../../engine/program/cell.js';
import { type ErrorCode, QuiesceError } from '../../engine/program/errors.js';
import { at, begins, happened } from '../../engine/program/event.js';
import { again, done, loop, scope, type Turn } from '../../engine/program/nesting.js';
import {
  add,
  atLeast,
  fetchAdd,
  load,
  type Program,
  safePoint,
  spawn,
  store,
  unpark,
  view,
  wait,
} from '../../engine/program/operation.js';
import { type ProgramFunction, thread } from '../../engine/program/thread.js';
import type { Value } from '../../engine/program/value.js';

const x = cell('x', 0);
const y = cell('y', 0);
const data = cell<Value>('data', 'text') as Cell<Value>;
const undeclared = cell('undeclared', 0);

const alone = (program: ProgramFunction): System => ({ cells: [x, y, data], threads: [thread('t', program)] });

/** The code with which an exploration of the system is refused, or 'accepted'. */
function refusal(system: System): ErrorCode | 'accepted' {
  try {
    explore(system, [noDeadlock]);
    return 'accepted';
  } catch (error) {
    if (error instanceof QuiesceError) return error.code;
    throw error;
  }
}

describe('a program that is not a function of its results', () => {
  it('is refused when it draws random numbers', () => {
    const system = alone(function* () {
      yield* store(x, Math.floor(Math.random() * 1_000_000));
    });

    expect(refusal(system)).toBe('QSC211');
  });

  it('is refused when it reads the clock', () => {
    const system = alone(function* () {
      const start = Date.now();
      while (Date.now() === start);
      yield* store(x, Date.now() % 100_000);
    });

    expect(refusal(system)).toBe('QSC211');
  });

  it('is refused when it announces what it does not determine', () => {
    const system = alone(function* () {
      yield* begins('drawn', { number: Math.floor(Math.random() * 1_000_000) });
      yield* store(x, 1);
    });

    expect(refusal(system)).toBe('QSC211');
  });

  it('is refused when it counts how often it was started', () => {
    let starts = 0;
    const system = alone(function* () {
      starts += 1;
      yield* store(x, starts);
    });

    expect(refusal(system)).toBe('QSC211');
  });
});

describe('a variable that threads share behind the back of the cells', () => {
  it('is found by a live execution', () => {
    const box = { value: 0 };
    function* writer(): Program<void> {
      box.value = 0;
      yield* store(x, 1);
      box.value = 1;
      yield* store(x, 2);
    }
    function* reader(): Program<void> {
      yield* load(x);
      yield* store(y, box.value);
    }

    const system = { cells: [x, y], threads: [thread('writer', writer), thread('reader', reader)] };

    expect(refusal(system)).toBe('QSC213');
  });
});

describe('hidden state that travels past a merge', () => {
  it('is found in a closure that only the twelfth scope looks at', () => {
    const others = new Set<number>();
    function* call(index: number): Program<void> {
      others.delete(index);
      yield* store(x, others.size === 11 ? 1 : 0);
      others.add(index);
    }
    const system = alone(function* () {
      others.clear();
      for (let index = 0; index < 14; index += 1) yield* scope(call, index);
    });

    expect(refusal(system)).toBe('QSC212');
  });

  it('is found in a closure that only the twelfth iteration looks at', () => {
    let turns = 0;
    function* turn(): Program<Turn<null, void>> {
      turns += 1;
      yield* store(x, turns === 12 ? 1 : 0);
      return again(null);
    }
    const system = alone(function* () {
      turns = 0;
      yield* loop(null, turn);
    });

    expect(refusal(system)).toBe('QSC212');
  });

  it('is found in what a scope leaves behind for the code after it', () => {
    const left = { flag: 0 };
    function* leave(): Program<void> {
      left.flag = yield* load(x);
    }
    function* main(): Program<void> {
      left.flag = 0;
      yield* scope(leave, {});
      yield* store(y, left.flag);
    }
    const setter = thread('setter', function* () {
      yield* store(x, 1);
    });

    const system = { cells: [x, y], threads: [thread('main', main), setter] };

    expect(['QSC211', 'QSC212']).toContain(refusal(system));
  });
});

const refused: readonly (readonly [string, ErrorCode, System])[] = [
  ['an iteration without an operation', 'QSC501', alone(loopsIdly)],
  ['an iteration without an operation, after others with one', 'QSC501', alone(loopsIdlyAtLast)],
  ['two iterations that pass the turn to each other without an operation', 'QSC501', alone(alternatesIdly)],
  ['a counter that grows for ever', 'QSC502', alone(growsForEver)],
  ['a store out of range', 'QSC502', alone(storesTooMuch)],
  ['a Map in a cell', 'QSC503', alone(storesAMap)],
  ['a fraction in a cell', 'QSC503', alone(storesAFraction)],
  ['a function in an event', 'QSC503', alone(announcesAFunction)],
  ['a class instance in an event', 'QSC503', alone(reportsAnInstance)],
  ['a Date in a label', 'QSC503', alone(labelsWithADate)],
  ['a Set as the result of a scope', 'QSC503', alone(returnsASet)],
  ['a Map seen through a view', 'QSC503', alone(seesAMap)],
  ['a cell that is not declared', 'QSC504', alone(readsUndeclared)],
  ['a thread that is not declared, unparked', 'QSC504', alone(unparksNobody)],
  ['a thread that is not declared, spawned', 'QSC504', alone(spawnsNobody)],
  ['addition to data', 'QSC505', alone(addsToData)],
  ['fetchAdd on data', 'QSC505', alone(fetchAddsToData)],
  ['an order asked of data', 'QSC505', alone(ordersData)],
  ['a thread spawned while it runs', 'QSC506', spawnsTwice()],
  ['a thread that spawns itself', 'QSC506', alone(spawnsItself)],
  ['a yield of something foreign', 'QSC507', alone(yieldsForeign)],
  ['a yield without star', 'QSC507', alone(forgetsTheStar)],
  ['a program that is no generator', 'QSC507', alone((() => 1) as unknown as ProgramFunction)],
  ['a loop body that returns neither again nor done', 'QSC507', alone(returnsNoTurn)],
  ['endless repetition without loop', 'QSC508', alone(neverEnds)],
  ['endless scopes within scopes', 'QSC508', alone(nestsForEver)],
  ['endless events without an operation', 'QSC508', alone(talksForEver)],
];

describe('a misused language is refused', () => {
  it.each(refused)('for %s: %s', (_what, code, system) => {
    expect(refusal(system)).toBe(code);
  });
});

function* idle(): Program<Turn<null, void>> {
  yield* begins('idling');
  return again(null);
}

function* loopsIdly(): Program<void> {
  yield* loop(null, idle);
}

function* idleAtLast(left: number): Program<Turn<number, void>> {
  if (left > 0) yield* safePoint();
  return again(Math.max(0, left - 1));
}

function* loopsIdlyAtLast(): Program<void> {
  yield* loop(3, idleAtLast);
}

function* alternate(side: 'left' | 'right'): Program<Turn<'left' | 'right', void>> {
  return again(side === 'left' ? 'right' : 'left');
}

function* alternatesIdly(): Program<void> {
  yield* loop<'left' | 'right', void>('left', alternate);
}

function* grow(): Program<Turn<null, void>> {
  yield* add(x, 2 ** 24);
  return again(null);
}

function* growsForEver(): Program<void> {
  yield* loop(null, grow);
}

function* storesTooMuch(): Program<void> {
  yield* store(x, 2 ** 29);
}

function* storesAMap(): Program<void> {
  yield* store(data, new Map() as unknown as Value);
}

function* storesAFraction(): Program<void> {
  yield* store(x, 0.5);
}

function* announcesAFunction(): Program<void> {
  yield* begins('told', { how: (() => 1) as unknown as Value });
  yield* store(x, 1);
}

function* reportsAnInstance(): Program<void> {
  yield* store(x, 1);
  yield* happened('told', { what: /x/ as unknown as Value });
}

function* labelsWithADate(): Program<void> {
  yield* at('now', { when: new Date(0) as unknown as Value });
  yield* store(x, 1);
}

function* givesASet(): Program<Set<number>> {
  yield* store(x, 1);
  return new Set([1]);
}

function* returnsASet(): Program<void> {
  yield* scope(givesASet, {});
}

const asMap = view('asMap', (value: number) => new Map([[value, value]]) as unknown as Value);

function* seesAMap(): Program<void> {
  yield* load(x, asMap);
}

function* readsUndeclared(): Program<void> {
  yield* load(undeclared);
}

function* unparksNobody(): Program<void> {
  yield* unpark('nobody');
}

function* spawnsNobody(): Program<void> {
  yield* spawn('nobody');
}

function* addsToData(): Program<void> {
  yield* add(data as unknown as Cell<number>, 1);
}

function* fetchAddsToData(): Program<void> {
  yield* fetchAdd(data as unknown as Cell<number>, 1);
}

function* ordersData(): Program<void> {
  yield* wait(data, atLeast(1));
}

function spawnsTwice(): System {
  const child = thread('child', readsOnce, undefined, { dormant: true });
  return { cells: [x], threads: [thread('parent', spawnsChildTwice), child] };
}

function* readsOnce(): Program<void> {
  yield* load(x);
}

function* spawnsChildTwice(): Program<void> {
  yield* spawn('child');
  yield* spawn('child');
}

function* spawnsItself(): Program<void> {
  yield* spawn('t');
}

function* yieldsForeign(): Program<void> {
  yield 42 as never;
}

function* forgetsTheStar(): Program<void> {
  yield load(x) as never;
}

function* answers(): Program<Turn<null, void>> {
  yield* safePoint();
  return 42 as never;
}

function* returnsNoTurn(): Program<void> {
  yield* loop(null, answers);
}

function* neverEnds(): Program<void> {
  for (;;) yield* load(x);
}

function* nest(): Program<void> {
  yield* scope(nest, {});
}

function* nestsForEver(): Program<void> {
  yield* scope(nest, {});
}

function* talksForEver(): Program<void> {
  for (;;) yield* begins('talking');
}

describe('an honest program', () => {
  it('is accepted, with everything that the refused ones use', () => {
    const system = alone(function* () {
      yield* begins('started', { how: ['well', null] });
      yield* at('working', { since: 0 });
      yield* loop(3, countDown);
      yield* store(data, { a: [1, 'b', null] });
    });

    expect(refusal(system)).toBe('accepted');
  });
});

function* countDown(left: number): Program<Turn<number, void>> {
  yield* add(x, 1);
  return left > 0 ? again(left - 1) : done();
}
