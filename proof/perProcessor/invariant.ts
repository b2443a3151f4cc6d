// Why the per-processor form is right. What is new against the one-mediator form: what local entries and misses may hold,
// and that each processor's part of the argument stands on its own generations alone, for threads stay where they are.

import { and, equal, forAll, implies, is, not, or } from '../form/build.js';
import type { Conjunct } from '../form/system.js';
import type { Formula } from '../form/term.js';
import { invariant as ofOneMediator } from '../hotSwap/invariant.js';
import {
  aim,
  at,
  before,
  Calls,
  type CallTerm,
  current,
  effects,
  freedMediator,
  freedObject,
  generation,
  inFlight,
  isLive,
  leadsToObject,
  Mediators,
  Processors,
  passed,
  phase,
  successor,
  Threads,
  threadOf,
  toObject,
  within,
} from '../hotSwap/vocabulary.js';
import {
  aimsAtCurrent,
  found,
  global,
  home,
  inMiss,
  isCommitted,
  isCurrent,
  isMediated,
  isOn,
  isServing,
  local,
  missing,
  oldObject,
  type ProcessorTerm,
  phaseOn,
  rootIs,
  serving,
  workerIs,
} from './vocabulary.js';

const forProcessors = (body: (p: ProcessorTerm) => Formula): Formula => forAll({ p: Processors }, ({ p }) => body(p));
const forCalls = (body: (c: CallTerm, p: ProcessorTerm) => Formula): Formula =>
  forAll({ c: Calls }, ({ c }) => body(c, home(c)));
const hasRun = (c: CallTerm): Formula => is(at(c), 'left', 'out', 'returned');

/** What the one-mediator form says in the same words. */
function asForOne(name: string, neededFor: string): Conjunct {
  return { ...ofOneMediator[name]!, neededFor };
}

const threads: Readonly<Record<string, Conjunct>> = {
  callersAreActive: asForOne('callersAreActive', 'generation'),
  outerCallsAreInside: asForOne('outerCallsAreInside', 'return'),
  callsAreNested: asForOne('callsAreNested', 'return'),
};

const entries: Readonly<Record<string, Conjunct>> = {
  globalLeadsToTheMediator: {
    says: 'while the swap is on and not decided, the global entry leads to its mediator',
    holds: implies(isMediated(), isCurrent(global())),
    neededFor: 'missBegins',
  },
  globalLeadsToAnObject: {
    says: 'at all other times it leads to an object',
    holds: implies(not(isMediated()), leadsToObject(global())),
    neededFor: 'missesUseNothingFreed',
  },
  oneOfTwoServes: {
    says: 'once the swap is concluded, the old object serves or the successor',
    holds: implies(rootIs('concluded'), or(equal(global(), toObject(oldObject())), isCommitted())),
    neededFor: 'enter',
  },
  missesFoundWhatIsThere: {
    says: 'what a miss under way has read is where the global entry leads',
    holds: forAll({ t: Threads }, ({ t }) => implies(inMiss(t), equal(found(t), global()))),
    neededFor: 'missEnds',
  },
  localLeadsToOneOfTwo: {
    says: 'a local entry leads nowhere, to the object that serves, or to the mediator',
    holds: forProcessors((p) => or(missing(p), isServing(local(p)), isCurrent(local(p)))),
    neededFor: 'invoke',
  },
  flushedLeadsToTheMediator: {
    says: 'from the flush until the swap is concluded, a local entry leads nowhere, or to the mediator',
    holds: forProcessors((p) =>
      implies(
        and(isMediated(), workerIs(p, 'forward', 'block', 'born', 'arrived')),
        or(missing(p), isCurrent(local(p))),
      ),
    ),
    neededFor: 'invoke',
  },
  absentLeadsNowhere: {
    says: 'a processor without a worker has an entry that leads nowhere until the swap is concluded, and to no mediator after that',
    holds: forProcessors((p) =>
      implies(workerIs(p, 'absent'), or(missing(p), and(not(isMediated()), isServing(local(p))))),
    ),
    neededFor: 'invoke',
  },
  releasedLeadsToAnObject: {
    says: 'before a swap, and after its end there, a local entry leads nowhere, or to the object that serves',
    holds: forProcessors((p) =>
      implies(workerIs(p, 'none', 'flushed', 'retiring', 'retired'), or(missing(p), isServing(local(p)))),
    ),
    neededFor: 'invoke',
  },
  successorIsLater: {
    says: 'the successor comes after the object that the mediator stands before',
    holds: implies(isOn(), before(oldObject(), successor())),
    neededFor: 'commit',
  },
};

const progress: Readonly<Record<string, Conjunct>> = {
  workersAreIdleBetweenSwaps: {
    says: 'no worker is at work between two swaps',
    holds: forProcessors((p) => implies(rootIs('idle', 'requested'), workerIs(p, 'none'))),
    neededFor: 'swapStarted',
  },
  workersAreBeforeTheBarrier: {
    says: 'until the swap is given up or transfers, no worker is at the barrier',
    holds: forProcessors((p) =>
      implies(rootIs('forward'), workerIs(p, 'started', 'forward', 'block', 'absent', 'born')),
    ),
    neededFor: 'swapAbandoned',
  },
  allWorkersBlock: {
    says: 'when the root blocks, all workers do',
    holds: forProcessors((p) => implies(rootIs('block'), workerIs(p, 'block', 'absent', 'born'))),
    neededFor: 'transferBegins',
  },
  allWorkersTransfer: {
    says: 'in transfer all workers have blocked',
    holds: forProcessors((p) => implies(rootIs('transfer'), workerIs(p, 'block', 'absent', 'born', 'arrived'))),
    neededFor: 'swapAbandoned',
  },
  nobodyEndsBeforeTheDecision: {
    says: 'until it is decided no worker has gone on from the barrier',
    holds: forProcessors((p) =>
      implies(rootIs('aborting'), workerIs(p, 'started', 'forward', 'block', 'absent', 'born', 'arrived')),
    ),
    neededFor: 'missEnds',
  },
  allWorkersWereAtTheBarrier: {
    says: 'once the swap is concluded all workers have been at the barrier',
    holds: forProcessors((p) =>
      implies(rootIs('concluded'), workerIs(p, 'absent', 'arrived', 'flushed', 'retiring', 'retired')),
    ),
    neededFor: 'countIn',
  },
  allWorkersHaveRetired: {
    says: 'once the mediator is freed all workers have retired',
    holds: forProcessors((p) => implies(rootIs('reclaimed'), workerIs(p, 'retired', 'absent'))),
    neededFor: 'swapIdle',
  },
};

const phases: Readonly<Record<string, Conjunct>> = {
  phaseOfTheRoot: {
    says: "the root's phase is that of the swap",
    holds: and(
      implies(rootIs('forward'), is(phase(current()), 'forward')),
      implies(rootIs('block'), is(phase(current()), 'block')),
      implies(rootIs('transfer'), is(phase(current()), 'transfer')),
      implies(rootIs('aborting'), is(phase(current()), 'forward', 'block', 'transfer')),
    ),
    neededFor: 'rootBlocks',
  },
  newMediatorsAreNew: {
    says: 'a mediator that was not used yet has no representatives',
    holds: forAll({ m: Mediators, p: Processors }, ({ m, p }) =>
      implies(is(phase(m), 'unused'), is(phaseOn(m, p), 'unused')),
    ),
    neededFor: 'swapStarted',
  },
  forwardOnTheProcessor: {
    says: 'a worker in its first grace period has its representative in forward',
    holds: forProcessors((p) => implies(workerIs(p, 'started', 'forward'), is(phaseOn(current(), p), 'forward'))),
    neededFor: 'processorBlocks',
  },
  blockOnTheProcessor: {
    says: 'a worker that has turned has its representative in block',
    holds: forProcessors((p) => implies(workerIs(p, 'block', 'absent', 'born'), is(phaseOn(current(), p), 'block'))),
    neededFor: 'partTransferred',
  },
  blockUntilReleased: {
    says: 'a worker that has transferred keeps its representative in block until it releases the waiters',
    holds: forProcessors((p) =>
      implies(
        and(or(rootIs('transfer'), and(rootIs('concluded'), isCommitted())), workerIs(p, 'arrived', 'flushed')),
        is(phaseOn(current(), p), 'block'),
      ),
    ),
    neededFor: 'countIn',
  },
  notYetCompletedOnTheProcessor: {
    says: 'until waiters may be released a representative is in forward or in block',
    holds: forProcessors((p) =>
      implies(workerIs(p, 'arrived', 'flushed'), is(phaseOn(current(), p), 'forward', 'block')),
    ),
    neededFor: 'completed',
  },
  completedOnTheProcessor: {
    says: 'from the release of its waiters on a representative is in completed',
    holds: forProcessors((p) => implies(workerIs(p, 'retiring', 'retired'), is(phaseOn(current(), p), 'completed'))),
    neededFor: 'countIn',
  },
};

const generations: Readonly<Record<string, Conjunct>> = {
  callsAimAtTwo: {
    says: 'a call under way has read one of two: the object that serves, or the mediator of this swap',
    holds: forCalls((c) => implies(isLive(c), or(isServing(aim(c)), aimsAtCurrent(c)))),
    neededFor: 'leave',
  },
  oneGenerationInForward: {
    says: "when one generation has passed since a worker's flush, whoever read the entry before is of the previous one",
    holds: forCalls((c, p) =>
      implies(
        and(workerIs(p, 'forward'), is(passed(p), 'one'), isLive(c), not(aimsAtCurrent(c))),
        is(generation(threadOf(c)), 'previous'),
      ),
    ),
    neededFor: 'generation',
  },
  twoGenerationsInForward: {
    says: 'when two generations have passed there, nobody is left on the processor who read the entry before',
    holds: forCalls((c, p) => implies(and(workerIs(p, 'forward'), is(passed(p), 'two'), isLive(c)), aimsAtCurrent(c))),
    neededFor: 'processorBlocks',
  },
  allComeThroughTheMediator: {
    says: 'on a processor that blocks every call under way has come through its representative, as long as the entry leads nowhere else',
    holds: forCalls((c, p) =>
      implies(
        and(
          or(isMediated(), and(not(missing(p)), isCurrent(local(p)))),
          workerIs(p, 'block', 'born', 'arrived'),
          is(phaseOn(current(), p), 'block'),
          isLive(c),
        ),
        aimsAtCurrent(c),
      ),
    ),
    neededFor: 'commit',
  },
  oneGenerationInRetiring: {
    says: 'when one generation has passed since the release, whoever has not read the entry since is of the previous one',
    holds: forCalls((c, p) =>
      implies(
        and(workerIs(p, 'retiring'), is(passed(p), 'one'), isLive(c), or(missing(p), aimsAtCurrent(c))),
        is(generation(threadOf(c)), 'previous'),
      ),
    ),
    neededFor: 'generation',
  },
  twoGenerationsInRetiring: {
    says: 'when two generations have passed there, whoever is under way on the processor has read the entry since',
    holds: forCalls((c, p) =>
      implies(
        and(workerIs(p, 'retiring'), is(passed(p), 'two'), isLive(c)),
        and(not(missing(p)), not(aimsAtCurrent(c))),
      ),
    ),
    neededFor: 'workerRetires',
  },
  whoKnowsNothingHasNoCalls: {
    says: 'between two swaps nobody has to do with a mediator, nor is under way on a processor whose entry leads nowhere',
    holds: forCalls((c, p) =>
      implies(and(workerIs(p, 'none', 'absent', 'retired'), isLive(c)), and(not(missing(p)), not(aimsAtCurrent(c)))),
    ),
    neededFor: 'swapStarted',
  },
};

const counts: Readonly<Record<string, Conjunct>> = {
  countMatches: asForOne('countMatches', 'leave'),
  tableMatches: asForOne('tableMatches', 'suspended'),
  zeroStaysZero: {
    says: 'from the transfer on, and after a commit for good, no processor counts a call',
    holds: implies(
      or(rootIs('transfer'), and(rootIs('concluded'), isCommitted())),
      forCalls((c) => not(inFlight(current(), c))),
    ),
    neededFor: 'leave',
  },
};

const memory: Readonly<Record<string, Conjunct>> = {
  mediatorIsAllocated: {
    says: 'the mediator is not freed before all workers have retired',
    holds: implies(isOn(), not(freedMediator(current()))),
    neededFor: 'noUseAfterFree',
  },
  newMediatorsAreAllocated: asForOne('newMediatorsAreAllocated', 'swapStarted'),
  whatServesIsAllocated: {
    says: 'the object that serves is not freed',
    holds: not(freedObject(serving())),
    neededFor: 'noUseAfterFree',
  },
  successorIsAllocated: {
    says: 'the successor is not freed before the commit',
    holds: implies(isMediated(), not(freedObject(successor()))),
    neededFor: 'commit',
  },
};

const effectsOfCalls: Readonly<Record<string, Conjunct>> = {
  whatServesHasAllEffects: {
    says: 'the object that serves holds the effect of every call that has run',
    holds: forCalls((c) => implies(hasRun(c), effects(serving(), c))),
    neededFor: 'partTransferred',
  },
  partsHaveAllEffects: {
    says: 'the part of a worker that has transferred, and of a processor that had none, holds them too, in the successor',
    holds: forCalls((c, p) =>
      implies(and(rootIs('transfer'), workerIs(p, 'arrived', 'absent', 'born'), hasRun(c)), effects(successor(), c)),
    ),
    neededFor: 'commit',
  },
};

const waiters: Readonly<Record<string, Conjunct>> = {
  waitersAreAtAMediator: asForOne('waitersAreAtAMediator', 'waitersWillBeReleased'),
  waitersAreWhereOneBlocks: {
    says: 'a suspended call is on a processor whose representative blocks, or has completed',
    holds: forCalls((c, p) => implies(is(at(c), 'suspended'), is(phaseOn(current(), p), 'block', 'completed'))),
    neededFor: 'waitersWillBeReleased',
  },
  innerCallsComeThroughTheMediator: {
    says: 'on a processor that blocks, whoever is at the mediator with a recursive call came through it with the outer one',
    holds: forAll({ c: Calls, d: Calls }, ({ c, d }) =>
      implies(
        and(is(phaseOn(current(), home(c)), 'block'), within(c, d), isLive(c), aimsAtCurrent(c)),
        aimsAtCurrent(d),
      ),
    ),
    neededFor: 'suspended',
  },
  waitersHoldNothing: asForOne('waitersHoldNothing', 'insideIsNeverHeldBack'),
};

/** The invariant, from what threads do to what memory they may touch. */
export const invariant: Readonly<Record<string, Conjunct>> = Object.freeze({
  ...threads,
  ...entries,
  ...progress,
  ...phases,
  ...generations,
  ...counts,
  ...memory,
  ...effectsOfCalls,
  ...waiters,
});
