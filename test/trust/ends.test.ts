// How executions end: normally, in a deadlock, with a stuck thread; and who waits for whom. One small system each.

import { describe, expect, it } from 'vitest';
import {
  atEnd,
  type Counterexample,
  explore,
  invariant,
  noDeadlock,
  noFailure,
  noStuck,
  outcomes,
  type Property,
  type Verdict,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { type Cell, cell } from '../../engine/program/cell.js';
import { acquire, type Mutex, mutex, release } from '../../engine/program/mutex.js';
import { again, loop, type Turn } from '../../engine/program/nesting.js';
import {
  above,
  add,
  fail,
  is,
  join,
  load,
  type Program,
  park,
  safePoint,
  spawn,
  store,
  unpark,
  wait,
} from '../../engine/program/operation.js';
import { type ProgramFunction, type Self, type ThreadOptions, thread } from '../../engine/program/thread.js';

const x = cell('x', 0);
const go = cell('go', 0);
const [left, right] = [mutex('left'), mutex('right')];
const cells = [x, go, left, right];

const verdictOn = (system: System, property: Property = noStuck): Verdict => explore(system, [property]).verdicts[0]!;

const of = (...programs: readonly (readonly [string, ProgramFunction, unknown?, ThreadOptions?])[]): System => ({
  cells,
  threads: programs.map(([name, program, args, options]) => thread(name, program, args, options)),
});

/** Thread by thread: what it waits at, and for whom. */
const waits = ({ waits: records }: Counterexample) =>
  Object.fromEntries(records!.map(({ thread: name, operation, waitsFor }) => [name, { operation, waitsFor }]));

function* sets({ cell: where, to }: { readonly cell: Cell<number>; readonly to: number }): Program<void> {
  yield* store(where, to);
}

function* waitsForGo(): Program<void> {
  yield* wait(go, is(1));
}

function* takesBoth({ first, second }: { readonly first: Mutex; readonly second: Mutex }, self: Self): Program<void> {
  yield* acquire(first, self);
  yield* acquire(second, self);
  yield* release(second);
  yield* release(first);
}

function* parks(): Program<void> {
  yield* park();
}

function* unparks(name: string): Program<void> {
  yield* unpark(name);
}

function* joins(name: string): Program<void> {
  yield* join(name);
}

function* spins(): Program<void> {
  yield* loop(null, spin);
}

function* spin(): Program<Turn<null, void>> {
  yield* load(x);
  return again(null);
}

function* serves(): Program<void> {
  yield* loop(null, serve);
}

function* serve(): Program<Turn<null, void>> {
  yield* wait(go, above(0));
  yield* add(go, -1);
  yield* add(x, 1);
  return again(null);
}

const daemon = { daemon: true };

describe('a normal end', () => {
  it.each<readonly [string, System]>([
    ['every thread has finished', of(['a', sets, { cell: go, to: 1 }], ['b', waitsForGo])],
    ['a daemon is blocked', of(['a', sets, { cell: x, to: 1 }], ['d', waitsForGo, undefined, daemon])],
    ['a daemon loops', of(['a', sets, { cell: x, to: 1 }], ['d', spins, undefined, daemon])],
    [
      'a dormant thread was never spawned',
      of(['a', sets, { cell: x, to: 1 }], ['b', parks, undefined, { dormant: true }]),
    ],
    ['a server waits for the next request', of(['a', sets, { cell: go, to: 2 }], ['d', serves, undefined, daemon])],
  ])('is where %s', (_what, system) => {
    expect(verdictOn(system).verdict).toBe('proved');
  });

  it('is not yet where a daemon has operations left to perform', () => {
    const system = of(['a', sets, { cell: go, to: 1 }], ['d', addsTwice, undefined, daemon]);

    const found = outcomes(system, (state) => state.read(x));

    expect(found.outcomes).toEqual(['2']);
  });

  it('is looked at by atEnd, and by nothing before it', () => {
    const system = of(['a', sets, { cell: x, to: 1 }], ['b', sets, { cell: go, to: 1 }]);

    const { verdicts } = explore(
      system,
      [
        atEnd('both', (state) => state.read(x) === 1 && state.read(go) === 1),
        atEnd('never', (state) => state.read(x) === 0),
      ],
      { builtIn: false },
    );

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'refuted']);
  });
});

function* addsTwice(): Program<void> {
  yield* add(x, 1);
  yield* add(x, 1);
}

describe('a deadlock', () => {
  it('of two locks names who waits for whom', () => {
    const system = of(
      ['a', takesBoth, { first: left, second: right }],
      ['b', takesBoth, { first: right, second: left }],
    );

    const { verdict, counterexample } = verdictOn(system, noDeadlock);

    expect(verdict).toBe('refuted');
    expect(counterexample!.reason).toBe('no thread can step');
    expect(waits(counterexample!)).toEqual({
      a: { operation: 'wait right is 0', waitsFor: ['b'] },
      b: { operation: 'wait left is 0', waitsFor: ['a'] },
    });
  });

  it('of two locks is avoided by one order', () => {
    const system = of(
      ['a', takesBoth, { first: left, second: right }],
      ['b', takesBoth, { first: left, second: right }],
    );

    expect(verdictOn(system).verdict).toBe('proved');
  });

  it('may have nobody to wait for', () => {
    const { counterexample } = verdictOn(of(['a', waitsForGo], ['b', sets, { cell: go, to: 2 }]));

    expect(waits(counterexample!)).toEqual({ a: { operation: 'wait go is 1', waitsFor: [] } });
  });

  it('of a parked thread waits for whoever could still unpark it', () => {
    const { counterexample } = verdictOn(of(['a', parks], ['b', waitsThenUnparks]));

    expect(waits(counterexample!)).toEqual({
      a: { operation: 'park', waitsFor: ['b'] },
      b: { operation: 'wait go is 1', waitsFor: [] },
    });
  });

  it('of two threads that join each other is a circle', () => {
    const { counterexample } = verdictOn(of(['a', joins, 'b'], ['b', joins, 'a']));

    expect(waits(counterexample!)).toEqual({
      a: { operation: 'join b', waitsFor: ['b'] },
      b: { operation: 'join a', waitsFor: ['a'] },
    });
  });

  it('is not what a permit given in advance leads to', () => {
    const system = of(['a', parks], ['b', unparks, 'a']);

    expect(verdictOn(system).verdict).toBe('proved');
  });

  it('is what two parks after two permits can lead to, because permits do not add up', () => {
    const system = of(['a', parksTwice], ['b', unparksTwice, 'a']);

    expect(verdictOn(system).verdict).toBe('refuted');
  });

  it('counts only for the threads that the property names', () => {
    const system = of(['a', sets, { cell: x, to: 1 }], ['b', parks]);

    for (const property of [noDeadlock, noStuck]) {
      expect(verdictOn(system, { ...property, threads: ['a'] }).verdict).toBe('proved');
      expect(verdictOn(system, property).verdict).toBe('refuted');
    }
  });

  it('is found when a daemon is all that could help, and is blocked itself', () => {
    const system = of(['a', parks], ['d', waitsThenUnparks, undefined, daemon]);

    expect(verdictOn(system).verdict).toBe('refuted');
  });
});

function* waitsThenUnparks(): Program<void> {
  yield* wait(go, is(1));
  yield* unpark('a');
}

function* parksTwice(): Program<void> {
  yield* park();
  yield* park();
}

function* unparksTwice(name: string): Program<void> {
  yield* unpark(name);
  yield* unpark(name);
}

describe('a stuck thread', () => {
  it('is found although others run for ever, which is no deadlock', () => {
    const system = of(['a', waitsForGo], ['d', spins, undefined, daemon]);

    const { verdict, counterexample } = verdictOn(system);

    expect(verdict).toBe('refuted');
    expect(verdictOn(system, noDeadlock).verdict).toBe('proved');
    expect(counterexample!.reason).toContain('stuck');
    expect(waits(counterexample!).a).toEqual({ operation: 'wait go is 1', waitsFor: [] });
  });

  it('is not one that somebody can still wake', () => {
    const system = of(['a', parks], ['d', serves, undefined, daemon], ['b', unparks, 'a']);

    expect(verdictOn(system).verdict).toBe('proved');
  });

  it('is found where a wake-up was lost, and not before', () => {
    const system = of(['sleeper', checksThenParks], ['waker', wakesIfAsleep], ['d', spins, undefined, daemon]);

    const { verdict, counterexample } = verdictOn(system);

    expect(verdict).toBe('refuted');
    expect(waits(counterexample!).sleeper).toEqual({ operation: 'park', waitsFor: [] });
  });
});

/** Says that it sleeps only after it has looked: the waker may pass in between. */
function* checksThenParks(): Program<void> {
  if ((yield* load(go)) !== 0) return;
  yield* store(x, 1);
  yield* park();
}

function* wakesIfAsleep(): Program<void> {
  yield* store(go, 1);
  if ((yield* load(x)) === 1) yield* unpark('sleeper');
}

describe('a cooperative processor', () => {
  const cooperative = (system: System): System => ({ ...system, processors: ['cooperative'] });

  it('switches only where a thread blocks, ends or passes a safe point', () => {
    const racy = of(['a', incrementsCarelessly], ['b', incrementsCarelessly]);

    const value = atEnd('no update is lost', (state) => state.read(x) === 2);

    expect(verdictOn(racy, value).verdict).toBe('refuted');
    expect(verdictOn(cooperative(racy), value).verdict).toBe('proved');
  });

  it('may switch at a safe point', () => {
    const racy = of(['a', incrementsWithSafePoint], ['b', incrementsWithSafePoint]);

    const value = atEnd('no update is lost', (state) => state.read(x) === 2);

    expect(verdictOn(cooperative(racy), value).verdict).toBe('refuted');
  });

  it('hangs when the running thread spins for another of the same processor', () => {
    const system = of(['a', spins], ['b', sets, { cell: go, to: 1 }]);

    const { verdict, counterexample } = verdictOn(cooperative(system));

    expect(verdict).toBe('refuted');
    expect(waits(counterexample!).b!.waitsFor).toEqual(['a']);
  });

  it('leaves other processors alone', () => {
    const system: System = {
      ...of(['a', incrementsCarelessly], ['b', incrementsCarelessly, undefined, { processor: 1 }]),
      processors: ['cooperative', 'cooperative'],
    };

    expect(
      verdictOn(
        system,
        atEnd('no update is lost', (state) => state.read(x) === 2),
      ).verdict,
    ).toBe('refuted');
  });
});

function* incrementsCarelessly(): Program<void> {
  yield* store(x, (yield* load(x)) + 1);
}

function* incrementsWithSafePoint(): Program<void> {
  const before = yield* load(x);
  yield* safePoint();
  yield* store(x, before + 1);
}

describe('a failure', () => {
  it('ends its thread only, and is a refutation of noFailure', () => {
    const system = of(['a', fails], ['b', sets, { cell: x, to: 1 }]);

    const [failure, done, deadlock] = explore(system, [
      noFailure,
      noStuck,
      atEnd('b has stored', (state) => state.read(x) === 1),
      noDeadlock,
    ]).verdicts;

    expect(failure!.verdict).toBe('refuted');
    expect(failure!.counterexample!.reason).toContain('as expected');
    expect([done!.verdict, deadlock!.verdict]).toEqual(['proved', 'proved']);
  });

  it('of a thread lets those who join it go on', () => {
    expect(verdictOn(of(['a', fails], ['b', joins, 'a'])).verdict).toBe('proved');
  });

  it('of one property leaves the others to be decided', () => {
    const system = of(['a', addsTwice]);

    const verdicts = explore(
      system,
      [
        invariant('below 1', (state) => state.read(x) < 1),
        invariant('below 2', (state) => state.read(x) < 2),
        invariant('below 3', (state) => state.read(x) < 3),
      ],
      { builtIn: false },
    ).verdicts;

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['refuted', 'refuted', 'proved']);
    expect(verdicts.map(({ counterexample }) => counterexample?.turnedFalseAt)).toEqual([0, 1, undefined]);
  });
});

function* fails(): Program<void> {
  yield* fail('as expected');
}

describe('spawn and join', () => {
  it('start a dormant thread, and again when it has finished', () => {
    const child = thread('child', addsTwice, undefined, { dormant: true });
    const system: System = { cells, threads: [thread('parent', spawnsAndJoinsTwice), child] };

    expect(outcomes(system, (state) => state.read(x)).outcomes).toEqual(['4']);
  });
});

function* spawnsAndJoinsTwice(): Program<void> {
  yield* spawn('child');
  yield* join('child');
  yield* spawn('child');
  yield* join('child');
}
