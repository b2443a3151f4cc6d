// Defects of the token, as edits of impl/clustered/token.ts: each of its rules left out.

import type { Edit, Mutant } from './mutant.js';

function edit(find: string, replace: string): Edit {
  return { file: 'impl/clustered/token.ts', find, replace };
}

const entries: readonly Pick<Mutant, 'name' | 'statement' | 'edits' | 'killedBy'>[] = [
  {
    name: 'tokenNotHeld',
    statement: 'the token goes on without waiting for the threads that were active when it came',
    edits: [
      edit('  yield* scope(grace, Object.freeze({ clustered: countingOn(ring), processor, deadline: null }));\n', ''),
    ],
    killedBy: ['noUseAfterFree in tokenOnTwoProcessors@token', 'specification in TokenTwoProcessors'],
  },
  {
    name: 'freedInTheRunningRound',
    statement: 'the round that was running when an object was destroyed counts for it',
    edits: [
      edit(
        'if (progress === destruction.destroyed) yield* beginCounting(ring);',
        'if (progress === destruction.destroyed) yield* reclaim(ring);',
      ),
    ],
    killedBy: ['noUseAfterFree in tokenOnTwoProcessors@token', 'specification in TokenTwoProcessors'],
  },
  {
    name: 'referenceUsedAtOnce',
    statement: 'the reference of an object is used anew as soon as the object is freed',
    edits: [edit('  yield* store(ring.progress, destruction.freed);\n', '  yield* useAnew(ring);\n')],
    killedBy: ['leadsNobodyAstray in tokenOnTwoProcessors@token', 'specification in TokenTwoProcessors'],
  },
  {
    name: 'joiningCounts',
    statement: 'the round that is running when a processor joins counts',
    edits: [edit('  yield* store(ring.stutters, 1);\n', '  yield* store(ring.stutters, 0);\n')],
    killedBy: ['noUseAfterFree in tokenWhileOneJoins@token', 'specification in TokenOneJoins'],
  },
  {
    name: 'leftWithThreads',
    statement: 'a processor that stops leaves the ring without waiting for the threads that are active there',
    edits: [edit('  yield* scope(grace,', '  if (!stops) yield* scope(grace,')],
    killedBy: ['noUseAfterFree in tokenWhileOneJoins@token', 'specification in TokenOneJoins'],
  },
];

/** tokenMutants are the defects of the token. No mechanism for swaps has it, so no other scenario shows them. */
export const tokenMutants: readonly Mutant[] = Object.freeze(
  entries.map((entry): Mutant => Object.freeze({ kind: 'mechanism', numbers: [], actsIn: () => false, ...entry })),
);
