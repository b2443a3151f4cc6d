// Random protocols: what is proved of them is so in every state of small worlds, and what is lost is lost there.

import { afterAll, describe, expect, it } from 'vitest';
import type { Action } from '../../proof/form/action.js';
import { truth } from '../../proof/form/build.js';
import { withGuard } from '../../proof/form/edit.js';
import type { System } from '../../proof/form/system.js';
import { openSolver } from '../../proof/solver/find.js';
import { quickSolver } from './asking.js';
import { tallyOf } from './randomSystems.js';

const solver = openSolver(quickSolver);

afterAll(() => solver.close());

/** Where a hundred begin each; with the deep tests three hundred. */
const seeds = process.env.QUIESCE_DEEP === undefined ? [1] : [1, 1_000, 2_000];

describe('a result of another protocol', () => {
  it('is contradicted', async () => {
    const altered = (system: System) => {
      const [{ name }] = system.actions as [Action];
      return withGuard(system, name, 'never', () => truth(false));
    };

    const { contradictions } = await tallyOf(solver, 40, 5_000, { altered });

    expect(contradictions.length).toBeGreaterThan(20);
  }, 600_000);
});

describe('a hundred random protocols', () => {
  it.each(seeds)(
    'are as prove says, in all states of small worlds, from seed %i on',
    async (seed) => {
      const { contradictions, verdicts, rows, pictures } = await tallyOf(solver, 100, seed);

      expect(contradictions).toEqual([]);
      expect(verdicts.proved).toBeGreaterThan(20);
      expect(verdicts.refuted).toBeGreaterThan(10);
      expect(rows.unknown).toBe(0);
      expect(pictures).toBeGreaterThan(10);
    },
    600_000,
  );
});
