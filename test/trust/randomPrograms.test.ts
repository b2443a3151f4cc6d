// Random systems explored by the engine, in both searches and both stores, and by the naive enumerator: they must agree
// on states, transitions, outcomes and deadlocks, or on the error.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomes } from '../../engine/explore/index.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { enumerate, TooManyStates } from './naive.js';
import { everythingOf, randomSystem } from './randomPrograms.js';

const seeds = [20_260_101, 20_260_102, 20_260_103, 20_260_104];
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
  it.each([
    { search: 'breadthFirst', store: 'exact' },
    { search: 'depthFirst', store: 'fingerprint' },
    { search: 'depthFirst', store: 'exact' },
    { search: 'breadthFirst', store: 'fingerprint' },
  ] as const)('are to the engine what they are to the naive enumerator, $search, $store', (way) => {
    fc.assert(
      fc.property(randomSystem, (system) => {
        const naive = found(() => naively(system));
        fc.pre(naive !== 'too many');

        const engine = found(() => outcomes(system, everythingOf, way));

        if (typeof naive === 'string') expect(engine).toBe(naive);
        else expect(engine).toMatchObject(naive);
      }),
      { seed, numRuns: 60 },
    );
  });
});

function naively(system: Parameters<typeof enumerate>[0]) {
  try {
    return enumerate(system, everythingOf, statesMax);
  } catch (error) {
    if (error instanceof TooManyStates) return 'too many';
    throw error;
  }
}
