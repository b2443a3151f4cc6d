// Rows of a mutant report by hand, for its drawing and its exit codes.

import type { MutantFate, MutantRow } from '../../runner/mutants/result.js';

const edits = [{ file: 'impl/hotswap/swap.ts', find: 'yield* one();\nyield* two();', replace: 'yield* one();' }];

/** sampleRow makes a row of a fate. */
export function sampleRow(mutant: string, fate: MutantFate): MutantRow {
  const statement = 'one thing is left out';
  const row: MutantRow = {
    ...{ kind: 'mechanism', mutant, numbers: ['M0'], statement, edits, fate, explorations: 2, states: 1234 },
  };
  if (fate === 'equivalent') return { ...row, proof: 'nobody is left who could notice' };
  if (fate === 'failed') return { ...row, error: 'QSC901 it broke' };
  if (fate !== 'killed') return row;
  const schedule = `v1 selfSwap@${mutant}:quiescence c1`;
  const path = { steps: 12, length: 'shortest', schedule, states: 617, also: [] } as const;
  return { ...row, kill: { by: 'quiescence', in: 'selfSwap@abortAnywhere', path } };
}
