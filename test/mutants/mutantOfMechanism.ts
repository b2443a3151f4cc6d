// A mechanism with a defect, for tests that run it beside the sound package: loaded from a copy that has the mutant.
// The copy lies in a folder that vitest takes for installed packages, so that it is loaded as it is.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { MechanismVariant } from '../../impl/contract.js';
import { mutantNamed } from '../../mutants/catalogue.js';
import { makeCopy } from '../../runner/mutants/copy.js';

const out = join(import.meta.dirname, '..', '..', 'out');

/** mutantOfMechanism is the paper's mechanism with the defect; the copy is there until the test is over. */
export async function mutantOfMechanism(name: string): Promise<MechanismVariant> {
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(out, 'mutant-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, 'node_modules', 'quiesce');
  makeCopy(copy, mutantNamed('mechanism', name)!.edits);
  const { asItIs } = await import(join(copy, 'dist', 'scenarios', 'mechanisms.js'));
  return { ...asItIs, name };
}
