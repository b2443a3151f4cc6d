// That erasing has changed nothing: the hooked text is driven one operation at a time beside the compiled threads, and the
// text of the event loop from await to await.

import { describe, expect, it } from 'vitest';
import { erasedFolder, isErasable, load } from '../../runner/realThreads/erasedSystem.js';
import { scenarios } from '../../scenarios/index.js';
import { compareByOperation } from './drivenByOperation.js';

const executions = Number(process.env.QUIESCE_RANDOM ?? 2);
const hooked = await load(erasedFolder, 'hooked', undefined as never);
const pairs = scenarios.flatMap((scenario) =>
  scenario.variants
    .filter((variant) => isErasable(hooked, scenario, variant))
    .map((variant) => ({ name: `${scenario.name}@${variant.mechanism.name}`, scenario, variant })),
);

describe('the hooked text, one operation at a time', () => {
  it('is there for most scenarios of the mechanism', () => {
    expect(pairs.length).toBeGreaterThan(40);
  });

  it.each(pairs)('does what compiled threads do in $name', async ({ scenario, variant }) => {
    let steps = 0;

    for (let seed = 1; seed <= executions; seed++)
      steps += await compareByOperation(erasedFolder, scenario, variant, seed);

    expect(steps).toBeGreaterThan(executions);
  });
});
