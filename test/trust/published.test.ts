// The published programs, by the engine and by the naive enumerator, against what the literature and closed forms say.

import { describe, expect, it } from 'vitest';
import { explore, outcomes } from '../../engine/index.js';
import { enumerate, executions } from './naive.js';
import { type Published, published } from './published.js';

const searches = ['breadthFirst', 'depthFirst'] as const;

describe.each(published)('$name', (program: Published) => {
  const naive = enumerate(program.system, program.of);

  it('has the states, outcomes and deadlocks that are known of it', () => {
    const { states, outcomes: count, deadlocks } = program.expected;

    expect(naive.deadlocks).toBe(deadlocks);
    if (states !== undefined) expect(naive.states).toBe(states);
    if (count !== undefined) expect(naive.outcomes).toHaveLength(count);
  });

  it.each(searches)('is the same to the engine, %s', (search) => {
    const found = outcomes(program.system, program.of, { search });

    expect(found).toMatchObject(naive);
  });

  it.each(searches)('is the same to the engine by fingerprints, %s', (search) => {
    const { states, transitions } = explore(program.system, [], { search, store: 'fingerprint' });

    expect({ states, transitions }).toEqual({ states: naive.states, transitions: naive.transitions });
  });

  it.runIf(program.expected.executions !== undefined)('has as many executions as are known of it', () => {
    expect(executions(program.system)).toBe(program.expected.executions);
  });
});
