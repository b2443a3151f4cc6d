// That erasing has changed nothing on the event loop: the text is driven from await to await beside the compiled threads.

import { describe, expect, it } from 'vitest';
import { erasedFolder, isErasable, load } from '../../runner/realThreads/erasedSystem.js';
import { scenarios } from '../../scenarios/index.js';
import { compareByAwait } from './drivenByAwait.js';

const executions = Number(process.env.QUIESCE_RANDOM ?? 2);
const stepped = await load(erasedFolder, 'stepped', undefined as never);
const pairs = scenarios.flatMap((scenario) =>
  scenario.variants
    .filter((variant) => isErasable(stepped, scenario, variant) && isOfOneProcessor(scenario.processors))
    .map((variant) => ({ name: `${scenario.name}@${variant.mechanism.name}`, scenario, variant })),
);

function isOfOneProcessor(processors: number | readonly string[]): boolean {
  return typeof processors === 'number' ? processors === 1 : processors.length === 1;
}

describe('the text of the event loop, from await to await', () => {
  it('is there for most scenarios of the mechanism', () => {
    expect(pairs.length).toBeGreaterThan(15);
  });

  it.each(pairs)('does what compiled threads do in $name', async ({ scenario, variant }) => {
    let rounds = 0;

    for (let seed = 1; seed <= executions; seed++)
      rounds += await compareByAwait(erasedFolder, scenario, variant, seed);

    expect(rounds).toBeGreaterThan(executions);
  });
});
