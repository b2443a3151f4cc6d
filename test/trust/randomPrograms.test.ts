// Random systems explored by the engine, in both searches and both stores, and by the naive enumerator: they must agree
// on states, transitions, outcomes and deadlocks, or on the error.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Exploration, explore, outcomes } from '../../engine/explore/index.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { enumerate, TooManyStates } from './naive.js';
import { everythingOf, randomSystem } from './randomPrograms.js';

const seeds = [20_260_101, 20_260_102, 20_260_103, 20_260_104];
const numRuns = 60;
const statesMax = 3000;

/** What both agree on: the numbers, or the code of the error. */
function found<R>(explore: () => R): R | string {
  try {
    return explore();
  } catch (error) {
    if (error instanceof QuiesceError) return error.code;
    throw error;
  }
}

describe.each(seeds)('random systems from seed %i', (seed) => {
  it.each(['breadthFirst', 'depthFirst'] as const)(
    'are the same to the engine and to the naive enumerator, %s',
    (search) => {
      fc.assert(
        fc.property(randomSystem, (system) => {
          const naive = found(() => naively(system));
          fc.pre(naive !== 'too many');

          const engine = found(() => outcomes(system, everythingOf, { search }));

          if (typeof naive === 'string') expect(engine).toBe(naive);
          else expect(engine).toMatchObject(naive);
        }),
        { seed, numRuns },
      );
    },
  );

  it.each(['breadthFirst', 'depthFirst'] as const)(
    'have as many states and transitions by fingerprints, %s',
    (search) => {
      fc.assert(
        fc.property(randomSystem, (system) => {
          const exact = found(() => sizeOf(explore(system, [], { search, liveExecutions: 0 })));

          const byFingerprint = found(() =>
            sizeOf(explore(system, [], { search, store: 'fingerprint', liveExecutions: 0 })),
          );

          expect(byFingerprint).toEqual(exact);
        }),
        { seed, numRuns: numRuns / 2 },
      );
    },
  );
});

const sizeOf = ({ states, transitions }: Exploration) => ({ states, transitions });

function naively(system: Parameters<typeof enumerate>[0]) {
  try {
    return enumerate(system, everythingOf, statesMax);
  } catch (error) {
    if (error instanceof TooManyStates) return 'too many';
    throw error;
  }
}
