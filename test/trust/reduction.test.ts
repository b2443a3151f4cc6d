// Persistent sets against the full search: on random systems, every verdict is the same.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protocol } from '../../bench/protocol.js';
import * as engine from '../../engine/index.js';
import {
  atEnd,
  type ExploreOptions,
  eventually,
  explore,
  invariant,
  monitor,
  type Property,
  violated,
} from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { QuiesceError } from '../../engine/program/errors.js';
import type { Event } from '../../engine/program/event.js';
import { cell, type Program, store, thread } from '../../engine/program/index.js';
import { canonical, type Value } from '../../engine/program/value.js';
import type { Fact } from '../../engine/threads/facts.js';
import { areApart, judgeLives, usedWhileAllocated } from '../../engine/watch/noUseAfterFree.js';
import type { StateView } from '../../engine/watch/property.js';
import { Violation } from '../../engine/watch/property.js';
import { failureOf } from '../../runner/mutants/engine.js';
import { reductionChecks } from '../../runner/mutants/reductionChecks.js';
import { randomSystem } from './randomPrograms.js';

const seeds = [20_261_126, 20_261_127];
const numRuns = process.env.QUIESCE_DEEP === undefined ? 100 : 1500;
const limits = { states: 4000 };

/** No processor is cooperative: those are explored in full. */
const system = randomSystem.map((random): System => ({ ...random, processors: ['preemptive', 'preemptive'] }));

function cellsOf({ cells }: System) {
  return cells.flat() as unknown as { readonly name: string }[];
}

const wordsOf = ({ name, thread, data }: Event) => `${thread} ${name} ${name === 'failed' ? '' : canonical(data)}`;

/** Claims of every kind, most of them false of some system. */
function claims(random: System, pick: readonly number[]): Property[] {
  const [x, y] = cellsOf(random) as never[];
  const read = (state: StateView, counter: never) => state.read(counter) as number;
  const [a, b, c] = pick as [number, number, number];
  return [
    invariant('never both', (state) => !(read(state, x!) === a && read(state, y!) === b)),
    invariant('labels', (state) => !(state.label('t0')?.name === 'here' && read(state, x!) === c)),
    invariant('statuses', (state) => !(state.status('t1') === 'blocked' && read(state, y!) === c)),
    atEnd('ends otherwise', (state) => !(read(state, x!) === a && read(state, y!) === b)),
    atEnd('ends with t1', (state) => read(state, y!) !== b || state.status('t1') === 'finished'),
    monitor('t0 before t1', {
      init: 'nothing' as Value,
      on: (heard, event) => {
        if (heard === 't1' && event.thread === 't0' && event.name === 'read' && event.data.value === a)
          return violated('t0 after t1');
        return event.name === 'failed' ? heard : event.thread;
      },
      atEnd: (heard) => heard !== 't0',
    }),
    monitor('three in a row', {
      init: [] as Value,
      on: (heard, event) => {
        const now = [...(heard as readonly string[]), wordsOf(event)].slice(-3);
        return now.length === 3 && now.every((word) => word.startsWith('t')) && new Set(now).size === 3 && a === 0
          ? violated(now.join())
          : now;
      },
    }),
    monitor('count', {
      init: 0 as Value,
      on: (count, event) => (event.thread === 'late' ? Math.min(3, (count as number) + 1) : count),
      atEnd: (count) => count !== c,
    }),
  ];
}

function verdictsOf(
  random: System,
  properties: readonly Property[],
  reduction: 'none' | 'persistent',
  search: 'breadthFirst' | 'depthFirst' = 'breadthFirst',
) {
  try {
    const found = explore(random, properties, { reduction, search, limits, liveExecutions: 0 });
    if (!found.complete) return undefined;
    return { found, verdicts: found.verdicts.map(({ property, verdict }) => `${property}: ${verdict}`) };
  } catch (error) {
    if (error instanceof QuiesceError) return { found: undefined, verdicts: [error.code] };
    throw error;
  }
}

describe.each(seeds)('random systems from seed %i', (seed) => {
  it('have the same verdicts with persistent sets as in full', () => {
    let [full, reduced, compared] = [0, 0, 0];
    fc.assert(
      fc.property(
        system,
        fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)),
        fc.uniqueArray(fc.nat(7), { maxLength: 3 }),
        fc.constantFrom('breadthFirst', 'depthFirst'),
        (random, pick, which, search) => {
          const properties = which.map((index) => claims(random, pick)[index]!);
          const expected = verdictsOf(random, properties, 'none');
          fc.pre(expected !== undefined);
          const actual = verdictsOf(random, properties, 'persistent', search);
          expect(actual?.verdicts).toEqual(expected.verdicts);
          compared++;
          full += expected.found?.states ?? 0;
          reduced += actual?.found?.states ?? 0;
        },
      ),
      { seed, numRuns },
    );
    expect(compared).toBeGreaterThan(numRuns / 2);
    expect(reduced).toBeLessThan(full);
  }, 600_000);
});

describe('persistent sets', () => {
  it.each(Object.keys(reductionChecks))('%s', (name) => {
    expect(failureOf(name, engine)).toBeUndefined();
  });

  it.each([
    [{ clients: 3, calls: 1 }, 245_122, 49_042],
    [{ clients: 2, calls: 1 }, 10_341, 3_510],
  ])('of the bench protocol with %o leave fewer states and the same verdicts', (size, states, reduced) => {
    const { system: bench, properties } = protocol(size);
    const [inFull, less] = (['none', 'persistent'] as const).map((reduction) =>
      engine.explore(bench, properties, { reduction, liveExecutions: 0 }),
    );

    expect(less!.verdicts.map(({ verdict }) => verdict)).toEqual(inFull!.verdicts.map(({ verdict }) => verdict));
    expect([inFull!.states, less!.states]).toEqual([states, reduced]);
    expect(less!.reduction).toBe('persistent');
  });

  const x = cell('x', 0);
  const system: System = { cells: [x], threads: [thread('a', setsX), thread('b', setsX)] };

  it.each<[string, System, Property[], ExploreOptions, string]>([
    ['liveness', system, [eventually('x is set', (state) => state.read(x) === 1)], {}, 'x is set is a liveness claim'],
    ['store buffers', { ...system, memory: 'tso' }, [], {}, "memory: 'tso'"],
    ['cooperative processors', { ...system, processors: ['cooperative'] }, [], {}, 'cooperative processor'],
    ['crashes', { ...system, faults: { crashes: 1, threads: ['a'] } } as System, [], {}, 'what crashes'],
    ['a graph that is asked for', system, [], { keepGraph: true }, 'the whole graph'],
    ['fingerprints', system, [], { store: 'fingerprint' }, 'not kept in full'],
  ])('do not suit %s, and the result says so', (_, refusing, properties, options, why) => {
    const found = engine.explore(refusing, properties, { ...options, reduction: 'persistent', liveExecutions: 0 });

    expect(found.inFull).toContain(why);
    expect(found.reduction).toBeUndefined();
    const full = engine.explore(refusing, properties, { ...options, liveExecutions: 0 });
    expect([found.states, full.inFull]).toEqual([full.states, undefined]);
  });

  it('are asked for by name', () => {
    const options = { reduction: 'sleep' } as unknown as ExploreOptions;

    expect(() => engine.explore(system, [], options)).toThrow('QSC104');
  });

  function* setsX(): Program {
    yield* store(x, 1);
  }
});

describe('what the claim of memory takes to be apart', () => {
  const fact = fc.record({
    fact: fc.constantFrom('access', 'waits', 'ended', 'allocated', 'freed', 'free'),
    region: fc.constantFrom('r', 's'),
    thread: fc.constantFrom('a', 'b'),
    cell: fc.constant('c'),
    how: fc.constantFrom('read', 'write'),
    incarnation: fc.constantFrom(1, 2, undefined),
  }) as unknown as fc.Arbitrary<Fact>;

  it('comes to the same in either order', () => {
    const words = (lives: Value | Violation) => (lives instanceof Violation ? 'violated' : canonical(lives));
    const told = (lives: Value | Violation, facts: readonly Fact[]) =>
      facts.reduce((now, each) => (now instanceof Violation ? now : judgeLives(now, each)), lives);

    fc.assert(
      fc.property(fc.array(fact, { maxLength: 6 }), fact, fact, (before, one, other) => {
        fc.pre((one as { thread?: string }).thread !== (other as { thread?: string }).thread && areApart(one, other));
        const lives = told(usedWhileAllocated.init, before);

        expect(words(told(lives, [one, other]))).toBe(words(told(lives, [other, one])));
      }),
      { seed: 20_261_126, numRuns: 2000 },
    );
  });
});
