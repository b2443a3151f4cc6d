// Why the swap of a group is right. What is said of calls and of memory is said of one swap too (proof/hotSwap/); new is
// what ties the members together: none blocks before all have drained, and once a state is transferred nobody is inside
// any of them.

import { and, equal, forAll, implies, is, not, or } from '../form/build.js';
import type { Conjunct } from '../form/system.js';
import type { Formula } from '../form/term.js';
import { invariant as ofOneSwap } from '../hotSwap/invariant.js';
import {
  aim,
  at,
  before,
  Calls,
  type CallTerm,
  effects,
  freedMediator,
  freedObject,
  generation,
  inFlight,
  isLive,
  leadsToObject,
  Mediators,
  Processors,
  phase,
  processorOf,
  threadOf,
  toMediator,
  toObject,
} from '../hotSwap/vocabulary.js';
import {
  aimsAtItsMediator,
  Components,
  type ComponentTerm,
  called,
  currentOf,
  groupIs,
  hasObject,
  isCommitted,
  isDecided,
  isMediated,
  isOn,
  isWindingUp,
  leadsTo,
  leadsToItsMediator,
  member,
  oldObjectOf,
  passedFor,
  pointerOf,
  servingFor,
  stageIs,
  successorOf,
} from './vocabulary.js';

const forComponents = (body: (k: ComponentTerm) => Formula): Formula => forAll({ k: Components }, ({ k }) => body(k));
const forCalls = (body: (c: CallTerm, k: ComponentTerm) => Formula): Formula =>
  forAll({ c: Calls }, ({ c }) => body(c, called(c)));
const aimsThere = (c: CallTerm): Formula => aimsAtItsMediator(aim(c), c);
const passedAtHome = (c: CallTerm) => passedFor(processorOf(threadOf(c)), called(c));
const hasRun = (c: CallTerm): Formula => is(at(c), 'left', 'out', 'returned');

/** What a swap of one says in the same words. */
function asForOne(name: string, neededFor: string): Conjunct {
  return { ...ofOneSwap[name]!, neededFor };
}

const threads: Readonly<Record<string, Conjunct>> = {
  callersAreActive: asForOne('callersAreActive', 'generation'),
  outerCallsAreInside: asForOne('outerCallsAreInside', 'return'),
  callsAreNested: asForOne('callsAreNested', 'return'),
};

const belongings: Readonly<Record<string, Conjunct>> = {
  whatServesIsItsOwn: {
    says: 'what serves for a component is a version of it',
    holds: forComponents((k) => hasObject(k, servingFor(k))),
    neededFor: 'freedObject',
  },
  successorsAreTheirOwn: {
    says: 'so are the old object and the successor of its swap',
    holds: forComponents((k) => implies(isOn(k), and(hasObject(k, oldObjectOf(k)), hasObject(k, successorOf(k))))),
    neededFor: 'freedObject',
  },
  successorIsLater: {
    says: 'the successor comes after the object that the mediator stands before',
    holds: forComponents((k) => implies(isOn(k), before(oldObjectOf(k), successorOf(k)))),
    neededFor: 'freedObject',
  },
};

const together: Readonly<Record<string, Conjunct>> = {
  othersStayOutside: {
    says: 'whoever is no member is not swapped',
    holds: forComponents((k) => implies(not(member(k)), stageIs(k, 'outside'))),
    neededFor: 'block',
  },
  idleGroupsAreOutside: {
    says: 'between two swaps of the group no member is swapped',
    holds: forComponents((k) => implies(groupIs('idle'), stageIs(k, 'outside'))),
    neededFor: 'swapRequested',
  },
  abortingIsOfTheGroup: {
    says: 'a member is given up with the group, and then no member goes on',
    holds: forComponents((k) =>
      and(
        implies(stageIs(k, 'aborting'), groupIs('aborting')),
        implies(stageIs(k, 'forward', 'block', 'transfer', 'transferred'), groupIs('on')),
      ),
    ),
    neededFor: 'restore',
  },
  blockComesAfterAllGraces: {
    says: 'if one blocks, all are interposed, and whoever has not turned yet has had its two generations everywhere',
    holds: forAll({ k: Components, l: Components, p: Processors }, ({ k, l, p }) =>
      implies(
        and(groupIs('on'), not(stageIs(k, 'outside', 'forward')), member(l)),
        and(not(stageIs(l, 'outside')), implies(stageIs(l, 'forward'), is(passedFor(p, l), 'two'))),
      ),
    ),
    neededFor: 'suspended',
  },
  transferComesAfterAllBlock: {
    says: 'if the state of one is transferred, all block at least',
    holds: forAll({ k: Components, l: Components }, ({ k, l }) =>
      implies(
        and(groupIs('on'), not(stageIs(k, 'outside', 'forward', 'block')), member(l)),
        not(stageIs(l, 'outside', 'forward')),
      ),
    ),
    neededFor: 'countIn',
  },
};

const pointers: Readonly<Record<string, Conjunct>> = {
  pointerLeadsToTheMediator: {
    says: 'while a member is swapped and not decided, its pointer leads to its mediator',
    holds: forComponents((k) => implies(isMediated(k), leadsToItsMediator(k))),
    neededFor: 'invoke',
  },
  pointerLeadsToAnObject: {
    says: 'at all other times a pointer leads to an object',
    holds: forComponents((k) => implies(not(isMediated(k)), leadsToObject(pointerOf(k)))),
    neededFor: 'invoke',
  },
  allAreCommitted: {
    says: 'a member that is decided, while the group is on, is committed',
    holds: forComponents((k) => implies(and(groupIs('on'), isDecided(k)), isCommitted(k))),
    neededFor: 'allOrNothing',
  },
  allAreRestored: {
    says: 'a member that is decided, once the group is given up, has its old object back',
    holds: forComponents((k) => implies(and(groupIs('aborting'), isDecided(k)), leadsTo(k, oldObjectOf(k)))),
    neededFor: 'enter',
  },
};

const phases: Readonly<Record<string, Conjunct>> = {
  phaseIsForward: {
    says: 'a member in its first grace period has its mediator in forward',
    holds: forComponents((k) => implies(stageIs(k, 'forward'), is(phase(currentOf(k)), 'forward'))),
    neededFor: 'block',
  },
  phaseIsBlock: {
    says: 'a member that waits for the counts has its mediator in block',
    holds: forComponents((k) => implies(stageIs(k, 'block'), is(phase(currentOf(k)), 'block'))),
    neededFor: 'transferBegins',
  },
  phaseIsTransfer: {
    says: 'from the transfer until waiters are released after a commit, the phase is transfer',
    holds: forComponents((k) =>
      implies(
        or(stageIs(k, 'transfer', 'transferred'), and(groupIs('on'), stageIs(k, 'swung'))),
        is(phase(currentOf(k)), 'transfer'),
      ),
    ),
    neededFor: 'countIn',
  },
  phaseIsNotYetCompleted: {
    says: 'until waiters may be released the phase is one of the three before completed',
    holds: forComponents((k) =>
      implies(stageIs(k, 'aborting', 'swung'), is(phase(currentOf(k)), 'forward', 'block', 'transfer')),
    ),
    neededFor: 'completed',
  },
  phaseIsCompleted: {
    says: 'from the release of the waiters on the phase is completed',
    holds: forComponents((k) =>
      implies(stageIs(k, 'completed', 'ended', 'reclaiming', 'reclaimed'), is(phase(currentOf(k)), 'completed')),
    ),
    neededFor: 'countIn',
  },
};

const generations: Readonly<Record<string, Conjunct>> = {
  callsAimAtTwo: {
    says: "a call under way has read one of two: the object that serves, or its component's mediator of this swap",
    holds: forCalls((c, k) => implies(isLive(c), or(equal(aim(c), toObject(servingFor(k))), aimsThere(c)))),
    neededFor: 'leave',
  },
  oneGenerationInForward: {
    says: 'when one generation has passed in forward, whoever read the pointer before the mediator is of the previous one',
    holds: forCalls((c, k) =>
      implies(
        and(stageIs(k, 'forward'), is(passedAtHome(c), 'one'), isLive(c), not(aimsThere(c))),
        is(generation(threadOf(c)), 'previous'),
      ),
    ),
    neededFor: 'generation',
  },
  twoGenerationsInForward: {
    says: 'when two generations have passed in forward, nobody is left there who read the pointer before the mediator',
    holds: forCalls((c, k) => implies(and(stageIs(k, 'forward'), is(passedAtHome(c), 'two'), isLive(c)), aimsThere(c))),
    neededFor: 'block',
  },
  allComeThroughTheMediator: {
    says: 'in block and in transfer every call of the member that is under way has come through its mediator',
    holds: forCalls((c, k) => implies(and(stageIs(k, 'block', 'transfer', 'transferred'), isLive(c)), aimsThere(c))),
    neededFor: 'commit',
  },
  oneGenerationInReclaiming: {
    says: 'when one generation has passed in reclamation, whoever still has to do with the mediator is of the previous one',
    holds: forCalls((c, k) =>
      implies(
        and(stageIs(k, 'reclaiming'), is(passedAtHome(c), 'one'), isLive(c), aimsThere(c)),
        is(generation(threadOf(c)), 'previous'),
      ),
    ),
    neededFor: 'generation',
  },
  twoGenerationsInReclaiming: {
    says: 'when two generations have passed in reclamation, nobody there has to do with the mediator any more',
    holds: forCalls((c, k) =>
      implies(and(stageIs(k, 'reclaiming'), is(passedAtHome(c), 'two'), isLive(c)), not(aimsThere(c))),
    ),
    neededFor: 'freedMediator',
  },
  nobodyIsAtAFormerMediator: {
    says: 'nobody has to do with a mediator that is not interposed yet, or reclaimed',
    holds: forCalls((c, k) => implies(and(stageIs(k, 'outside', 'reclaimed'), isLive(c)), not(aimsThere(c)))),
    neededFor: 'swapStarted',
  },
};

const counts: Readonly<Record<string, Conjunct>> = {
  countMatches: asForOne('countMatches', 'suspended'),
  tableMatches: asForOne('tableMatches', 'suspended'),
  zeroStaysZero: {
    says: 'once the state of one is transferred, and after the commit for good, no member counts a call',
    holds: forAll({ k: Components, l: Components, c: Calls }, ({ k, l, c }) =>
      implies(
        and(groupIs('on'), not(stageIs(k, 'outside', 'forward', 'block')), member(l)),
        not(inFlight(currentOf(l), c)),
      ),
    ),
    neededFor: 'leave',
  },
};

const memory: Readonly<Record<string, Conjunct>> = {
  mediatorIsAllocated: {
    says: 'a mediator is not freed before its member has been reclaimed',
    holds: forComponents((k) => implies(or(isMediated(k), isWindingUp(k)), not(freedMediator(currentOf(k))))),
    neededFor: 'noUseAfterFree',
  },
  newMediatorsAreAllocated: asForOne('newMediatorsAreAllocated', 'swapStarted'),
  whatServesIsAllocated: {
    says: 'what serves is not freed',
    holds: forComponents((k) => not(freedObject(servingFor(k)))),
    neededFor: 'noUseAfterFree',
  },
  successorIsAllocated: {
    says: 'a successor is not freed before the commit',
    holds: forComponents((k) => implies(isMediated(k), not(freedObject(successorOf(k))))),
    neededFor: 'commit',
  },
};

const effectsOfCalls: Readonly<Record<string, Conjunct>> = {
  whatServesHasAllEffects: {
    says: 'what serves for a component holds the effect of every call of it that has run',
    holds: forCalls((c, k) => implies(hasRun(c), effects(servingFor(k), c))),
    neededFor: 'transferBegins',
  },
  successorHasAllEffects: {
    says: 'from the beginning of the transfer to the decision, the successor holds them too',
    holds: forCalls((c, k) =>
      implies(and(stageIs(k, 'transfer', 'transferred'), hasRun(c)), effects(successorOf(k), c)),
    ),
    neededFor: 'commit',
  },
};

const waiters: Readonly<Record<string, Conjunct>> = {
  waitersAreAtAMediator: asForOne('waitersAreAtAMediator', 'waitersWillBeReleased'),
  nobodyWaitsInForward: {
    says: 'nobody is suspended at a mediator in forward, or at one that was not used yet',
    holds: forAll({ c: Calls, m: Mediators }, ({ c, m }) =>
      implies(and(is(at(c), 'suspended'), equal(aim(c), toMediator(m))), not(is(phase(m), 'forward', 'unused'))),
    ),
    neededFor: 'swapStarted',
  },
  waitersHoldNoMemberUp: {
    says: 'a thread that is suspended is inside no object whose calls a member has to wait for',
    holds: forAll({ c: Calls, d: Calls }, ({ c, d }) =>
      implies(
        and(
          groupIs('on'),
          is(at(c), 'suspended'),
          equal(threadOf(c), threadOf(d)),
          not(equal(c, d)),
          isMediated(called(d)),
        ),
        not(isLive(d)),
      ),
    ),
    neededFor: 'insideIsNeverHeldBack',
  },
};

/** The invariant, from what threads do to what memory they may touch. */
export const invariant: Readonly<Record<string, Conjunct>> = Object.freeze({
  ...threads,
  ...belongings,
  ...together,
  ...pointers,
  ...phases,
  ...generations,
  ...counts,
  ...memory,
  ...effectsOfCalls,
  ...waiters,
});
