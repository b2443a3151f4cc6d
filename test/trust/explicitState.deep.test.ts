// The largest of the published state counts of explicit-state checkers, and the naive enumerator on a large one.

import { expect, it } from 'vitest';
import { outcomes } from '../../engine/index.js';
import { twoPhaseCommit } from './explicitState.js';
import { enumerate } from './naive.js';

it('two-phase commit of 5 has the published number of states', () => {
  const { states, transitions } = outcomes(twoPhaseCommit(5), () => null, { search: 'breadthFirst' });

  expect({ states, transitions }).toEqual({ states: 8832, transitions: 58_145 });
});

it('two-phase commit of 4 has the published number of states for the naive enumerator', () => {
  expect(enumerate(twoPhaseCommit(4)).states).toBe(1568);
});
