// The published programs, by the engine and by the naive enumerator, against what the literature and closed forms say.

import { describe, expect, it } from 'vitest';
import { type ExploreOptions, outcomes } from '../../engine/explore/index.js';
import { enumerate, executions } from './naive.js';
import { type Published, published } from './published.js';

const ways: readonly ExploreOptions[] = [
  { search: 'breadthFirst', store: 'exact' },
  { search: 'depthFirst', store: 'exact' },
  { search: 'breadthFirst', store: 'fingerprint' },
  { search: 'depthFirst', store: 'fingerprint' },
];

describe.each(published)('$name', (program: Published) => {
  const naive = enumerate(program.system, program.of);

  it('has the states, outcomes and deadlocks that are known of it', () => {
    const { states, outcomes: count, deadlocks } = program.expected;

    expect(naive.deadlocks).toBe(deadlocks);
    if (states !== undefined) expect(naive.states).toBe(states);
    if (count !== undefined) expect(naive.outcomes).toHaveLength(count);
  });

  it.each(ways)('is explored alike by the engine, $search in a store that is $store', (way) => {
    const found = outcomes(program.system, program.of, way);

    expect(found).toMatchObject(naive);
  });

  it.runIf(program.expected.executions !== undefined)('has as many executions as are known of it', () => {
    expect(executions(program.system)).toBe(program.expected.executions);
  });
});
