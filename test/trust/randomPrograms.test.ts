// Random systems explored by the engine, in both searches and both stores, and by the naive enumerator: they must agree
// on states, transitions, outcomes and deadlocks, on what is said and in which order, or on the error.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Exploration, explore, monitor, outcomes } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { QuiesceError } from '../../engine/program/errors.js';
import type { Event } from '../../engine/program/event.js';
import { canonical, type Value } from '../../engine/program/value.js';
import { enumerate, type Listener, TooManyStates } from './naive.js';
import { everythingOf, randomSystem } from './randomPrograms.js';

const seeds = [20_260_101, 20_260_102, 20_260_103, 20_260_104].slice(process.env.QUIESCE_DEEP === undefined ? 3 : 0);
const searches = ['breadthFirst', 'depthFirst'] as const;
const numRuns = 60;
const statesMax = 3000;

/** What both agree on: the numbers, or the code of the error. */
function found<R>(enumeration: () => R): R | string {
  try {
    return enumeration();
  } catch (error) {
    if (error instanceof QuiesceError) return error.code;
    if (error instanceof TooManyStates) return 'too many';
    throw error;
  }
}

/** Remembers the last two events, so that any difference in what is said, or in its order, makes other states. */
const lastTwo = {
  init: [] as readonly string[],
  on: (heard: Value, event: Event) => [...(heard as readonly string[]), wordsOf(event)].slice(-2),
};

/** A failure's message is the engine's own affair. */
function wordsOf({ name, thread, data }: Event): string {
  return `${thread} ${name} ${name === 'failed' ? '' : canonical(data)}`;
}

const sizeOf = ({ states, transitions }: Pick<Exploration, 'states' | 'transitions'>) => ({ states, transitions });

const naively = (system: System, listener?: Listener) =>
  found(() => enumerate(system, everythingOf, { statesMax, ...(listener ? { listener } : {}) }));

describe.each(seeds)('random systems from seed %i', (seed) => {
  it.each(searches)('are the same to the engine and to the naive enumerator, %s', (search) => {
    fc.assert(
      fc.property(randomSystem, (system) => {
        const naive = naively(system);
        fc.pre(naive !== 'too many');

        const engine = found(() => outcomes(system, everythingOf, { search }));

        if (typeof naive === 'string') expect(engine).toBe(naive);
        else expect(engine).toMatchObject(naive);
      }),
      { seed, numRuns },
    );
  });

  it.each(searches)('say the same in the same order, heard in product, %s', (search) => {
    fc.assert(
      fc.property(randomSystem, (system) => {
        const naive = naively(system, lastTwo);
        fc.pre(naive !== 'too many');

        const options = { search, liveExecutions: 0 };
        const engine = found(() => sizeOf(explore(system, [monitor('lastTwo', lastTwo)], options)));

        expect(engine).toEqual(typeof naive === 'string' ? naive : sizeOf(naive));
      }),
      { seed: seed + 100, numRuns },
    );
  });

  it.each(searches)('have as many states and transitions by fingerprints, %s', (search) => {
    fc.assert(
      fc.property(randomSystem, (system) => {
        const options = { search, liveExecutions: 0 };
        const exact = found(() => sizeOf(explore(system, [], options)));

        const byFingerprint = found(() => sizeOf(explore(system, [], { ...options, store: 'fingerprint' })));

        expect(byFingerprint).toEqual(exact);
      }),
      { seed, numRuns: numRuns / 2 },
    );
  });
});
