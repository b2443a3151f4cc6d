// The mutants of what is written in the language: each in a copy of the package, where its check tells it apart.

import { describe, expect, it } from 'vitest';
import { languageMutants } from '../../mutants/language.js';
import { withCopy } from '../../runner/mutants/copiedPackage.js';
import { askKiller, SoundMachine } from '../../runner/mutants/hunt.js';

describe('a defect of what is written in the language', () => {
  it.each(languageMutants.map((mutant) => [mutant.name, mutant] as const))('%s is caught', async (_, mutant) => {
    const answer = await withCopy(mutant.edits, (copy) =>
      askKiller(copy, mutant, mutant.killedBy[0]!, new SoundMachine()),
    );

    expect(answer.error).toBeUndefined();
    expect(answer.kill).toMatchObject({ in: 'language' });
  });
});
