// A quarter of the random scenarios, each explored over all interleavings: what the paper's mechanism keeps in the
// scenarios that were thought of, it keeps in those that were not. What was generated is printed, and must be varied.

import { describe, expect, it } from 'vitest';
import { scenarioArbitrary } from '../../../integrations/fastCheck.js';
import { exploreAll, scenariosInPart } from './exploring.js';
import { median, share, statisticsText } from './statistics.js';

const dayMs = 86_400_000;

/** exploreQuarter declares the tests of one quarter. The seed is written down in its file. */
export function exploreQuarter({ seed }: { readonly seed: number }): void {
  const runs = scenariosInPart();

  describe(`${runs} random scenarios with seed ${seed}`, () => {
    it('keep every safety property over all interleavings, and are small and varied', { timeout: dayMs }, () => {
      const explored = exploreAll({ arbitrary: scenarioArbitrary(), seed, runs });

      if (process.env.QUIESCE_PATH !== undefined) return;
      console.info(statisticsText(explored));
      expect(explored.length).toBe(runs);
      expect(median(explored.map(({ states }) => states))).toBeLessThan(50_000);
      expect(explored.filter(({ cut }) => cut).length).toBeLessThanOrEqual(Math.max(1, runs * 0.05));
      expect(share(explored, ({ happenings }) => happenings.phases.length === 4)).toBeGreaterThan(0.5);
      for (const [name, isSuch, least] of runs < enough ? [] : variety) {
        expect
          .soft(
            share(explored, ({ happenings }) => isSuch(happenings)),
            name,
          )
          .toBeGreaterThanOrEqual(least);
      }
    });
  });
}

type IsSuch = (happenings: Parameters<typeof statisticsText>[0][number]['happenings']) => boolean;

/** Fewer are too few for the rarest of these: then it is asked of the deep tests, and of what is drawn in fastCheck.test.ts. */
const enough = 100;

/** What must be among the scenarios, and in which part of them at least. */
const variety: readonly (readonly [name: string, isSuch: IsSuch, least: number])[] = [
  ['calls nested twice', ({ depth }) => depth >= 2, 0.15],
  ['mutual calls', ({ mutual }) => mutual, 0.05],
  ['two completed swaps', ({ completed }) => completed >= 2, 0.1],
  ['an aborted swap', ({ aborted }) => aborted > 0, 0.1],
  ['a refused swap', ({ refused }) => refused, 0.05],
  ['two swapped references', ({ swapped }) => swapped === 2, 0.05],
  ['a call that is held back', ({ heldBack }) => heldBack, 0.2],
  ['an exception', ({ exceptions }) => exceptions, 0.04],
  ['a sleep', ({ sleeps }) => sleeps, 0.01],
];
