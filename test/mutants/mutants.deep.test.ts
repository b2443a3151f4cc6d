// Mutants: every deliberate defect is given away by each of its killers, in a copy of the package that has it; and the
// schedule that kills a mutant of the mechanism is replayed there.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editsToRun, inThePaper, mutants } from '../../mutants/catalogue.js';
import { groundOf, type Mutant } from '../../mutants/mutant.js';
import { mutantsText } from '../../reports/mutants.js';
import { type CopiedPackage, withCopy } from '../../runner/mutants/copiedPackage.js';
import { askKiller, SoundMachine } from '../../runner/mutants/hunt.js';
import { makeMutantResult, mutantExitCodeOf } from '../../runner/mutants/result.js';
import { sampleRow } from './sampleRow.js';

const sound = new SoundMachine();

/** Those of the engine are asked in test/engineMutants, in copies of the engine alone. */
const asked = mutants.filter(({ kind }) => kind !== 'engine');

describe('a mutant', () => {
  it.each(asked.map((mutant) => [`${mutant.kind} ${mutant.name}`, mutant] as const))(
    '%s is given away by each of its killers',
    async (_, mutant) => {
      const kills = await withCopy(editsToRun(mutant), (copy) => killsIn(copy, mutant));

      expect(kills).toEqual(mutant.killedBy);
    },
  );

  it('leaves nothing behind', async () => {
    const folder = await withCopy([], async (copy) => copy.folder);

    expect(existsSync(folder)).toBe(false);
    expect(existsSync(dirname(folder))).toBe(false);
  });
});

/** The killers that do: the first beside all others, as in the table, the rest alone. Where one has a path, it is replayed. */
async function killsIn(copy: CopiedPackage, mutant: Mutant): Promise<readonly string[]> {
  const kills: string[] = [];
  for (const [index, killer] of mutant.killedBy.entries()) {
    const { kill, error } = await askKiller(copy, mutant, killer, sound, index > 0);
    const again = kill?.path && (await copy.ask({ ask: 'replay', schedule: kill.path.schedule, continue: false }));
    const reproduced = again === undefined || again.reproduced === true;
    if (kill && kill.by === groundOf(killer).by && reproduced) kills.push(killer);
    else kills.push(`${killer}: ${error ?? (reproduced ? 'no' : 'not reproduced')}`);
  }
  return kills;
}

describe('the report of mutants', () => {
  it('shows survivors, wrong proofs and errors, and fails for them', () => {
    const rows = [
      sampleRow('killedOne', 'killed'),
      sampleRow('survivor', 'survived'),
      sampleRow('sameAsBefore', 'equivalent'),
      { ...sampleRow('notTheSame', 'killed'), proof: 'none can tell' },
      sampleRow('cutShort', 'inconclusive'),
    ];
    const result = makeMutantResult(
      rows,
      [{ number: 'M11', statement: 'a table of thread ids per processor', needs: 'threads that migrate' }],
      inThePaper.slice(0, 1),
    );

    expect(mutantsText(result, 'npx quiesce', { edits: true })).toMatchSnapshot();
    expect(mutantExitCodeOf(result)).toBe(1);
  });

  it.each([
    [0, ['killed', 'equivalent']],
    [1, ['killed', 'survived', 'inconclusive']],
    [3, ['killed', 'inconclusive']],
    [4, ['failed', 'survived']],
  ] as const)('exits with %i for %j', (code, fates) => {
    const result = makeMutantResult(fates.map((fate) => sampleRow(fate, fate)));

    expect(mutantExitCodeOf(result)).toBe(code);
  });
});
