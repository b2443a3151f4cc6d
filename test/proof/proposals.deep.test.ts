// Conjuncts that may be missing: the search on small readings by hand, and sentences of the protocol that it finds again.

import { describe, expect, it } from 'vitest';
import { withoutConjunct } from '../../proof/form/edit.js';
import { textOf } from '../../proof/form/text.js';
import { hotSwap } from '../../proof/hotSwap/system.js';
import { smallestUnheardOf } from '../../proof/proposals/unheardOf.js';
import { variedInstances } from '../../proof/proposals/variedInstances.js';
import { vocabularyOf } from '../../proof/proposals/vocabulary.js';
import { prove } from '../../proof/prove.js';
import { quickSolver } from './asking.js';
import { Cars, cars } from './cars.js';

const reading = (...values: readonly number[]) => Uint8Array.from(values);
const limits = { factsMax: 3, sizes: [2, 3, 2], isBackground: () => false };

describe('the smallest facts that no known reading has together', () => {
  it('are single ones where one is enough', () => {
    const known = [reading(0, 0, 0), reading(1, 1, 0)];

    expect(smallestUnheardOf(reading(0, 1, 1), known, limits)).toEqual([
      [{ at: 2, values: [1] }],
      [
        { at: 0, values: [0] },
        { at: 1, values: [1, 2] },
      ],
    ]);
  });

  it('are widened to values that are met nowhere beside the others', () => {
    const known = [reading(0, 0, 0), reading(1, 1, 0), reading(1, 2, 0)];

    expect(smallestUnheardOf(reading(1, 0, 0), known, limits)).toEqual([
      [
        { at: 0, values: [1] },
        { at: 1, values: [0] },
      ],
    ]);
  });

  it('are none where the whole reading is known', () => {
    expect(smallestUnheardOf(reading(0, 0, 0), [reading(0, 0, 0)], limits)).toEqual([]);
  });

  it('are no more than the limit allows', () => {
    const known = [reading(1, 0, 0), reading(0, 1, 0), reading(0, 0, 1)];

    expect(smallestUnheardOf(reading(0, 0, 0), known, { ...limits, factsMax: 2 })).toEqual([]);
    expect(smallestUnheardOf(reading(0, 0, 0), known, limits)).toHaveLength(1);
  });

  it('are not made of what is fixed alone', () => {
    const known = [reading(0, 0, 0), reading(1, 1, 0)];
    const isBackground = (at: number) => at !== 1;

    expect(smallestUnheardOf(reading(0, 1, 1), known, { ...limits, isBackground })).toEqual([
      [
        { at: 0, values: [0] },
        { at: 1, values: [1, 2] },
      ],
    ]);
  });
});

describe('the vocabulary', () => {
  it('of one car speaks of it, of its driver, and of where that is', () => {
    const { observations } = vocabularyOf(cars, [Cars]);

    const first = observations.map(({ values }) => textOf(values[0]!));
    expect(first).toEqual([
      'colour c is red',
      'wet',
      'near c c',
      'place (driver c) is car c',
      'place (driver c) is driver driver c',
    ]);
  });

  it('of nothing speaks of what there is one of', () => {
    const { observations } = vocabularyOf(hotSwap, []);

    const texts = observations.map(({ values }) => textOf(values[0]!));
    expect(texts).toContain('pointer is object successor');
    expect(texts).toContain('phase current is unused');
    expect(texts.filter((text) => text.includes('firstObject'))).toEqual([]);
  });

  it('is read in variations of the instances too, which obey the axioms and are the same in every run', () => {
    const [one, other] = [variedInstances(hotSwap), variedInstances(hotSwap)];

    expect(one.length).toBeGreaterThan(hotSwap.instances.length);
    expect(one.map(({ fixed }) => [...fixed])).toEqual(other.map(({ fixed }) => [...fixed]));
  });
});

describe('a conjunct that is left out', () => {
  it.each([
    ['callersAreActive', 'for all c: not (not (at c is idle or returned) and generation (threadOf c) is gone)'],
    ['commitLeavesTransfer', 'not ((phase current is forward or block) and pointer is object successor)'],
    ['waitersAreAtAMediator', undefined],
  ])('%s is found again, or another that does as well', async (name, expected) => {
    const weak = withoutConjunct(hotSwap, name);

    const { verdict, counterexamples } = await prove(weak, { solver: quickSolver, picturesMax: 1 });

    const [best] = counterexamples[0]!.proposals!;
    expect(verdict).toBe('inconclusive');
    expect(best!.loses).toEqual([]);
    if (expected !== undefined) expect(best!.text).toBe(expected);
  });
});
