// The fence of the hot-swap mechanism: the read-modify-write with which the last worker turns the root to block, before it
// looks at who is in flight. Its text in copies: with a plain store in the place of it, and with a fence behind that.

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { explore } from '../../engine/index.js';
import type { MemoryModel } from '../../engine/multiprocessor/storeBuffers.js';
import { mutantNamed } from '../../mutants/catalogue.js';
import type { Edit } from '../../mutants/mutant.js';
import { makeCopy } from '../../runner/mutants/copy.js';
import { taskOf } from '../../runner/verify.js';
import { scenarios } from '../../scenarios/index.js';

const out = join(import.meta.dirname, '..', '..', 'out');
const scenario = scenarios.find(({ name }) => name === 'swappedAgain')!;
const { edits } = mutantNamed('mechanism', 'rootBlocksUnfenced')!;
const fenced: readonly Edit[] = edits.map((edit) => ({
  ...edit,
  replace: edit.replace
    .replace('yield* store(mediator.phase, rootPhase.block);', '$&\n  yield* fence();')
    .replace('import { exchange,', 'import { exchange, fence,'),
}));

/** Whether everybody goes on, with the text so edited. */
async function stuckWith(edited: readonly Edit[], memory: MemoryModel): Promise<string> {
  const folder = mkdtempSync(join(out, 'mutant-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, 'node_modules', 'quiesce');
  makeCopy(copy, edited);
  const { perProcessor } = await import(join(copy, 'dist', 'scenarios', 'mechanisms.js'));
  const variant = {
    ...scenario.variants.find(({ mechanism }) => mechanism.name === 'perProcessor')!,
    mechanism: perProcessor,
  };
  const { system } = taskOf(scenario, variant);
  const { verdicts } = explore({ ...system, memory, storeBuffer: 2 }, [], { builtIn: ['noStuck'], liveExecutions: 2 });
  return verdicts[0]!.verdict;
}

describe('the turn of the root to block', () => {
  it('may be a plain store where stores are seen at once', async () => {
    expect(await stuckWith(edits, 'sc')).toBe('proved');
  });

  it('has to be fenced where they are buffered', async () => {
    expect(await stuckWith(edits, 'tso')).toBe('refuted');
    expect(await stuckWith(fenced, 'tso')).toBe('proved');
    expect(await stuckWith([], 'tso')).toBe('proved');
  });
});
