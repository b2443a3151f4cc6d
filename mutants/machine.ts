// Defects of the xstate machine, as edits of its chart, guards and actions. A machine that forbids too much is refuted by
// the implementation; one that allows too much shows by transitions that nothing realises (coverage), beyond those of
// the machine as it is.

import { type Edit, lines, type Mutant } from './mutant.js';

const plain = 'lockBesideTheComponent';
const aborting = 'callBackThroughAnotherThread@withBlockDeadline';

function edit(find: string, replace: string): Edit {
  return { file: 'model/swapMachine.ts', find, replace };
}

function mutant(name: string, statement: string, edits: readonly Edit[], killedBy: Mutant['killedBy']): Mutant {
  return Object.freeze({ kind: 'machine', name, numbers: [], statement, edits, killedBy });
}

/** The mutants of the machine. */
export const machineMutants: readonly Mutant[] = Object.freeze([
  mutant(
    'graceGuardDropped',
    'the mediator may turn to block before the earlier threads are gone',
    [edit("                      guard: ofMediator('graceIsOver'),\n", '')],
    [`coverage in ${plain}`],
  ),
  mutant(
    'oneGenerationMore',
    'three generations must pass in a grace period, and two are counted',
    [edit('every((passed) => passed >= generationsInGrace)', 'every((passed) => passed > generationsInGrace)')],
    [`implementation in ${plain}`],
  ),
  mutant(
    'quiescentAnyTime',
    'the component may be held to be quiescent with calls in flight',
    [edit("quiescent: { guard: ofMediator('noneInFlight'), ", "quiescent: { guard: ofMediator('isOwn'), ")],
    [`coverage in ${plain}`],
  ),
  mutant(
    'recursionRefused',
    'in block a recursive call is not let through',
    [edit("                'counted.in': { guard: ofThread('isRecursive'), actions: ofThread('countIn') },\n", '')],
    ['implementation in callBackThroughPartner'],
  ),
  mutant(
    'everybodyLetIn',
    'in block any call is let through',
    [edit("'counted.in': { guard: ofThread('isRecursive'), ", "'counted.in': { guard: ofThread('isFree'), ")],
    [`coverage in ${plain}`],
  ),
  mutant(
    'transferLeftOut',
    'quiescence leads to where the pointer has been swung, past the transfer',
    [
      edit(
        "guard: ofMediator('noneInFlight'), target: 'copying'",
        "guard: ofMediator('noneInFlight'), target: '#reference.swap.on.swung'",
      ),
    ],
    [`implementation in ${plain}`],
  ),
  mutant(
    'countOffByOne',
    'a call is counted in as two',
    [edit('changed(context.inFlight, thread, 1)', 'changed(context.inFlight, thread, 2)')],
    [`implementation in ${plain}`],
  ),
  mutant(
    'returnNotCounted',
    'a returning call is not taken off the count',
    [edit('changed(context.inFlight, thread, -1)', 'context.inFlight')],
    [`implementation in ${plain}`],
  ),
  mutant(
    'tableNotKept',
    'a call that is let through is not put into the table',
    [edit('changed(context.inside, thread, 1)', 'context.inside')],
    [`implementation in ${plain}`],
  ),
  mutant(
    'suspendedInForward',
    'calls may be held back in forward already',
    [
      edit(
        "                'counted.in': { guard: ofThread('isFree'), actions: ofThread('countIn') },",
        lines(
          "                suspended: { guard: ofThread('isNew'), actions: ofThread('suspend') },",
          "                'counted.in': { guard: ofThread('isFree'), actions: ofThread('countIn') },",
        ),
      ),
    ],
    [`coverage in ${plain}`],
  ),
  mutant(
    'resumedTooEarly',
    'callers may be let go before the mediator turns to completed',
    [
      edit(
        "                suspended: { guard: ofThread('isNew'), actions: ofThread('suspend') },",
        lines(
          "                suspended: { guard: ofThread('isNew'), actions: ofThread('suspend') },",
          "                resumed: { guard: ofThread('isSuspended'), actions: ofThread('resume') },",
        ),
      ),
    ],
    [`coverage in ${plain}`],
  ),
  mutant(
    'commitForgotten',
    'the commit leaves the old object in charge',
    [edit('current: ({ context }) => context.current + 1', 'current: ({ context }) => context.current')],
    [`implementation in ${plain}`],
  ),
  mutant(
    'secondGraceDropped',
    'the mediator may be freed without a second grace period',
    [edit(lines('      graceIsOver(given) &&', '      none('), '      none(')],
    [`coverage in ${plain}`],
  ),
  mutant(
    'abortAfterCommit',
    'a swap may be given up after its commit',
    [
      edit(
        "                enter: { guard: ofEvent('mayEnter') },\n                'phase.completed': {",
        lines(
          "                enter: { guard: ofEvent('mayEnter') },",
          "                swapAbandoned: { guard: ofMediator('isOwn'), target: 'abandoned', actions: 'giveUp' },",
          "                'phase.completed': {",
        ),
      ),
    ],
    [`coverage in ${aborting}`],
  ),
  mutant(
    'abortForgotten',
    'a swap that holds callers back cannot be given up',
    [
      edit("swapAbandoned: { guard: ofMediator('isOwn'), target: 'abandoned', actions: 'giveUp' },", ''),
      edit(
        "                    generation: { guard: ofProcessor('isAwaited'), actions: ofProcessor('elapse') },",
        lines(
          "                    generation: { guard: ofProcessor('isAwaited'), actions: ofProcessor('elapse') },",
          '                    swapAbandoned: {',
          "                      guard: ofMediator('isOwn'),",
          "                      target: '#reference.swap.on.abandoned',",
          "                      actions: 'giveUp',",
          '                    },',
        ),
      ),
    ],
    [`implementation in ${aborting}`],
  ),
  mutant(
    'enteringDuringTransfer',
    'a call may enter the old object while its state is copied',
    [
      edit(
        "                    transferBegins: { guard: ofEvent('isNextObject') },",
        lines(
          "                    enter: { guard: ofEvent('mayEnter') },",
          "                    transferBegins: { guard: ofEvent('isNextObject') },",
        ),
      ),
    ],
    ['coverage in selfSwap'],
  ),
  mutant(
    'mediatorNotNumbered',
    'the next swap has the number of the one before',
    [edit('mediator: ({ context }) => context.mediator + 1', 'mediator: ({ context }) => context.mediator')],
    ['implementation in backToBackSwaps'],
  ),
  mutant(
    'idleLeadsToForward',
    'a request interposes the mediator at once',
    [
      edit(
        "swapRequested: { target: 'on' }",
        "swapRequested: { target: ['#reference.swap.on.undecided', '#reference.mediator.present.forward'] }",
      ),
    ],
    [`implementation in ${plain}`],
  ),
]);
