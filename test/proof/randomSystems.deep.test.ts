// More random protocols, held against larger worlds too; those of the fragment, without exception, get an answer for each
// row. In one of them z3's search for a model goes round in circles: it is in the list by its seed.

import { afterAll, describe, expect, it } from 'vitest';
import { openSolver } from '../../proof/solver/find.js';
import { quickSolver, whyBothAreSkipped } from './asking.js';
import { smallSizes } from './heldAgainst.js';
import { tallyOf } from './randomSystems.js';

const solver = openSolver(quickSolver);
const sizes = [...smallSizes, [2, 2], [3, 1]] as const;
const [hours, minutes] = [3_600_000, 60_000];

afterAll(() => solver.close());

describe('random protocols', () => {
  it.each(process.env.QUIESCE_RANDOM === undefined ? [200_000] : [200_000, 210_000, 220_000, 230_000])(
    '500 from seed %i on are as prove says, in all states of larger worlds too',
    async (seed) => {
      const { contradictions, rows, verdicts } = await tallyOf(solver, 500, seed, { sizes });

      expect(contradictions).toEqual([]);
      expect(rows.unknown).toBe(0);
      expect(verdicts.proved).toBeGreaterThan(100);
    },
    hours,
  );

  it.each([114_024])('that of seed %i has an answer for each row', async (seed) => {
    const { rows } = await tallyOf(solver, 1, seed);

    expect(rows.unknown).toBe(0);
  });

  it.skipIf(whyBothAreSkipped)(
    '100 are as both solvers say',
    async () => {
      const both = openSolver('both');
      const { contradictions, rows } = await tallyOf(both, 100, 240_000);
      both.close();

      expect(contradictions).toEqual([]);
      expect(rows.unknown).toBe(0);
    },
    30 * minutes,
  );
});
