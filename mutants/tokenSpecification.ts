// Defects of the TLA+ specification of the token, as edits of tla/Token.tla.

import type { Edit, Mutant } from './mutant.js';

function edit(find: string, replace: string): Edit {
  return { file: 'tla/Token.tla', find, replace };
}

const entries: readonly Pick<Mutant, 'name' | 'statement' | 'edits' | 'killedBy'>[] = [
  {
    name: 'tokenNotHeld',
    statement: 'the token goes on without waiting for the threads that were active when it came',
    edits: [edit('  /\\ visit = "holding"\n  /\\ held = {}\n', '  /\\ visit = "holding"\n')],
    killedBy: ['NoUseAfterFree in TokenTwoProcessors'],
  },
  {
    name: 'freedInTheRunningRound',
    statement: 'the round that was running when an object was destroyed counts for it',
    edits: [edit('object = "destroyed" -> "counting"', 'object = "destroyed" -> "freed"')],
    killedBy: ['NoUseAfterFree in TokenTwoProcessors'],
  },
  {
    name: 'referenceUsedAtOnce',
    statement: 'the reference of an object is used anew as soon as the object is freed',
    edits: [edit('object = "counting" -> "freed"', 'object = "counting" -> "recycled"')],
    killedBy: ['NoStaleReference in TokenTwoProcessors'],
  },
  {
    name: 'joiningCounts',
    statement: 'the round that is running when a processor joins counts',
    edits: [edit("  /\\ stutters' = TRUE\n", '  /\\ UNCHANGED stutters\n')],
    killedBy: ['NoUseAfterFree in TokenJoining'],
  },
  {
    name: 'leftWithThreads',
    statement: 'a processor leaves the ring though threads are active there',
    edits: [edit('  /\\ ActiveOn(p) = {}\n', '')],
    killedBy: ['TypeOK in TokenJoining'],
  },
];

/** tokenSpecificationMutants are the defects that the specification of the token can say. */
export const tokenSpecificationMutants: readonly Mutant[] = Object.freeze(
  entries.map((entry): Mutant => Object.freeze({ kind: 'specification', numbers: [], ...entry })),
);
