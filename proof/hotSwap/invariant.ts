// Why the protocol is right, as an inductive invariant: what is true of every state that it can reach, and what makes it
// stay so. Each conjunct has the sentence that a person would say, and names an action that would lose another conjunct
// without it (or a claim that would not follow); `quiesce prove --without` and a test show it.

import { and, equal, forAll, implies, is, not, or } from '../form/build.js';
import type { Conjunct } from '../form/system.js';
import type { Formula } from '../form/term.js';
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
  isCommitted,
  isLive,
  leadsToObject,
  Mediators,
  original,
  passed,
  phase,
  pointer,
  processorOf,
  serving,
  successor,
  swapperIs,
  table,
  threadOf,
  toMediator,
  toObject,
  within,
} from './vocabulary.js';

const forCalls = (body: (c: CallTerm) => Formula): Formula => forAll({ c: Calls }, ({ c }) => body(c));
const forPairs = (body: (c: CallTerm, d: CallTerm) => Formula): Formula =>
  forAll({ c: Calls, d: Calls }, ({ c, d }) => body(c, d));

const aimsAtCurrent = (c: CallTerm): Formula => equal(aim(c), toMediator(current()));
const passedAtHome = (c: CallTerm) => passed(processorOf(threadOf(c)));
const hasRun = (c: CallTerm): Formula => is(at(c), 'left', 'out', 'returned');
const isCounted = (c: CallTerm): Formula => is(at(c), 'counted', 'inside', 'left');

/** From the pointer's turn to the mediator to its turn away from it. */
export const isMediated = (): Formula => swapperIs('forward', 'block', 'transfer', 'transferred', 'aborting');
const isWindingUp = (): Formula => swapperIs('swung', 'completed', 'ended', 'reclaiming');
export const isOn = (): Formula => or(isMediated(), isWindingUp(), swapperIs('reclaimed'));

const threads: Readonly<Record<string, Conjunct>> = {
  callersAreActive: {
    says: 'a thread with a call under way is active in some generation',
    holds: forCalls((c) => implies(isLive(c), not(is(generation(threadOf(c)), 'gone')))),
    neededFor: 'generation',
  },
  outerCallsAreInside: {
    says: 'a call from which a recursive call was made, and is under way, is inside',
    holds: forPairs((c, d) => implies(and(within(c, d), isLive(c)), is(at(d), 'inside'))),
    neededFor: 'return',
  },
  callsAreNested: {
    says: 'of two calls of one thread that are under way, one was made from inside the other',
    holds: forPairs((c, d) =>
      implies(and(isLive(c), isLive(d), equal(threadOf(c), threadOf(d))), or(equal(c, d), within(c, d), within(d, c))),
    ),
    neededFor: 'return',
  },
};

const pointers: Readonly<Record<string, Conjunct>> = {
  pointerLeadsToTheMediator: {
    says: 'while the swap is on and not decided, the pointer leads to its mediator',
    holds: implies(isMediated(), equal(pointer(), toMediator(current()))),
    neededFor: 'invoke',
  },
  pointerLeadsToAnObject: {
    says: 'at all other times the pointer leads to an object',
    holds: implies(not(isMediated()), leadsToObject(pointer())),
    neededFor: 'invoke',
  },
  oneOfTwoServes: {
    says: 'once the pointer is turned away from the mediator, the old object serves or the successor',
    holds: implies(isWindingUp(), or(equal(pointer(), toObject(original(current()))), isCommitted())),
    neededFor: 'enter',
  },
  successorIsLater: {
    says: 'the successor comes after the object that the mediator stands before',
    holds: implies(isOn(), before(original(current()), successor())),
    neededFor: 'freedObject',
  },
};

const phases: Readonly<Record<string, Conjunct>> = {
  phaseIsForward: {
    says: 'a swapper in its first grace period has the mediator in forward',
    holds: implies(swapperIs('forward'), is(phase(current()), 'forward')),
    neededFor: 'block',
  },
  phaseIsBlock: {
    says: 'a swapper that waits for the count has the mediator in block',
    holds: implies(swapperIs('block'), is(phase(current()), 'block')),
    neededFor: 'transferBegins',
  },
  phaseIsTransfer: {
    says: 'while the state is transferred, and until that is decided upon, the phase is transfer',
    holds: implies(swapperIs('transfer', 'transferred'), is(phase(current()), 'transfer')),
    neededFor: 'commit',
  },
  phaseIsNotYetCompleted: {
    says: 'until waiters may be released the phase is one of the three before completed',
    holds: implies(swapperIs('aborting', 'swung'), is(phase(current()), 'forward', 'block', 'transfer')),
    neededFor: 'completed',
  },
  phaseIsCompleted: {
    says: 'from the release of the waiters on the phase is completed',
    holds: implies(swapperIs('completed', 'ended', 'reclaiming', 'reclaimed'), is(phase(current()), 'completed')),
    neededFor: 'countIn',
  },
  commitLeavesTransfer: {
    says: 'a swap that was just committed has the mediator in transfer',
    holds: implies(and(swapperIs('swung'), isCommitted()), is(phase(current()), 'transfer')),
    neededFor: 'countIn',
  },
};

const generations: Readonly<Record<string, Conjunct>> = {
  callsAimAtTwo: {
    says: 'a call under way has read one of two: the object that serves, or the mediator of this swap',
    holds: forCalls((c) => implies(isLive(c), or(equal(aim(c), toObject(serving())), aimsAtCurrent(c)))),
    neededFor: 'leave',
  },
  oneGenerationInForward: {
    says: 'when one generation has passed in forward, whoever read the pointer before the mediator is of the previous one',
    holds: forCalls((c) =>
      implies(
        and(swapperIs('forward'), is(passedAtHome(c), 'one'), isLive(c), not(aimsAtCurrent(c))),
        is(generation(threadOf(c)), 'previous'),
      ),
    ),
    neededFor: 'generation',
  },
  twoGenerationsInForward: {
    says: 'when two generations have passed in forward, nobody is left there who read the pointer before the mediator',
    holds: forCalls((c) => implies(and(swapperIs('forward'), is(passedAtHome(c), 'two'), isLive(c)), aimsAtCurrent(c))),
    neededFor: 'block',
  },
  allComeThroughTheMediator: {
    says: 'in block and in transfer every call under way has come through the mediator',
    holds: forCalls((c) =>
      implies(and(isMediated(), is(phase(current()), 'block', 'transfer'), isLive(c)), aimsAtCurrent(c)),
    ),
    neededFor: 'commit',
  },
  oneGenerationInReclaiming: {
    says: 'when one generation has passed in reclamation, whoever still has to do with the mediator is of the previous one',
    holds: forCalls((c) =>
      implies(
        and(swapperIs('reclaiming'), is(passedAtHome(c), 'one'), isLive(c), aimsAtCurrent(c)),
        is(generation(threadOf(c)), 'previous'),
      ),
    ),
    neededFor: 'generation',
  },
  twoGenerationsInReclaiming: {
    says: 'when two generations have passed in reclamation, nobody there has to do with the mediator any more',
    holds: forCalls((c) =>
      implies(and(swapperIs('reclaiming'), is(passedAtHome(c), 'two'), isLive(c)), not(aimsAtCurrent(c))),
    ),
    neededFor: 'freedMediator',
  },
  nobodyIsAtAFormerMediator: {
    says: 'between two swaps nobody has to do with a mediator',
    holds: forCalls((c) => implies(and(swapperIs('idle', 'requested', 'reclaimed'), isLive(c)), not(aimsAtCurrent(c)))),
    neededFor: 'swapStarted',
  },
};

const counts: Readonly<Record<string, Conjunct>> = {
  countMatches: {
    says: 'the calls that a mediator counts are those that it let through and that have not been taken off again',
    holds: forAll({ m: Mediators, c: Calls }, ({ m, c }) =>
      equal(inFlight(m, c), and(isCounted(c), equal(aim(c), toMediator(m)))),
    ),
    neededFor: 'suspended',
  },
  tableMatches: {
    says: 'the table holds the calls that are counted',
    holds: forCalls((c) => equal(table(c), and(isCounted(c), not(leadsToObject(aim(c)))))),
    neededFor: 'suspended',
  },
  zeroStaysZero: {
    says: 'from the transfer on, and after a commit for good, no call is counted',
    holds: implies(
      or(is(phase(current()), 'transfer'), and(isWindingUp(), isCommitted())),
      forCalls((c) => not(inFlight(current(), c))),
    ),
    neededFor: 'leave',
  },
};

const memory: Readonly<Record<string, Conjunct>> = {
  mediatorIsAllocated: {
    says: 'the mediator is not freed before the swapper has reclaimed it',
    holds: implies(or(isMediated(), isWindingUp()), not(freedMediator(current()))),
    neededFor: 'noUseAfterFree',
  },
  newMediatorsAreAllocated: {
    says: 'a mediator that was not used yet is not freed',
    holds: forAll({ m: Mediators }, ({ m }) => implies(is(phase(m), 'unused'), not(freedMediator(m)))),
    neededFor: 'swapStarted',
  },
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
    neededFor: 'transferBegins',
  },
  successorHasAllEffects: {
    says: 'from the beginning of the transfer to the decision, the successor holds them too',
    holds: forCalls((c) => implies(and(swapperIs('transfer', 'transferred'), hasRun(c)), effects(successor(), c))),
    neededFor: 'commit',
  },
};

const waiters: Readonly<Record<string, Conjunct>> = {
  waitersAreAtAMediator: {
    says: 'a suspended call is at a mediator',
    holds: forCalls((c) => implies(is(at(c), 'suspended'), not(leadsToObject(aim(c))))),
    neededFor: 'waitersWillBeReleased',
  },
  innerCallsComeThroughTheMediator: {
    says: 'in block and in transfer, whoever is at the mediator with a recursive call came through it with the outer one',
    holds: forPairs((c, d) =>
      implies(
        and(is(phase(current()), 'block', 'transfer'), within(c, d), isLive(c), aimsAtCurrent(c)),
        aimsAtCurrent(d),
      ),
    ),
    neededFor: 'suspended',
  },
  waitersHoldNothing: {
    says: 'a thread that is suspended has no other call under way: what is inside is never held back',
    holds: forPairs((c, d) =>
      implies(and(is(at(c), 'suspended'), equal(threadOf(c), threadOf(d)), not(equal(c, d))), not(isLive(d))),
    ),
    neededFor: 'insideIsNeverHeldBack',
  },
};

/** The invariant, from what threads do to what memory they may touch. */
export const invariant: Readonly<Record<string, Conjunct>> = Object.freeze({
  ...threads,
  ...pointers,
  ...phases,
  ...generations,
  ...counts,
  ...memory,
  ...effectsOfCalls,
  ...waiters,
});
