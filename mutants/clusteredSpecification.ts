// Defects of the TLA+ specification of the per-processor form, as edits of tla/ClusteredHotSwap.tla. As of the specification of
// the one-mediator form: what a configuration claims refutes them, or the implementation; and a mutant of the mechanism of
// the same name is the same defect there.

import type { Edit, Mutant } from './mutant.js';

function edit(find: string, replace: string): Edit {
  return { file: 'tla/ClusteredHotSwap.tla', find, replace };
}

interface Entry {
  readonly name: string;
  readonly statement: string;
  readonly edits: readonly Edit[];
  readonly killedBy: Mutant['killedBy'];
}

function graceOf(generations: number): readonly Edit[] {
  return [
    edit('GraceOver(p) == advanced[p] = 2', `GraceOver(p) == advanced[p] = ${generations}`),
    edit('  /\\ advanced[p] < 2\n', `  /\\ advanced[p] < ${generations}\n`),
  ];
}

const entries: readonly Entry[] = [
  {
    name: 'oneAdvanceOfProcessor',
    statement: 'a worker lets one generation of its processor pass in a grace period, not two',
    edits: graceOf(1),
    killedBy: ['Quiescence in ClusteredOneCaller', 'implementation in ClusteredOneCaller'],
  },
  {
    name: 'oneAdvanceMoreOfProcessor',
    statement: 'a worker waits for three generations of its processor',
    edits: [...graceOf(3), edit('advanced[p] \\in 0..2', 'advanced[p] \\in 0..3')],
    killedBy: ['implementation in ClusteredOneCaller'],
  },
  {
    name: 'missesNotDrained',
    statement: 'the global entry is turned while misses are under way',
    edits: [edit('  /\\ root = "requested"\n  /\\ NoMiss\n', '  /\\ root = "requested"\n')],
    killedBy: ['Quiescence in ClusteredFirstTouch'],
  },
  {
    name: 'missesNotDrainedAtTheEnd',
    statement: 'the swap is concluded while misses are under way',
    edits: [edit('  /\\ AllArrived\n  /\\ NoMiss\n', '  /\\ AllArrived\n')],
    killedBy: ['NoUseAfterFree in ClusteredFirstTouch'],
  },
  {
    name: 'flushSkipped',
    statement: 'a worker does not flush the local entry of its processor',
    edits: [edit("  /\\ local' = [local EXCEPT ![p] = Miss]\n", "  /\\ local' = local\n")],
    killedBy: ['Quiescence in ClusteredOneCaller', 'implementation in ClusteredOneCaller'],
  },
  {
    name: 'mediatorLeftInEntry',
    statement: 'a worker leaves the mediator in the local entry of its processor',
    edits: [
      edit(
        "  /\\ local' = IF LeadsToMediator(local[p]) THEN [local EXCEPT ![p] = Miss] ELSE local\n",
        "  /\\ local' = local\n",
      ),
    ],
    killedBy: ['NoUseAfterFree in ClusteredOneCaller'],
  },
  {
    name: 'rootDoesNotAwaitProcessors',
    statement: 'the root blocks though a processor is in forward still',
    edits: [edit('  /\\ \\A p \\in Processors : worker[p] \\in {"block", "absent", "born"}\n', '')],
    killedBy: ['RootBlocksLast in ClusteredOneCaller'],
  },
  {
    name: 'zeroOfProcessorsNotAwaited',
    statement: 'the workers are told to transfer though a processor counts a call',
    edits: [edit('  /\\ NoneCounted\n', '')],
    killedBy: ['Quiescence in ClusteredOneCaller'],
  },
  {
    name: 'commitByFirstAtBarrier',
    statement: 'the first worker that has moved its part commits, without waiting for the others',
    edits: [edit('AllArrived == \\A p', 'AllArrived == \\E p')],
    killedBy: ['StatePreserved in ClusteredTwoProcessors'],
  },
  {
    name: 'partLeftBehind',
    statement: 'nobody moves the parts of processors that have no worker',
    edits: [edit('IF worker[On(c)] \\in {"absent", "born"} THEN', 'IF FALSE THEN')],
    killedBy: ['StatePreserved in ClusteredTwoSwaps'],
  },
  {
    name: 'bornInForward',
    statement: 'the representative of a processor that has not called before lets calls through',
    edits: [edit('IF local[p] = Miss THEN "block" ELSE "forward"]', '"forward"]')],
    killedBy: ['RootBlocksLast in ClusteredFirstTouch', 'implementation in ClusteredFirstTouch'],
  },
  {
    name: 'bornWithoutWorker',
    statement: 'no worker is made for a processor that is first touched during the swap',
    edits: [edit('IF IsBirth(t) THEN [worker EXCEPT ![Home[t]] = "born"] ELSE worker', 'worker')],
    killedBy: ['WaitersWillBeReleased in ClusteredFirstTouch'],
  },
  {
    name: 'representativeFreedAtOnce',
    statement: 'a worker retires without a second grace period',
    edits: [edit('  /\\ worker[p] = "retiring"\n  /\\ GraceOver(p)\n', '  /\\ worker[p] = "retiring"\n')],
    killedBy: ['NoUseAfterFree in ClusteredOneCaller'],
  },
  {
    name: 'neverGivenUp',
    statement: 'a swap is not given up any more once the root blocks',
    edits: [edit('  /\\ root \\in {"forward", "block", "transfer"}\n', '  /\\ root = "forward"\n')],
    killedBy: ['implementation in ClusteredRecursionAbort'],
  },
];

/** clusteredSpecificationMutants are the defects that the specification of the per-processor form can say. */
export const clusteredSpecificationMutants: readonly Mutant[] = Object.freeze(
  entries.map((entry): Mutant => Object.freeze({ kind: 'specification', numbers: [], ...entry })),
);
