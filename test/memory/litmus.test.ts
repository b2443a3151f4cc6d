// The outcome tables of the literature: how many outcomes each litmus test has under sequential consistency, total store
// order and partial store order. The first seven would pass without forwarding; the last two are what shows it.

import { describe, expect, it } from 'vitest';
import type { MemoryModel } from '../../engine/multiprocessor/storeBuffers.js';
import { fenced, type Litmus, litmusTests, locked, outcomesOf } from './litmus.js';

const models: readonly MemoryModel[] = ['sc', 'tso', 'pso'];

const published: Readonly<Record<string, readonly [number, number, number]>> = {
  SB: [3, 4, 4],
  MP: [3, 3, 4],
  LB: [3, 3, 3],
  IRIW: [15, 15, 15],
  '2+2W': [3, 3, 4],
  S: [3, 3, 4],
  R: [3, 4, 4],
  'SB with read of own write': [3, 4, 4],
  n6: [4, 5, 6],
};

const sizes = (litmus: Litmus) => models.map((model) => outcomesOf(litmus, model).length);

describe('the outcomes of a litmus test', () => {
  it.each(litmusTests)('are as many as published: $name', (litmus) => {
    expect(sizes(litmus)).toEqual(published[litmus.name]);
  });

  it.each(litmusTests)('are those of sequential consistency with fences, whatever the memory: $name', (litmus) => {
    const consistent = outcomesOf(litmus, 'sc');

    for (const model of models) expect(outcomesOf(fenced(litmus), model)).toEqual(consistent);
  });

  it.each(litmusTests)(
    'are those of sequential consistency with locked stores, whatever the memory: $name',
    (litmus) => {
      const consistent = outcomesOf(litmus, 'sc');

      for (const model of models) expect(outcomesOf(locked(litmus), model)).toEqual(consistent);
    },
  );

  it.each(litmusTests)('only become more as memory becomes weaker: $name', (litmus) => {
    const [sc, tso, pso] = models.map((model) => outcomesOf(litmus, model)) as [string[], string[], string[]];

    expect(sc.filter((outcome) => !tso.includes(outcome))).toEqual([]);
    expect(tso.filter((outcome) => !pso.includes(outcome))).toEqual([]);
  });
});
