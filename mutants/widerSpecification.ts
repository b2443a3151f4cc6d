// Defects of tla/ClusteredWider.tla: of what the per-processor form has where components are destroyed.
// The rest of that module is as in ClusteredHotSwap, whose mutants are in clusteredSpecification.ts.

import type { Edit, Mutant } from './mutant.js';

function edit(find: string, replace: string): Edit {
  return { file: 'tla/ClusteredWider.tla', find, replace };
}

const entries: readonly Pick<Mutant, 'name' | 'statement' | 'edits' | 'killedBy'>[] = [
  {
    name: 'destroyedAtOnce',
    statement: 'a component is destroyed while those who may still call it are active',
    edits: [edit('  /\\ \\A p \\in Processors : ended[p] = 2\n', '')],
    killedBy: ['NoUseAfterFree in ClusteredDestroyed'],
  },
];

/** widerSpecificationMutants are the defects that ClusteredWider can say. */
export const widerSpecificationMutants: readonly Mutant[] = Object.freeze(
  entries.map((entry): Mutant => Object.freeze({ kind: 'specification', numbers: [], ...entry })),
);
