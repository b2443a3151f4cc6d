// Liveness under weak fairness: livelock and starvation are lassos that really repeat; fairness excuses what only an
// unfair scheduler could do, and never what a choice may do.

import { describe, expect, it } from 'vitest';
import {
  type Counterexample,
  eventually,
  explore,
  leadsTo,
  replay,
  type StateView,
  termination,
  type Verdict,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { type CellArray, cell, cells } from '../../engine/program/cell.js';
import { at, happened } from '../../engine/program/event.js';
import { acquire, mutex, release } from '../../engine/program/mutex.js';
import { again, done, loop, scope, type Turn } from '../../engine/program/nesting.js';
import {
  add,
  choose,
  compareExchange,
  fetchAdd,
  is,
  load,
  type Program,
  safePoint,
  store,
  wait,
} from '../../engine/program/operation.js';
import { type Self, thread } from '../../engine/program/thread.js';

const flags = cells('flag', 2, 0);
const x = cell('x', 0);
const lock = mutex('lock');
const tickets = cell('tickets', 0, { modulo: 4 });
const serving = cell('serving', 0, { modulo: 4 });
const all = [flags, x, lock, tickets, serving];

const verdictOn = (system: System, ...properties: Parameters<typeof explore>[1] & object): Verdict =>
  explore(system, properties).verdicts[0]!;

const two = (program: Parameters<typeof thread>[1], daemon = false): System => ({
  name: 'two',
  cells: all,
  threads: ['a', 'b'].map((name) => thread(name, program, undefined, { daemon })),
});

const bothFinish = termination(['a', 'b']);
const labelled = (state: StateView, name: string, label: string) => state.label(name)?.name === label;

/** Threads that step in the loop of a lasso. */
const inLoop = ({ steps, loopStartsAt }: Counterexample) =>
  [...new Set(steps.slice(loopStartsAt).map((step) => step.agent))].sort();

// --- Livelock: two polite threads

const other = ({ slot }: Self) => 1 - slot;

/** Raises its flag; lowers it again while the other's is up. */
function* enterPolitely(all2: CellArray<number>, self: Self): Program<Turn<CellArray<number>, void>> {
  yield* store(all2[self.slot]!, 1);
  if ((yield* load(all2[other(self)]!)) === 0) return done();
  yield* store(all2[self.slot]!, 0);
  return again(all2);
}

function* polite(_args: unknown, self: Self): Program<void> {
  yield* loop(flags, enterPolitely);
  yield* store(flags[self.slot]!, 0);
}

// --- Peterson's lock: no thread that tries is starved

const turnOf = cell('turn', 0);

function* petersonSpin(me: number): Program<Turn<number, void>> {
  if ((yield* load(flags[1 - me]!)) === 0) return done();
  if ((yield* load(turnOf)) === me) return done();
  return again(me);
}

function* petersonRound(me: number): Program<void> {
  yield* store(flags[me]!, 1);
  yield* store(turnOf, 1 - me);
  yield* at('trying');
  yield* loop(me, petersonSpin);
  yield* at('inside');
  yield* safePoint();
  yield* store(flags[me]!, 0);
}

function* petersonTurn(me: number): Program<Turn<number, void>> {
  yield* scope(petersonRound, me);
  return again(me);
}

function* peterson(_args: unknown, self: Self): Program<void> {
  yield* loop(self.slot, petersonTurn);
}

// --- A test-and-set lock: unfair

function* grab(): Program<Turn<null, void>> {
  if (yield* compareExchange(lock, 0, 1)) return done();
  return again(null);
}

function* testAndSetTurn(): Program<Turn<null, void>> {
  yield* at('trying');
  yield* loop(null, grab);
  yield* at('inside');
  yield* release(lock);
  return again(null);
}

function* testAndSet(): Program<void> {
  yield* loop(null, testAndSetTurn);
}

// --- A ticket lock: fair

function* ticketTurn(): Program<Turn<null, void>> {
  const mine = yield* fetchAdd(tickets, 1);
  yield* at('trying');
  yield* wait(serving, is(mine));
  yield* at('inside');
  yield* add(serving, 1);
  return again(null);
}

function* ticket(): Program<void> {
  yield* loop(null, ticketTurn);
}

const notStarved = (name: string) =>
  leadsTo(
    `${name} gets in`,
    (state) => labelled(state, name, 'trying'),
    (state) => labelled(state, name, 'inside'),
  );

describe('livelock', () => {
  it('of two polite threads is a lasso in which both step for ever', () => {
    const { verdict, counterexample } = verdictOn(two(polite), bothFinish);

    expect(verdict).toBe('refuted');
    expect(counterexample!.reason).toContain('livelock');
    expect(inLoop(counterexample!)).toEqual(['a', 'b']);
  });

  it('repeats: the steps of the loop lead back to where it starts', () => {
    const { counterexample } = verdictOn(two(polite), bothFinish);
    const { schedule, loopStartsAt } = counterexample!;
    const round = schedule.choices.slice(loopStartsAt);

    const longer = { ...schedule, choices: [...schedule.choices, ...round, ...round], operations: undefined as never };
    const { steps } = replay(two(polite), { version: 1, name: 'two', choices: longer.choices });

    const operations = steps.slice(loopStartsAt).map(({ operation, reads }) => `${operation} ${reads[0]?.value}`);
    const first = operations.slice(0, round.length);
    expect(operations).toEqual([...first, ...first, ...first]);
  });

  it('is not what one thread alone can do', () => {
    const alone: System = { cells: all, threads: [thread('a', polite), thread('b', idles)] };

    expect(verdictOn(alone, bothFinish).verdict).toBe('proved');
  });
});

function* idles(): Program<void> {
  yield* load(x);
}

describe('starvation', () => {
  it('happens at a test-and-set lock', () => {
    const { verdict, counterexample } = verdictOn(two(testAndSet, true), notStarved('a'));

    expect(verdict).toBe('refuted');
    expect(inLoop(counterexample!)).toContain('b');
  });

  it('does not happen at a ticket lock', () => {
    expect(verdictOn(two(ticket, true), notStarved('a')).verdict).toBe('proved');
  });

  it("does not happen at Peterson's lock", () => {
    const system = { ...two(peterson, true), cells: [...all, turnOf] };

    expect(verdictOn(system, notStarved('a')).verdict).toBe('proved');
    expect(verdictOn(system, notStarved('b')).verdict).toBe('proved');
  });

  it('happens at the mutex of the language, which is not fair', () => {
    expect(verdictOn(two(locksForEver, true), notStarved('b')).verdict).toBe('refuted');
  });
});

function* lockTurn(_locals: null, self: Self): Program<Turn<null, void>> {
  yield* at('trying');
  yield* acquire(lock, self);
  yield* at('inside');
  yield* release(lock);
  return again(null);
}

function* locksForEver(): Program<void> {
  yield* loop(null, lockTurn);
}

describe('weak fairness', () => {
  it('lets a thread that is always enabled step at last', () => {
    const system: System = { cells: all, threads: [thread('a', spinsUntilSet), thread('b', sets)] };

    expect(verdictOn(system, bothFinish).verdict).toBe('proved');
  });

  it('promises nothing to a thread that is enabled now and then', () => {
    const system: System = {
      cells: all,
      threads: [thread('a', waitsForOne), thread('b', toggles, undefined, { daemon: true })],
    };

    expect(verdictOn(system, termination(['a'])).verdict).toBe('refuted');
  });

  it('does not extend to choices', () => {
    const system: System = { cells: all, threads: [thread('a', flipsUntilOne), thread('b', idles)] };

    const { verdict, counterexample } = verdictOn(system, bothFinish);

    expect(verdict).toBe('refuted');
    expect(counterexample!.steps.at(-1)!.operation).toContain('choose');
  });

  it('is over what the processor enables: a spinning thread may keep a cooperative processor', () => {
    const system: System = {
      cells: all,
      threads: [thread('a', spinsUntilSet), thread('b', sets)],
      processors: ['cooperative'],
    };

    expect(verdictOn(system, bothFinish).verdict).toBe('refuted');
  });

  it('promises nothing to a thread that a cooperative processor passes over at every safe point', () => {
    const system: System = {
      cells: all,
      threads: [thread('a', spinsWithSafePoints), thread('b', sets)],
      processors: ['cooperative'],
    };

    expect(verdictOn(system, bothFinish).verdict).toBe('refuted');
  });
});

function* sets(): Program<void> {
  yield* store(x, 1);
}

function* spin(): Program<Turn<null, void>> {
  return (yield* load(x)) === 1 ? done() : again(null);
}

function* spinsUntilSet(): Program<void> {
  yield* loop(null, spin);
}

function* politeSpin(): Program<Turn<null, void>> {
  yield* safePoint();
  return (yield* load(x)) === 1 ? done() : again(null);
}

function* spinsWithSafePoints(): Program<void> {
  yield* loop(null, politeSpin);
}

function* waitsForOne(): Program<void> {
  yield* wait(x, is(1));
}

function* toggle(): Program<Turn<null, void>> {
  yield* store(x, 1);
  yield* store(x, 0);
  return again(null);
}

function* toggles(): Program<void> {
  yield* loop(null, toggle);
}

function* flip(): Program<Turn<null, void>> {
  return (yield* choose(2)) === 1 ? done() : again(null);
}

function* flipsUntilOne(): Program<void> {
  yield* loop(null, flip);
}

describe('a claim', () => {
  it('is refuted where the execution just ends without it', () => {
    const { verdict, counterexample } = verdictOn(
      two(idles),
      eventually('x', (state) => state.read(x) === 1),
    );

    expect(verdict).toBe('refuted');
    expect(counterexample!.loopStartsAt).toBeUndefined();
    expect(counterexample!.reason).toBe('the execution ends without it');
  });

  it('that was fulfilled stays fulfilled, even if what it named is undone', () => {
    const system: System = { cells: all, threads: [thread('a', setsAndUnsets)] };

    expect(
      verdictOn(
        system,
        eventually('x', (state) => state.read(x) === 1),
      ).verdict,
    ).toBe('proved');
  });

  it('of leadsTo opens again every time', () => {
    const system: System = { cells: all, threads: [thread('a', setsAndUnsets)] };

    const claim = leadsTo(
      'whenever 0, then 1',
      (state) => state.read(x) === 0,
      (state) => state.read(x) === 1,
    );

    const { verdict, counterexample } = verdictOn(system, claim);

    expect(verdict).toBe('refuted');
    expect(counterexample!.opensAt).toBe(1);
  });

  it('may remember events', () => {
    const system: System = { cells: all, threads: [thread('a', reports), thread('b', idles)] };
    const claim = eventually('reported', (_state, memory) => memory === 'reported', {
      memory: { init: 'silent', on: (state, event) => (event.name === 'done' ? 'reported' : state) },
    });

    expect(verdictOn(system, claim).verdict).toBe('proved');
  });
});

function* setsAndUnsets(): Program<void> {
  yield* store(x, 1);
  yield* store(x, 0);
}

function* reports(): Program<void> {
  yield* load(x);
  yield* happened('done');
}
