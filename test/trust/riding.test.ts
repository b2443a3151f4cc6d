// Which events may share a step. Of two on one step nobody sees what is between them: a lock that lets two threads in was
// proved, because each said with one step that it had got it and that it had left.

import { describe, expect, it } from 'vitest';
import { explore, type MonitorProperty, monitor, violated } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { cell } from '../../engine/program/cell.js';
import { QuiesceError } from '../../engine/program/errors.js';
import {
  begins,
  beginsTogether,
  closes,
  happened,
  happenedTogether,
  opens,
  type Said,
} from '../../engine/program/event.js';
import { scope } from '../../engine/program/nesting.js';
import { fail, load, type Program, safePoint, spawn, store } from '../../engine/program/operation.js';
import { thread } from '../../engine/program/thread.js';
import { arrivalsOf, type Telling } from '../../engine/threads/orders.js';

const lock = cell('lock', 0);
const x = cell('x', 0);

function errorOf(run: () => unknown): QuiesceError {
  try {
    run();
  } catch (error) {
    if (error instanceof QuiesceError) return error;
    throw error;
  }
  throw new Error('no error');
}

type Body = () => Program<void>;

const one = (body: Body): System => ({ name: 'one', cells: [lock, x], threads: [thread('t', body)] });
const two = (body: Body): System => ({
  name: 'two',
  cells: [lock, x],
  threads: [thread('a', body), thread('b', body)],
});

/** All events, in the order in which they are told. */
const tape = monitor<readonly string[]>('tape', { init: [], on: (told, { name }) => [...told, name] });
/** All events, in no order. */
const bag = monitor<readonly string[]>('bag', { init: [], on: (told, { name }) => [...told, name].sort() });

/** At most one thread has got the lock and not left it. */
const exclusive: MonitorProperty = monitor<readonly string[]>('exclusive', {
  init: [],
  on: (inside, { name, thread: who }) => {
    if (name === 'left') return inside.filter((each) => each !== who);
    return inside.length === 0 ? [who] : violated(`${inside[0]} is inside`);
  },
});

/** A lock that lets in whoever has looked before it was taken. */
function* broken(inside: Body): Program<void> {
  if ((yield* load(lock)) === 1) return;
  yield* store(lock, 1);
  yield* inside();
  yield* store(lock, 0);
}

describe('a broken lock', () => {
  it('is not proved by events that hide who is inside', () => {
    const system = two(() =>
      broken(function* () {
        yield* happened('got');
        yield* happened('left');
      }),
    );

    const { code, seen } = errorOf(() => explore(system, [exclusive]));

    expect(code).toBe('QSC513');
    expect(seen).toMatch(
      /^a: got \(test\/trust\/riding\.test\.ts:\d+\) and left \(.*:\d+\) have happened by one step$/,
    );
  });

  it('is not proved by events that begin together', () => {
    const system = two(() =>
      broken(function* () {
        yield* begins('got');
        yield* begins('left');
      }),
    );

    const { code, seen } = errorOf(() => explore(system, [exclusive]));

    expect(code).toBe('QSC513');
    expect(seen).toContain('begin with one step');
  });

  it('is not proved by a batch either: whoever is told the one first and whoever the other do not agree', () => {
    const system = two(() =>
      broken(function* () {
        yield* happenedTogether([{ name: 'got' }, { name: 'left' }]);
      }),
    );

    const { code, seen, schedule } = errorOf(() => explore(system, [exclusive]));

    expect(code).toBe('QSC514');
    expect(seen).toBe('exclusive in state []: [] on a: got, a: left; ["a"] on a: left, a: got');
    expect(schedule).toMatch(/^v1 two:QSC514 /);
  });

  it('is refuted where there is a step between', () => {
    const system = two(() =>
      broken(function* () {
        yield* happened('got');
        yield* safePoint();
        yield* happened('left');
      }),
    );

    expect(explore(system, [exclusive], { builtIn: false }).verdicts[0]!.verdict).toBe('refuted');
  });

  it('is refuted where the section is a span, however short', () => {
    const system = two(() =>
      broken(function* () {
        yield* opens('got');
        yield* store(x, 1);
        yield* closes('left');
      }),
    );

    expect(explore(system, [exclusive], { builtIn: false }).verdicts[0]!.verdict).toBe('refuted');
  });
});

describe('two plain events on one step are refused', () => {
  const cases: Readonly<Record<string, readonly [Body, 'QSC511' | 'QSC513']>> = {
    'where both have happened by a step of a scope': [
      function* () {
        yield* scope(storesAndSays, {});
        yield* happened('second');
      },
      'QSC513',
    ],
    'where both ride on the start': [
      function* () {
        yield* happened('first');
        yield* happened('second');
        yield* store(x, 1);
      },
      'QSC513',
    ],
    'where one of them is a batch': [
      function* () {
        yield* store(x, 1);
        yield* happenedTogether([{ name: 'first' }, { name: 'second' }]);
        yield* happened('third');
      },
      'QSC513',
    ],
    'where both are the last words of a thread': [
      function* () {
        yield* store(x, 1);
        yield* happened('first');
        yield* happened('second');
      },
      'QSC513',
    ],
    'where a closing stands between them': [
      function* () {
        yield* opens('span');
        yield* store(x, 1);
        yield* store(x, 2);
        yield* happened('first');
        yield* closes('span');
        yield* happened('second');
      },
      'QSC513',
    ],
    'where they would be told backwards': [
      function* () {
        yield* store(x, 1);
        yield* begins('first');
        yield* happened('second');
        yield* store(x, 2);
      },
      'QSC511',
    ],
  };

  it.each(Object.entries(cases))('%s', (_, [body, code]) => {
    expect(errorOf(() => explore(one(body), [bag])).code).toBe(code);
  });
});

function* storesAndSays(): Program<void> {
  yield* store(x, 1);
  yield* happened('first');
}

describe('a step may carry', () => {
  const cases: Readonly<Record<string, readonly [Body, string]>> = {
    'what begins with it and what has happened by it': [
      function* () {
        yield* begins('storing');
        yield* store(x, 1);
        yield* happened('stored');
      },
      'storing stored',
    ],
    'several that open, and several that close, as they are said': [
      function* () {
        yield* opens('outer');
        yield* opens('inner');
        yield* store(x, 1);
        yield* store(x, 2);
        yield* closes('inner');
        yield* closes('outer');
      },
      'outer inner inner outer',
    ],
    'a plain event beside what opens and closes': [
      function* () {
        yield* opens('call');
        yield* begins('enter');
        yield* store(x, 1);
        yield* store(x, 2);
        yield* happened('raised');
        yield* closes('call');
      },
      'call enter raised call',
    ],
    'an event and the failure of its thread': [
      function* () {
        yield* begins('failing');
        yield* fail('as told');
      },
      'failing failed',
    ],
  };

  it.each(Object.entries(cases))('%s', (_, [body, told]) => {
    expect(lastOf(one(body), tape)).toEqual(told.split(' '));
  });
});

/** The states that the monitor may be in at the end, as one list where there is one. */
function lastOf(system: System, property: MonitorProperty): unknown {
  const ends = new Map<string, unknown>();
  const note = (state: unknown) => ends.set(JSON.stringify(state), state);
  const atEnd = (state: unknown) => {
    note(state);
    return true;
  };
  explore(system, [{ ...property, premise: () => true, atEnd: atEnd as never }], { builtIn: false });
  return ends.size === 1 ? [...ends.values()][0] : [...ends.values()];
}

describe('a batch', () => {
  const events: readonly Said[] = [{ name: 'a' }, { name: 'b', data: { n: 1 } }, { name: 'c' }];

  it.each([
    ['that has happened', () => saysAfter(events)],
    ['that begins', () => saysBefore(events)],
  ])('%s is told as a set', (_, body) => {
    expect(lastOf(one(body), bag)).toEqual(['a', 'b', 'c']);
    expect(errorOf(() => explore(one(body), [tape])).code).toBe('QSC514');
  });

  it('is told in every order, and in the order given first', () => {
    const told = new Set<string>();
    const note = (name: string) => told.add(name);
    const spy = monitor<number>('spy', {
      init: 0,
      on: (mask, { name }) => {
        note(`${mask} ${name}`);
        return mask + { a: 1, b: 2, c: 4 }[name]!;
      },
    });

    explore(
      one(() => saysAfter(events)),
      [spy],
    );

    expect([...told].slice(0, 3)).toEqual(['0 a', '1 b', '3 c']);
    expect(told.size).toBe(12);
  });

  it('is one batch with nothing that another step carries', () => {
    const system = one(function* () {
      yield* store(x, 1);
      yield* happenedTogether([{ name: 'a' }, { name: 'b' }]);
      yield* beginsTogether([{ name: 'c' }, { name: 'd' }]);
      yield* store(x, 2);
    });
    const pairs = monitor<string>('pairs', {
      init: '',
      on: (told, { name }) => (told.length < 2 ? [...told, name].sort().join('') : `${told}|${name}`.slice(-3)),
    });

    const error = errorOf(() => explore(system, [pairs]));

    expect(error.seen).toContain('on t: c, t: d');
  });

  it('of one event is that event, and of none an error', () => {
    expect(
      lastOf(
        one(() => saysAfter([{ name: 'a' }])),
        tape,
      ),
    ).toEqual(['a']);
    expect(
      errorOf(() =>
        explore(
          one(() => saysAfter([])),
          [tape],
        ),
      ).code,
    ).toBe('QSC507');
  });

  it('may not say what the engine says', () => {
    expect(
      errorOf(() =>
        explore(
          one(() => saysAfter([{ name: 'a' }, { name: 'failed' }])),
          [bag],
        ),
      ).code,
    ).toBe('QSC510');
  });
});

function* saysAfter(events: readonly Said[]): Program<void> {
  yield* store(x, 1);
  yield* happenedTogether(events);
}

function* saysBefore(events: readonly Said[]): Program<void> {
  yield* beginsTogether(events);
  yield* store(x, 1);
}

describe('the first events of two threads', () => {
  function* born(): Program<void> {
    yield* happened('born');
    yield* store(x, 1);
  }

  it('ride on the start together, and no order of them counts', () => {
    const first = monitor<string | null>('first', { init: null, on: (known, { thread: who }) => known ?? who });

    const { code, seen, schedule } = errorOf(() => explore(two(born), [first]));

    expect(code).toBe('QSC514');
    expect(seen).toBe('first in state null: "a" on a: born, b: born; "b" on b: born, a: born');
    expect(schedule).toBeUndefined();
  });

  it('ride on the spawn beside the words of the parent, and no order of them counts', () => {
    const system: System = {
      cells: [x],
      threads: [thread('parent', spawnsAndSays), thread('child', born, undefined, { dormant: true })],
    };

    const { code } = errorOf(() => explore(system, [tape]));

    expect(code).toBe('QSC514');
    expect(lastOf(system, bag)).toEqual(['born', 'spawned']);
  });
});

function* spawnsAndSays(): Program<void> {
  yield* spawn('child');
  yield* happened('spawned');
}

describe('all orders at once', () => {
  const letters = (count: number, precedes: Telling<string>['precedes'], kept: (told: string) => string) =>
    arrivalsOf('', {
      count,
      precedes,
      tell: (told, position) => kept(told + 'abcdefghijkl'[position]!),
      textOf: (told) => told,
    });
  const free = () => false;
  const asTold = (told: string) => told;
  const sorted = (told: string) => [...told].sort().join('');

  it('are all of them, the given one first', () => {
    expect(letters(3, free, asTold).map(({ state }) => state)).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    expect(letters(5, free, asTold)).toHaveLength(120);
    expect(letters(3, free, asTold)[3]!.order).toEqual([1, 2, 0]);
  });

  it('keep what has to come before', () => {
    expect(letters(3, () => true, asTold)).toHaveLength(1);
    expect(letters(4, (before, after) => before % 2 === after % 2, asTold)).toHaveLength(6);
  });

  it('go on as one where they come to the same', () => {
    expect(letters(12, free, sorted).map(({ state }) => state)).toEqual(['abcdefghijkl']);
  });

  it('show one order among all of seven that comes to something else', () => {
    const found = letters(7, free, (told) => (told === 'badcfeg' ? 'that order' : told.length < 7 ? told : 'another'));

    expect(found.map(({ state }) => state).sort()).toEqual(['another', 'that order']);
  });
});
