// State counts that explicit-state checkers publish for their own examples; what is larger is in explicitState.deep.test.ts,
// or asked with the deep tests.

import { describe, expect, it } from 'vitest';
import { outcomes } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { replicatedRegister, singleCopyRegister, twoPhaseCommit } from './explicitState.js';
import { enumerate } from './naive.js';

const models: readonly { name: string; system: System; states: number; transitions?: number }[] = [
  { name: 'two-phase commit of 3', system: twoPhaseCommit(3), states: 288, transitions: 1145 },
  { name: 'two-phase commit of 4', system: twoPhaseCommit(4), states: 1568 },
  { name: 'a single-copy register', system: singleCopyRegister(), states: 93 },
  { name: 'the replicated register of Attiya, Bar-Noy and Dolev', system: replicatedRegister(), states: 544 },
];

const statesMost = process.env.QUIESCE_DEEP === undefined ? 600 : 2000;

describe.each(models.filter((model) => model.states < statesMost))('$name', ({ system, states, transitions }) => {
  const searches = states < 1000 ? (['breadthFirst', 'depthFirst'] as const) : (['breadthFirst'] as const);

  it.each(searches)('has the published number of states, %s', (search) => {
    const found = outcomes(system, () => null, { search });

    expect(found.states).toBe(states);
    if (transitions !== undefined) expect(found.transitions).toBe(transitions);
  });

  it.runIf(states < statesMost / 2)('has as many for the naive enumerator', () => {
    expect(enumerate(system).states).toBe(states);
  });
});
