// Crashes, restarts and kills: random systems that the engine and the naive enumerator explore alike, and what each rule
// says, on systems small enough to be told by hand.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  atEnd,
  explore,
  formatSchedule,
  invariant,
  outcomes,
  parseSchedule,
  replay,
  sample,
  termination,
} from '../../engine/index.js';
import type { Faults } from '../../engine/multiprocessor/faults.js';
import type { System } from '../../engine/multiprocessor/system.js';
import {
  acquire,
  add,
  again,
  atomically,
  type Cell,
  type Channel,
  type ChannelState,
  cell,
  channel,
  done,
  fence,
  is,
  join,
  kill,
  load,
  loop,
  mutex,
  type Program,
  park,
  QuiesceError,
  receive,
  release,
  type Self,
  spawn,
  store,
  type Turn,
  thread,
  trySend,
  unpark,
  view,
  wait,
  waitUntil,
} from '../../engine/program/index.js';
import { enumerate, TooManyStates } from './naive.js';
import { everythingOf, randomSystem } from './randomPrograms.js';

const faults: fc.Arbitrary<Faults> = fc
  .record({
    crashes: fc.integer({ min: 1, max: 2 }),
    threads: fc.constantFrom([], ['t0'], ['t0', 't1'], ['late']),
    processors: fc.constantFrom([], [0], [1], [0, 1]),
    restarts: fc.constantFrom('never' as const, 'perhaps' as const, 'eventually' as const),
  })
  .filter(({ threads, processors }) => threads.length + processors.length > 0);

function* killsThem(names: readonly string[]): Program {
  for (const name of names) yield* kill(name);
}

/** A random system in which something may crash, a cell of it may be volatile, and one more thread may kill others. */
const faultySystem = fc
  .record({
    system: randomSystem,
    faults: fc.option(faults, { nil: undefined }),
    volatile: fc.integer({ min: 0, max: 2 }),
    killed: fc.constantFrom<readonly string[]>([], ['t0'], ['t1', 'late'], ['t0', 't1']),
  })
  .map(({ system, faults: of, volatile, killed }): System => {
    const cells = system.cells.map((each) =>
      'kind' in each && each.kind === 'cell' && volatile < 2 ? { ...each, volatile } : each,
    ) as System['cells'];
    const killer = killed.length > 0 ? [thread('killer', killsThem, killed)] : [];
    return { ...system, cells, threads: [...system.threads, ...killer], ...(of ? { faults: of } : {}) };
  });

/** With the deep tests, more. */
const [seeds, runs] = process.env.QUIESCE_DEEP === undefined ? [[1], 40] : [[1, 2, 3], 70];

describe.each(seeds)('random systems with faults, seed %i', (seed) => {
  it('are the same to the engine and to the naive enumerator', () => {
    let compared = 0;
    fc.assert(
      fc.property(faultySystem, (system) => {
        const naive = found(() => enumerate(system, everythingOf, { statesMax: 2000 }));
        fc.pre(naive !== 'too many');

        const engine = found(() => outcomes(system, everythingOf));

        if (typeof naive === 'string') expect(engine).toBe(naive);
        else expect(engine).toMatchObject(naive);
        if (typeof naive !== 'string') compared++;
      }),
      { seed, numRuns: runs },
    );
    expect(compared).toBeGreaterThan(10);
  });
});

function found<R>(enumeration: () => R): R | string {
  try {
    return enumeration();
  } catch (error) {
    if (error instanceof QuiesceError) return error.code;
    if (error instanceof TooManyStates) return 'too many';
    throw error;
  }
}

const x = cell('x', 0);
const kept = cell('kept', 0);
const lost = cell('lost', 0, { volatile: 0 });
const lock = mutex('lock');

const verdicts = (system: System, ...properties: Parameters<typeof explore>[1][]) =>
  Object.fromEntries(
    explore(system, properties.flat() as never).verdicts.map(({ property, verdict }) => [property, verdict]),
  );

function* storesBoth(): Program {
  yield* store(kept, 1);
  yield* store(lost, 1);
}

describe('a crash', () => {
  it('of a processor takes its volatile cells with it, and leaves the others', () => {
    const system = { cells: [kept, lost], threads: [thread('t', storesBoth)] };

    const { outcomes: seen } = outcomes({ ...system, faults: { crashes: 1, processors: [0] } }, (state) => [
      state.read(kept),
      state.read(lost),
      state.status('t'),
    ]);

    expect(seen).toEqual(['[0,0,"crashed"]', '[1,0,"crashed"]', '[1,0,"finished"]', '[1,1,"finished"]']);
  });

  it('of a processor comes when its threads have ended too: what they left there is lost', () => {
    const threads = [thread('writer', storesLost), thread('reader', readsAfterwards, undefined, { processor: 1 })];
    const system: System = { cells: [x, lost], threads, faults: { crashes: 1, processors: [0] } };
    const stillThere = atEnd('still there', (state) => state.read(x) === 1);

    expect(verdicts(system, [stillThere])).toMatchObject({ 'still there': 'refuted' });
    expect(outcomes(system, (state) => [state.read(x), state.status('writer')]).outcomes).toEqual([
      '[0,"crashed"]',
      '[0,"finished"]',
      '[1,"finished"]',
    ]);
  });

  it('of a processor without threads takes its volatile cells', () => {
    const far = cell('far', 0, { volatile: 1 });
    const system = { cells: [far], threads: [thread('t', storesFar, far)], processors: 2 };

    const seen = outcomes({ ...system, faults: { crashes: 1, processors: [1] } }, (state) => state.read(far)).outcomes;

    expect(seen).toEqual(['0', '1']);
  });

  it('of a processor that has nothing to lose is none', () => {
    const system: System = { cells: [x], threads: [thread('t', storesOne)], faults: { crashes: 1, processors: [0] } };

    const { states } = outcomes(system, () => null);

    // Two steps to the end, and a crash before each.
    expect(states).toBe(3 + 2);
  });

  it.each(['tso', 'pso'] as const)(
    'of a processor takes what a thread that has ended had in its buffer, under %s',
    (memory) => {
      const threads = [thread('t', storesBoth)];
      const cells = [kept, cell('lost', 0)];
      const system: System = { cells, threads, memory, faults: { crashes: 1, processors: [0] } };

      const { outcomes: seen } = outcomes(system, (state) => [
        ...cells.map((each) => state.read(each)),
        state.status('t'),
      ]);

      const early = memory === 'tso' ? [] : ['[0,1,"finished"]'];
      const expected = [
        '[0,0,"crashed"]',
        '[0,0,"finished"]',
        '[1,0,"crashed"]',
        '[1,0,"finished"]',
        '[1,1,"finished"]',
      ];
      expect(seen).toEqual([...expected, ...early].sort());
    },
  );

  it('of a processor takes the permits of its threads, ended or not begun', () => {
    const threads = [
      thread('t', parks, undefined, { dormant: true }),
      thread('other', unparksAndSpawns, undefined, { processor: 1 }),
    ];
    const system: System = { cells: [x], threads, faults: { crashes: 1, processors: [0] } };

    expect(verdicts(system)).toMatchObject({ noStuck: 'refuted' });
    expect(verdicts({ ...system, faults: { crashes: 1, threads: ['t'] } })).toMatchObject({ noStuck: 'proved' });
  });

  it('of a thread takes nothing with it but what its store buffer holds', () => {
    const threads = [thread('t', storesBoth)];
    const of = { cells: [kept, lost], threads, memory: 'tso' as const, faults: { crashes: 1, threads: ['t'] } };

    const found = outcomes(of, (state) => [state.read(kept), state.read(lost), state.status('t')]);

    expect(found.outcomes).toEqual(['[0,0,"crashed"]', '[1,0,"crashed"]', '[1,1,"finished"]']);
    // Where it stands (3 places) with what is in its buffer and in memory: 1, 2, 3; and crashed, with none, the first, both.
    expect(found.states).toBe(1 + 2 + 3 + 2);
  });

  it('leaves a mutex taken: whoever waits for it is stuck', () => {
    const system = { cells: [x, lock], threads: [thread('t1', adds), thread('t2', adds)] };

    expect(verdicts({ ...system, faults: { crashes: 1, threads: ['t1'] } })).toMatchObject({
      noDeadlock: 'refuted',
      noStuck: 'refuted',
    });
  });

  it('counts as an end for whoever joins', () => {
    const threads = [thread('t', adds), thread('waiter', joins)];

    expect(verdicts({ cells: [x, lock], threads, faults: { crashes: 1, threads: ['t'] } })).toMatchObject({
      noDeadlock: 'proved',
      noStuck: 'proved',
    });
  });

  it('lets nobody go on who waits for one: it need never come', () => {
    const threads = [thread('t', parks), thread('waiter', joins)];

    expect(verdicts({ cells: [x], threads, faults: { crashes: 1, threads: ['t'] } })).toMatchObject({
      noDeadlock: 'refuted',
      noStuck: 'refuted',
    });
  });

  it('keeps no deadlock from being one, also where it is said why no execution ends', () => {
    const threads = [thread('t', parks), thread('waiter', joinsAndSpins)];
    const system = { cells: [x], threads, faults: { crashes: 1, threads: ['t'] } };

    const reasons = [false, true].map(
      (keepGraph) => explore(system, [atEnd('p', () => true)], { keepGraph }).verdicts[0]!.reason,
    );

    expect(reasons[0]).toContain('every execution deadlocks or goes on for ever');
    expect(reasons[1]).toBe(reasons[0]);
  });

  it('is not what a fair execution has to come to', () => {
    const threads = [thread('t', spins)];
    const system = { cells: [x], threads, faults: { crashes: 1, threads: ['t'] } };

    expect(verdicts(system, [termination(['t'])])).toMatchObject({ termination: 'refuted' });
  });

  it('comes no more often than the budget says', () => {
    const threads = [thread('a', adds), thread('b', adds), thread('c', adds)];
    const crashed = (system: System) =>
      outcomes(system, (state) => state.threads.filter((name) => state.status(name) === 'crashed').length).outcomes;

    expect(crashed({ cells: [x, lock], threads, faults: { crashes: 2, threads: ['a', 'b', 'c'] } })).toEqual([
      '0',
      '1',
      '2',
    ]);
  });

  it('takes the permit of a thread that was unparked', () => {
    const threads = [thread('t', parks), thread('other', unparks)];
    const system: System = { cells: [x], threads, faults: { crashes: 1, threads: ['t'], restarts: 'eventually' } };

    expect(verdicts(system)).toMatchObject({ noStuck: 'refuted' });
  });

  it('is found by sampling, and replayed', () => {
    const system = { cells: [x, lock], threads: [thread('t1', adds), thread('t2', adds)] };
    const faulty: System = { ...system, faults: { crashes: 1, threads: ['t1'] } };
    const unharmed = atEnd('both', (state) => state.read(x) === 2);

    const sampled = sample(faulty, [unharmed], { sampler: 'random', executions: 200, seed: 1 });
    const { counterexample } = explore(faulty, [unharmed]).verdicts[0]!;
    const text = formatSchedule(counterexample!.schedule);
    const replayed = replay(faulty, parseSchedule(text), { properties: [unharmed] });

    expect(sampled.verdicts[0]!.verdict).toBe('refuted');
    expect(text).toContain('crashes');
    expect(replayed.violations.map(({ property }) => property)).toContain('both');
    expect(counterexample!.steps.map(({ operation }) => operation)).toContain('crash thread t1');
  });
});

describe('a restart', () => {
  const system = (restarts: Faults['restarts']): System => ({
    cells: [x],
    threads: [thread('server', answers), thread('client', asks)],
    faults: { crashes: 1, threads: ['server'], restarts: restarts! },
  });

  it('lets the thread begin again, from its start', () => {
    expect(verdicts(system('eventually'), [termination(['client'])])).toMatchObject({
      noDeadlock: 'proved',
      noStuck: 'proved',
      termination: 'proved',
    });
  });

  it.each(['never', 'perhaps'] as const)('that comes %s is nothing to count on', (restarts) => {
    expect(verdicts(system(restarts), [termination(['client'])])).toMatchObject({
      noDeadlock: 'refuted',
      noStuck: 'refuted',
      termination: 'refuted',
    });
  });

  it('that comes perhaps does come in some execution', () => {
    const came = outcomes(system('perhaps'), (state) => state.status('server')).outcomes;

    expect(came).toEqual(['"crashed"', '"finished"']);
  });
});

describe('a kill', () => {
  it('ends a thread where it stands, whatever it waits for', () => {
    const threads = [thread('t', parks), thread('killer', killsT), thread('waiter', joins)];

    expect(verdicts({ cells: [x], threads })).toMatchObject({ noDeadlock: 'proved', noStuck: 'proved' });
  });

  it('leaves what the thread has stored to reach memory', () => {
    const threads = [thread('t', storesOne), thread('killer', killsT)];

    const { outcomes: seen } = outcomes({ cells: [x], threads, memory: 'tso' }, (state) => state.read(x));

    expect(seen).toEqual(['0', '1']);
  });

  it('lets it be spawned again', () => {
    const threads = [thread('t', parks), thread('killer', killsAndSpawnsT)];

    expect(outcomes({ cells: [x], threads }, (state) => state.status('t')).outcomes).toEqual(['"finished"']);
  });

  it.each([
    ['of itself', killsItself, 'QSC524'],
    ['in an atomic section', killsAtomically, 'QSC523'],
    ['of a thread that is not there', killsNobody, 'QSC504'],
  ])('%s is an error', (_, program, code) => {
    const threads = [thread('t', program), thread('other', parks, undefined, { daemon: true })];

    expect(() => explore({ cells: [x], threads })).toThrow(code);
  });
});

describe('a thread that waits in a channel without room', () => {
  const meeting = channel<number>('meeting', 0);
  const told = cell('told', 'nothing');
  const seen = (faults: Faults | undefined, ...threads: System['threads']) =>
    outcomes({ cells: [meeting, told], threads, ...(faults ? { faults } : {}) }, (state) => [
      state.read(told),
      state.status('receiver'),
    ]);
  const receiver = thread('receiver', receives, meeting);
  const sender = thread('sender', triesWhenAwaited, { meeting, told });

  it('and is killed, is met by nobody', () => {
    const killer = thread('killer', killsThenTries, { meeting, told });

    expect(seen(undefined, receiver, killer)).toMatchObject({
      outcomes: ['["not received","finished"]'],
      deadlocks: 0,
    });
  });

  it('and crashes, leaves its place: who sends there is told that it was received', () => {
    const { outcomes: found } = seen({ crashes: 1, threads: ['receiver'] }, receiver, sender);

    expect(found).toEqual(['["received","crashed"]', '["received","finished"]']);
  });
});

describe('faults that are declared wrongly', () => {
  const threads = [thread('t', storesOne)];

  it.each([
    ['a budget below 0', { crashes: -1, threads: ['t'] }, 'QSC112'],
    ['nobody', { crashes: 1 }, 'QSC112'],
    ['a thread that is not there', { crashes: 1, threads: ['u'] }, 'QSC112'],
    ['an agent', { crashes: 1, threads: ['crashes'] }, 'QSC112'],
    ['a thread twice', { crashes: 1, threads: ['t', 't'] }, 'QSC112'],
    ['a processor that is not there', { crashes: 1, processors: [1] }, 'QSC112'],
    ['another word for restarts', { crashes: 1, threads: ['t'], restarts: 'sometimes' as never }, 'QSC112'],
    ['an unknown field', { crashes: 1, thread: ['t'] } as never, 'QSC131'],
  ])('are refused: %s', (_, of, code) => {
    expect(() => explore({ cells: [x], threads, faults: of })).toThrow(code);
  });

  it.each([{ crashes: 0 }, { crashes: 0, threads: ['t'], restarts: 'perhaps' as const }])(
    'are none without a budget: %o',
    (of) => {
      const system = { cells: [x], threads };

      const { states, transitions } = outcomes({ ...system, faults: of }, () => null);

      expect(outcomes(system, () => null)).toMatchObject({ states, transitions });
    },
  );

  it('are refused: a volatile cell of a processor that is not there', () => {
    expect(() => explore({ cells: [cell('far', 0, { volatile: 3 })], threads })).toThrow('QSC112');
    expect(() => cell('odd', 0, { volatile: -1 })).toThrow('QSC112');
  });
});

describe('what need never happen', () => {
  it('changes neither verdicts nor states of a system that declares nothing', () => {
    const system = { cells: [x, lock], threads: [thread('t1', adds), thread('t2', adds)] };
    const both = [atEnd('both', (state) => state.read(x) === 2), invariant('few', (state) => state.read(x) < 3)];

    expect(explore(system, both)).toMatchObject({ states: outcomes(system, () => null).states });
    expect(verdicts(system, both)).toMatchObject({ both: 'proved', few: 'proved', noDeadlock: 'proved' });
  });
});

interface Meeting {
  readonly meeting: Channel<number>;
  readonly told: Cell<string>;
}
const isAwaited = view('one waits', ([{ waiting }]: readonly [ChannelState<number>]) => waiting!.length > 0);
function* receives(from: Channel<number>): Program {
  yield* receive(from);
}
function* tries({ meeting, told }: Meeting): Program {
  yield* store(told, (yield* trySend(meeting, 1)) ? 'received' : 'not received');
}
function* triesWhenAwaited(at: Meeting): Program {
  yield* waitUntil([at.meeting], isAwaited);
  yield* tries(at);
}
function* killsThenTries(at: Meeting): Program {
  yield* waitUntil([at.meeting], isAwaited);
  yield* kill('receiver');
  yield* tries(at);
}
function* storesLost(): Program {
  yield* store(lost, 1);
}
function* storesFar(far: Cell<number>): Program {
  yield* store(far, 1);
}
function* readsAfterwards(): Program {
  yield* join('writer');
  yield* store(x, yield* load(lost));
}
function* unparksAndSpawns(): Program {
  yield* unpark('t');
  yield* spawn('t');
}
function* adds(_: undefined, self: Self): Program {
  yield* acquire(lock, self);
  yield* add(x, 1);
  yield* release(lock);
}
function* joins(): Program {
  yield* join('t');
}
function* joinsAndSpins(): Program {
  yield* join('t');
  yield* loop(0, spin);
}
function* parks(): Program {
  yield* park();
}
function* unparks(): Program {
  yield* unpark('t');
}
function* storesOne(): Program {
  yield* store(x, 1);
  yield* fence();
}
function* killsT(): Program {
  yield* kill('t');
}
function* killsAndSpawnsT(): Program {
  yield* kill('t');
  yield* spawn('t');
  yield* unpark('t');
}
function* killsOther(): Program {
  yield* kill('other');
}
function* killsItself(): Program {
  yield* kill('t');
}
function* killsNobody(): Program {
  yield* kill('u');
}
function* killsAtomically(): Program {
  yield* atomically(killsOther, undefined);
}
function* spins(): Program {
  yield* loop(0, spin);
}
function* spin(): Program<Turn<number, void>> {
  return (yield* load(x)) === 1 ? done() : again(0);
}
function* asks(): Program {
  yield* wait(x, is(1));
}
function* answers(): Program {
  yield* store(x, 1);
  yield* load(x);
}
