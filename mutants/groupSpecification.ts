// Defects of the TLA+ specification of group swap: each of its rules left out, as an edit of tla/GroupSwap.tla.

import type { Edit, Mutant } from './mutant.js';

function edit(find: string, replace: string): Edit {
  return { file: 'tla/GroupSwap.tla', find, replace };
}

const entries: readonly Pick<Mutant, 'name' | 'statement' | 'edits' | 'killedBy'>[] = [
  {
    name: 'memberBlocksByItself',
    statement: 'rules 1 and 2: a member blocks when its own generations have passed',
    edits: [edit('  /\\ AllInterposed\n  /\\ AllGracesOver\n', '  /\\ GraceOver(k)\n')],
    killedBy: ['deadlock in GroupCallsTheOther'],
  },
  {
    name: 'tableOfOwnMember',
    statement: 'rule 3: a member lets through whom its own table has',
    edits: [
      edit(
        'Tracked(c) == \\E d \\in table : ThreadOf(d) = ThreadOf(c)',
        'Tracked(c) == \\E d \\in table : ThreadOf(d) = ThreadOf(c) /\\ aim[d] = aim[c]',
      ),
    ],
    killedBy: ['InsideIsNeverHeldBack in GroupCallsTheOther'],
  },
  {
    name: 'countOfOwnMember',
    statement: 'rule 4: a member waits for its own count only',
    edits: [edit('  /\\ AllBlock\n  /\\ NoneCounted\n', '  /\\ AllBlock\n  /\\ count[k][Current(k)] = 0\n')],
    killedBy: ['Quiescence in GroupCallsTheOther'],
  },
  {
    name: 'mediatorOfMemberFreedAtOnce',
    statement: "a member's mediator is freed without a second grace period",
    edits: [edit('  /\\ stage[k] = "reclaiming"\n  /\\ GraceOver(k)\n', '  /\\ stage[k] = "reclaiming"\n')],
    killedBy: ['NoUseAfterFree in GroupCallsTheOther'],
  },
];

/** groupSpecificationMutants are the defects that the specification of group swap can say. */
export const groupSpecificationMutants: readonly Mutant[] = Object.freeze(
  entries.map((entry): Mutant => Object.freeze({ kind: 'specification', numbers: [], ...entry })),
);
