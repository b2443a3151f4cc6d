// Rows of a mutant report by hand, for its drawing and its exit codes.

import type { MutantFate, MutantRow } from '../../runner/mutantResult.js';

/** sampleRow makes a row of a fate. */
export function sampleRow(mutant: string, fate: MutantFate): MutantRow {
  const row = { mutant, numbers: ['M0'], statement: 'one thing is left out', fate, explorations: 2, states: 1234 };
  if (fate === 'equivalent') return { ...row, proof: 'nobody is left who could notice' };
  if (fate === 'failed') return { ...row, error: 'QSC901 it broke' };
  if (fate !== 'killed') return row;
  const found = { property: 'quiescence', scenario: 'selfSwap', mechanism: `${mutant}.abortAnywhere` } as const;
  return {
    ...row,
    kill: {
      ...found,
      steps: 12,
      length: 'shortest',
      schedule: `v1 selfSwap@${mutant}:quiescence c1`,
      states: 617,
      also: [],
    },
  };
}
