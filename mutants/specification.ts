// Defects of the TLA+ specification, as edits of tla/HotSwap.tla. One that allows too much is refuted by what a
// configuration claims; one that forbids too much by the implementation, which takes a step that the graph, made again,
// has not. A mutant of the mechanism of the same name is the same defect there, and plays the counterexample.

import { type Edit, lines, type Mutant } from './mutant.js';

function edit(find: string, replace: string): Edit {
  return { file: 'tla/HotSwap.tla', find, replace };
}

interface Entry {
  readonly name: string;
  readonly statement: string;
  readonly edits: readonly Edit[];
  readonly killedBy: Mutant['killedBy'];
}

/** The generations that a grace period lets pass. */
function graceOf(generations: number): readonly Edit[] {
  return [
    edit('advanced[p] = 2', `advanced[p] = ${generations}`),
    edit('  /\\ advanced[p] < 2\n', `  /\\ advanced[p] < ${generations}\n`),
  ];
}

const entries: readonly Entry[] = [
  {
    name: 'noAdvance',
    statement: 'no generation is waited for',
    edits: graceOf(0),
    killedBy: ['Quiescence in OneCaller', 'implementation in OneCaller'],
  },
  {
    name: 'oneAdvance',
    statement: 'one generation is waited for, where two are needed',
    edits: graceOf(1),
    killedBy: ['Quiescence in OneCaller', 'implementation in OneCaller'],
  },
  {
    name: 'oneAdvanceMore',
    statement: 'three generations are waited for',
    edits: [...graceOf(3), edit('advanced[p] \\in 0..2', 'advanced[p] \\in 0..3')],
    killedBy: ['implementation in OneCaller'],
  },
  {
    name: 'forwardSkipped',
    statement: 'the mediator blocks without waiting for the calls that came before it',
    edits: [edit('  /\\ swapper = "forward"\n  /\\ GraceOver\n', '  /\\ swapper = "forward"\n')],
    killedBy: ['Quiescence in OneCaller'],
  },
  {
    name: 'countAfterUnlock',
    statement: 'a call is counted after it has been let through',
    edits: [
      edit('Stages == {"idle", "invoked", ', 'Stages == {"idle", "invoked", "admitted", '),
      edit(
        'countIn(c) ==\n  /\\ at[c] = "invoked"\n  /\\ LeadsToMediator(aim[c])\n  /\\ Admits(aim[c][2], c)\n',
        lines(
          'admit(c) ==',
          '  /\\ at[c] = "invoked"',
          '  /\\ LeadsToMediator(aim[c])',
          '  /\\ mphase[aim[c][2]] = "forward"',
          '  /\\ at\' = [at EXCEPT ![c] = "admitted"]',
          '  /\\ UNCHANGED <<aim, age, count, table, state>>',
          '  /\\ UNCHANGED swapVars',
          '',
          'countIn(c) ==',
          '  /\\ \\/ at[c] = "admitted"',
          '     \\/ /\\ at[c] = "invoked"',
          '        /\\ LeadsToMediator(aim[c])',
          '        /\\ mphase[aim[c][2]] = "block"',
          '        /\\ Tracked(c)\n',
        ),
      ),
      edit('redispatch(c) ==\n', 'redispatched(c) ==\n'),
      edit('enter(c) ==\n', 'redispatch(c) == admit(c) \\/ redispatched(c)\n\nenter(c) ==\n'),
    ],
    killedBy: ['Quiescence in TwoCallers'],
  },
  {
    name: 'uncounted',
    statement: 'a call is let through and not counted',
    edits: [
      edit(
        "  /\\ count' = [count EXCEPT ![aim[c][2]] = @ + 1]\n  /\\ table' = table \\cup {c}\n  /\\ UNCHANGED <<aim, age, state>>",
        '  /\\ UNCHANGED <<aim, age, count, table, state>>',
      ),
    ],
    killedBy: ['TypeOK in OneCaller'],
  },
  {
    name: 'everybodyTracked',
    statement: 'in block whoever comes is taken for a recursive call',
    edits: [edit('Tracked(c) == \\E d \\in table : ThreadOf(d) = ThreadOf(c)', 'Tracked(c) == table # {}')],
    killedBy: ['implementation in TwoCallers'],
  },
  {
    name: 'recursionHeldBack',
    statement: 'in block a recursive call is held back',
    edits: [edit('  \\/ mphase[m] = "block" /\\ Tracked(c)\n', '')],
    killedBy: ['deadlock in Recursion'],
  },
  {
    name: 'freeMediatorAtOnce',
    statement: 'the mediator is freed without a second grace period',
    edits: [edit('  /\\ swapper = "reclaiming"\n  /\\ GraceOver\n', '  /\\ swapper = "reclaiming"\n')],
    killedBy: ['NoUseAfterFree in OneCaller'],
  },
  {
    name: 'nextSwapBeforeSecondGrace',
    statement: 'the next swap may begin while calls of the last one are in the table',
    edits: [edit('  /\\ swapper = "reclaimed"\n', '  /\\ swapper \\in {"reclaiming", "reclaimed"}\n')],
    killedBy: ['CountMatches in RecursionTwoSwapsAbort'],
  },
  {
    name: 'capturedTarget',
    statement: 'a released call goes to the successor that the mediator knew, even after an abort',
    edits: [
      edit(
        '  /\\ at\' = [at EXCEPT ![c] = "invoked"]\n  /\\ aim\' = [aim EXCEPT ![c] = pointer]\n  /\\ UNCHANGED <<age, ',
        '  /\\ at\' = [at EXCEPT ![c] = "invoked"]\n  /\\ aim\' = [aim EXCEPT ![c] = Object(RunsIn(c) + 1)]\n  /\\ UNCHANGED <<age, ',
      ),
      edit(
        "  /\\ aim' = [aim EXCEPT ![c] = pointer]\n  /\\ UNCHANGED <<at, ",
        "  /\\ aim' = [aim EXCEPT ![c] = Object(RunsIn(c) + 1)]\n  /\\ UNCHANGED <<at, ",
      ),
    ],
    killedBy: ['StatePreserved in OneCallerAbort', 'implementation in Abort'],
  },
  {
    name: 'noFinally',
    statement: 'a call may leave without being counted out',
    edits: [edit('     \\/ at[c] = "left" /\\ ~LeadsToMediator(aim[c])\n', '     \\/ at[c] = "left"\n')],
    killedBy: ['CountMatches in OneCaller'],
  },
  {
    name: 'tableKeyedByThread',
    statement: 'the table says whether a thread is inside, not how often',
    edits: [edit("  /\\ table' = table \\ {c}\n", "  /\\ table' = {d \\in table : ThreadOf(d) # ThreadOf(c)}\n")],
    killedBy: ['CountMatches in RecursionTwice', 'implementation in Recursion'],
  },
  {
    name: 'commitBeforeTransfer',
    statement: 'the pointer leads to the successor before it holds the state: a client can tell',
    edits: [
      edit(
        lines(
          "  /\\ state' = [state EXCEPT ![To] = state[From]]",
          '  /\\ UNCHANGED <<pointer, original, advanced, freed, requests, ended>>',
        ),
        lines(
          "  /\\ state' = [state EXCEPT ![To] = {}]",
          "  /\\ pointer' = Object(To)",
          '  /\\ UNCHANGED <<original, advanced, freed, requests, ended>>',
        ),
      ),
      edit(
        lines(
          '  /\\ swapper\' = "transferred"',
          '  /\\ UNCHANGED <<pointer, mphase, original, advanced, freed, requests, ended>>',
          '  /\\ UNCHANGED callVars',
        ),
        lines(
          '  /\\ swapper\' = "transferred"',
          "  /\\ state' = [state EXCEPT ![To] = state[From]]",
          '  /\\ UNCHANGED <<pointer, mphase, original, advanced, freed, requests, ended>>',
          '  /\\ UNCHANGED <<at, aim, age, count, table>>',
        ),
      ),
    ],
    killedBy: ['PhaseFits in TwoCallers', 'Refines in Refinement', 'implementation in OneCaller'],
  },
  {
    name: 'transferLeftOut',
    statement: 'the successor does not get the state',
    edits: [edit("  /\\ state' = [state EXCEPT ![To] = state[From]]\n", "  /\\ state' = state\n")],
    killedBy: ['StatePreserved in OneCaller'],
  },
  {
    name: 'releaseBeforeSwing',
    statement: 'the waiters are released before the pointer leads anywhere else',
    edits: [
      edit(
        '  /\\ at[c] = "suspended"\n  /\\ mphase[aim[c][2]] = "completed"\n',
        '  /\\ at[c] = "suspended"\n  /\\ swapper = "transferred" /\\ aim[c][2] = Current\n',
      ),
    ],
    killedBy: ['deadlock in OneCaller'],
  },
  {
    name: 'abortAfterCommit',
    statement: 'a swap may be given up after its commit',
    edits: [
      edit(
        '  /\\ swapper \\in {"forward", "block", "transfer", "transferred"}\n',
        lines(
          '  /\\ \\/ swapper \\in {"forward", "block", "transfer", "transferred"}',
          '     \\/ swapper = "swung" /\\ pointer = Object(To)\n',
        ),
      ),
    ],
    killedBy: ['PhaseFits in OneCallerAbort'],
  },
  {
    name: 'abortForgotten',
    statement: 'a swap that holds callers back cannot be given up',
    edits: [
      edit(
        '  /\\ swapper \\in {"forward", "block", "transfer", "transferred"}\n',
        '  /\\ swapper \\in {"forward", "transfer", "transferred"}\n',
      ),
    ],
    killedBy: ['implementation in Abort'],
  },
  {
    name: 'completionAfterReclamation',
    statement: 'the end of the swap is signalled after the mediator is freed',
    edits: [
      edit('IF swapper \\in {"ended", "reclaiming", "reclaimed"} THEN ended - 1 ELSE ended', 'ended'),
      edit(
        '  /\\ swapper = "completed"\n  /\\ swapper\' = "ended"\n',
        '  /\\ swapper = "reclaimed"\n  /\\ swapper\' = "idle"\n',
      ),
      edit('  /\\ swapper = "ended"\n', '  /\\ swapper = "completed"\n'),
      edit(
        '  /\\ swapper = "reclaimed"\n  /\\ swapper\' = "idle"\n  /\\ UNCHANGED <<pointer, mphase, original, advanced, freed, requests, ended>>\n',
        '  /\\ FALSE\n  /\\ UNCHANGED swapVars\n',
      ),
    ],
    killedBy: ['deadlock in SwapAwaitedAbort', 'implementation in OneCaller'],
  },
  {
    name: 'workerActive',
    statement: 'the swapper counts itself as an active thread',
    edits: [edit('  /\\ advanced[p] < 2\n', '  /\\ advanced[p] < 1\n')],
    killedBy: ['deadlock in OneCaller'],
  },
  {
    name: 'enteringDuringTransfer',
    statement: 'a call that comes during the transfer is let through',
    edits: [edit('  \\/ mphase[m] = "forward"\n', '  \\/ mphase[m] \\in {"forward", "transfer"}\n')],
    killedBy: ['Quiescence in OneCaller'],
  },
  {
    name: 'redispatchForgotten',
    statement: 'whoever comes to a mediator that has completed stays there',
    edits: [edit('  \\/ redispatch(c)\n', '')],
    killedBy: ['deadlock in OneCaller'],
  },
];

/** The mutants of the specification. */
export const specificationMutants: readonly Mutant[] = Object.freeze(
  entries.map((entry): Mutant => Object.freeze({ kind: 'specification', numbers: [], ...entry })),
);
