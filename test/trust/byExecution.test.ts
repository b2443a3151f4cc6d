// Execution by execution against the search of states, which shares nothing with it but what a step does: on random
// systems, every verdict is the same, or the system is refused. Its counterexamples replay.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as engine from '../../engine/index.js';
import {
  atEnd,
  eventually,
  explore,
  exploreExecutions,
  invariant,
  monitor,
  type Property,
  replay,
  violated,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { QuiesceError } from '../../engine/program/errors.js';
import {
  again,
  atomically,
  cell,
  kill,
  loop,
  type Program,
  store,
  type Turn,
  thread,
} from '../../engine/program/index.js';
import { canonical, type Value } from '../../engine/program/value.js';
import type { StateView } from '../../engine/watch/property.js';
import { failureOf } from '../../runner/mutants/engine.js';
import { executionChecks } from '../../runner/mutants/executionChecks.js';
import { published } from './published.js';
import { randomSystem } from './randomPrograms.js';

const seed = 20_261_126;
const numRuns = process.env.QUIESCE_DEEP === undefined ? 40 : 1000;

/** No processor is cooperative, and no thread spins: some of its executions would not end. */
const system = randomSystem
  .map((random): System => ({ ...random, processors: ['preemptive', 'preemptive'] }))
  .filter(({ threads }) => !JSON.stringify(threads.map(({ args }) => args)).includes('"spin"'));

/** Claims of every kind that is judged, most of them false of some system. */
function claims({ cells }: System, [a, b, c]: readonly [number, number, number]): Property[] {
  const [x, y] = cells.flat() as never[];
  const read = (state: StateView, counter: never) => state.read(counter) as number;
  return [
    invariant('never both', (state) => !(read(state, x!) === a && read(state, y!) === b)),
    invariant('labels', (state) => !(state.label('t0')?.name === 'here' && read(state, x!) === c)),
    invariant('statuses', (state) => !(state.status('t1') === 'blocked' && read(state, y!) === c), {
      premise: (state) => read(state, x!) === a && state.status('t0') !== 'blocked',
    }),
    invariant('reads of t0 are told', (_, heard) => heard !== a, {
      memory: {
        init: 'none',
        on: (heard, { name, thread, data }) => (thread === 't0' && name === 'read' ? data.value! : heard),
      },
    }),
    atEnd('ends otherwise', (state) => !(read(state, x!) === a && read(state, y!) === b)),
    atEnd('ends with t1', (state) => read(state, y!) !== b || state.status('t1') === 'finished'),
    monitor('t0 before t1', {
      init: 'nothing' as Value,
      on: (heard, event) => {
        if (heard === 't1' && event.thread === 't0' && event.name === 'read') return violated('t0 after t1');
        return event.name === 'failed' ? heard : event.thread;
      },
      atEnd: (heard) => heard !== 't0',
    }),
    monitor('three in a row', {
      init: [] as Value,
      on: (heard, { name, thread, data }) => {
        const word = `${thread} ${name} ${name === 'failed' ? '' : canonical(data)}`;
        const now = [...(heard as readonly string[]), word].slice(-3);
        return now.length === 3 && new Set(now).size === 3 && c === 0 ? violated(now.join()) : now;
      },
    }),
  ];
}

type Explored = ReturnType<typeof exploreExecutions>;

function verdictsOf(explored: () => Explored) {
  try {
    const found = explored();
    return { found, verdicts: found.verdicts.map(({ property, verdict }) => `${property}: ${verdict}`) };
  } catch (error) {
    if (error instanceof QuiesceError) return { found: undefined, verdicts: [error.code] };
    throw error;
  }
}

describe('random systems', () => {
  it('have the same verdicts execution by execution as state by state', () => {
    let [compared, refuted] = [0, 0];
    fc.assert(
      fc.property(
        system,
        fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)),
        fc.uniqueArray(fc.nat(7), { maxLength: 3 }),
        (random, pick, which) => {
          const properties = which.map((index) => claims(random, pick)[index]!);
          const expected = verdictsOf(() =>
            explore(random, properties, { limits: { states: 3000 }, liveExecutions: 0 }),
          );
          fc.pre(expected.found?.complete !== false);
          const limits = { states: 50_000 };
          const actual = verdictsOf(() => exploreExecutions(random, properties, { limits, liveExecutions: 0 }));
          if (actual.verdicts[0] !== 'QSC134' && actual.found?.complete !== false) {
            compared++;
            expect(actual.verdicts).toEqual(expected.verdicts);
          }
          for (const { counterexample } of actual.found?.verdicts ?? []) {
            if (!counterexample) continue;
            refuted++;
            expect(replay(random, counterexample.schedule, { properties }).reproduced).toBe(true);
          }
        },
      ),
      { seed, numRuns },
    );
    expect(compared).toBeGreaterThan(numRuns / 2);
    expect(refuted).toBeGreaterThan(20);
  }, 600_000);
});

describe('execution by execution', () => {
  it.each(Object.keys(executionChecks))('%s', (name) => {
    expect(failureOf(name, engine)).toBeUndefined();
  });

  it.each([
    ['fib_bench(2)', 140],
    ['inc(3)', 36],
    ['lastzero(4)', 28],
    ['IRIW', 15],
  ])('%s takes as many as the literature counts: %i', (name, executions) => {
    const { system } = published.find((each) => each.name === name)!;

    const found = exploreExecutions(system, [], { liveExecutions: 0 });

    expect(found).toMatchObject({ engine: 'executions', executions, complete: true });
    expect(found.verdicts.map(({ verdict }) => verdict)).toEqual(['proved', 'proved', 'proved']);
  });

  const x = cell('x', 0, { modulo: 3 });
  function* setsX(): Program {
    yield* store(x, 1);
  }
  function* atOnce(): Program {
    yield* atomically(setsX);
  }
  function* kills(): Program {
    yield* kill('a');
  }
  function* spinsOnce(): Program<Turn<object, void>> {
    yield* store(x, 1);
    return again({});
  }
  function* spins(): Program {
    yield* loop({}, spinsOnce);
  }
  const system: System = { cells: [x], threads: [thread('a', setsX), thread('b', setsX)] };
  const lostUpdate = published.find(({ name }) => name === 'inc(2)')!.system;

  it.each<[string, System]>([
    ['a cooperative processor', { ...system, processors: ['cooperative'] }],
    ['an atomic section', { ...system, threads: [thread('a', atOnce)] }],
    ['a store buffer', { ...system, memory: 'tso' }],
    ['a kill, a crash or a restart', { ...system, threads: [thread('a', setsX), thread('k', kills)] }],
  ])('refuses %s', (what, refused) => {
    expect(() => exploreExecutions(refused, [], { liveExecutions: 0 })).toThrow(new RegExp(`QSC134 [^]*${what}`));
  });

  it('does not judge liveness, and says why', () => {
    const [live, deadlock] = exploreExecutions(system, [eventually('set', (state) => state.read(x) === 1)]).verdicts;

    expect(live).toMatchObject({
      verdict: 'inconclusive',
      limit: { limit: 'engine', text: expect.stringContaining('liveness') },
    });
    expect(deadlock!.verdict).toBe('proved');
  });

  it('proves nothing where an execution does not end', () => {
    const endless = { cells: [x], threads: [thread('s', spins)] };

    const { complete, verdicts } = exploreExecutions(endless, [], { liveExecutions: 0 });

    expect([complete, ...verdicts.map(({ verdict, limit }) => `${verdict} ${limit?.limit}`)]).toEqual([
      false,
      ...Array(3).fill('inconclusive steps'),
    ]);
  });

  it.each([
    [0, 2, 'inconclusive'],
    [1, 4, 'refuted'],
  ])('of at most %i preemptions judges %i executions of a lost update: %s', (preemptions, executions, verdict) => {
    const [count] = lostUpdate.cells.flat() as never[];
    const bothCount = atEnd('both count', (state) => state.read(count!) === 2);

    const found = exploreExecutions(lostUpdate, [bothCount], { preemptions, builtIn: ['noDeadlock'] });

    expect(found).toMatchObject({ executions, complete: false, limit: { limit: 'preemptions' } });
    expect(found.verdicts.map((each) => each.verdict)).toEqual([verdict, 'inconclusive']);
  });

  it.each([-1, 0.5, Number.NaN])('refuses %d preemptions', (preemptions) => {
    expect(() => exploreExecutions(system, [], { preemptions })).toThrow('QSC104');
  });
});
