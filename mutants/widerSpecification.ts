// Defects of tla/ClusteredWider.tla: of what the per-processor form has where threads migrate and components are destroyed.
// The rest of that module is as in ClusteredHotSwap, whose mutants are in clusteredSpecification.ts.

import type { Edit, Mutant } from './mutant.js';

function edit(find: string, replace: string): Edit {
  return { file: 'tla/ClusteredWider.tla', find, replace };
}

const entries: readonly Pick<Mutant, 'name' | 'statement' | 'edits' | 'killedBy'>[] = [
  {
    name: 'graceBeginsByItself',
    statement: 'where threads migrate, a grace period begins when its own worker has flushed',
    edits: [
      edit('IF q = p THEN (IF Migrates /\\ ~IsLastToFlush(p) THEN "met" ELSE "forward")', 'IF q = p THEN "forward"'),
    ],
    killedBy: ['Quiescence in ClusteredMigratingFirst'],
  },
  {
    name: 'processorBlocksByItself',
    statement: 'where threads migrate, a processor blocks when its own generations have passed',
    edits: [edit('  /\\ Migrates => \\A q \\in Processors : IsThrough(q)\n', '')],
    killedBy: ['deadlock in ClusteredMigrating'],
  },
  {
    name: 'tableOfEachProcessor',
    statement: 'a representative lets through whom its own table has, though the thread has gone on elsewhere',
    edits: [
      edit(
        'ThreadOf(d) = ThreadOf(c) /\\ aim[d] = aim[c]',
        'ThreadOf(d) = ThreadOf(c) /\\ aim[d] = aim[c] /\\ On(d) = On(c)',
      ),
    ],
    killedBy: ['deadlock in ClusteredMigrating'],
  },
  {
    name: 'secondGraceBeginsByItself',
    statement: 'where threads migrate, a second grace period begins when its own worker has let go',
    edits: [edit('THEN "letGo" ELSE "retiring")', 'THEN "retiring" ELSE "retiring")')],
    killedBy: ['NoUseAfterFree in ClusteredMigratingFirst'],
  },
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
