// What is proved of the swap of a group: the properties of a swap of one, for each member, and what the group owes: all
// members or none, and nobody inside any of them while a state is transferred.

import { after, and, cases, equal, forAll, implies, is, not, or } from '../form/build.js';
import type { OpenSort } from '../form/sort.js';
import type { Claim } from '../form/system.js';
import type { Term } from '../form/term.js';
import { claims as ofOneSwap, steps as stepsOfOneSwap } from '../hotSwap/claims.js';
import {
  aim,
  at,
  before,
  Calls,
  effects,
  freedMediator,
  freedObject,
  isLive,
  type ObjectTerm,
  original,
  phase,
  runsIn,
  type TargetTerm,
  threadOf,
  toMediator,
  toObject,
} from '../hotSwap/vocabulary.js';
import {
  Components,
  type ComponentTerm,
  called,
  currentOf,
  groupIs,
  isCommitted,
  isDecided,
  isMediated,
  member,
  oldObjectOf,
  pointerOf,
  servingFor,
  stage,
  stageIs,
  successorOf,
} from './vocabulary.js';

/** Claims about every state. */
export const claims: Readonly<Record<string, Claim>> = Object.freeze({
  quiescence: {
    says: 'P1: while the state of any member is transferred, no call is inside the old object of any member',
    holds: forAll({ c: Calls, k: Components, l: Components }, ({ c, k, l }) =>
      implies(
        and(groupIs('on'), stageIs(k, 'transfer', 'transferred'), isMediated(l), is(at(c), 'inside')),
        not(equal(runsIn(c), oldObjectOf(l))),
      ),
    ),
  },
  statePreserved: {
    says: 'P2: the object that serves for a component holds the effect of every call of it that has run',
    holds: forAll({ c: Calls }, ({ c }) =>
      implies(is(at(c), 'left', 'out', 'returned'), effects(servingFor(called(c)), c)),
    ),
  },
  noUseAfterFree: ofOneSwap.noUseAfterFree!,
  swapperUsesNothingFreed: {
    says: 'P3: neither does the swap of a member use what was given back, nor does a pointer lead there',
    holds: forAll({ k: Components }, ({ k }) =>
      and(
        implies(
          isMediated(k),
          and(not(freedMediator(currentOf(k))), not(freedObject(oldObjectOf(k))), not(freedObject(successorOf(k)))),
        ),
        not(freedObject(servingFor(k))),
      ),
    ),
  },
  countMatchesTable: ofOneSwap.countMatchesTable!,
  allOrNothing: {
    says: 'of the members whose swap is decided, all have their successor, or all their old object',
    holds: forAll({ k: Components, l: Components }, ({ k, l }) =>
      implies(and(isDecided(k), isDecided(l), isCommitted(k)), isCommitted(l)),
    ),
  },
  waitersWillBeReleased: {
    says: "L3, as far as it is safety: a suspended call is at the mediator of its component's swap, which has released it or will",
    holds: forAll({ c: Calls }, ({ c }) =>
      implies(
        is(at(c), 'suspended'),
        and(
          equal(aim(c), toMediator(currentOf(called(c)))),
          member(called(c)),
          or(is(phase(currentOf(called(c))), 'completed'), isMediated(called(c)), stageIs(called(c), 'swung')),
        ),
      ),
    ),
  },
  insideIsNeverHeldBack: {
    says: 'L1, as far as it is safety: no call is suspended whose thread is inside an object that a member waits for',
    holds: forAll({ c: Calls, d: Calls }, ({ c, d }) =>
      implies(
        and(groupIs('on'), is(at(c), 'suspended'), equal(threadOf(c), threadOf(d)), isLive(d), not(equal(c, d))),
        not(isMediated(called(d))),
      ),
    ),
  },
});

const servingAfter = (k: ComponentTerm): ObjectTerm => objectAfter(after(pointerOf)(k));

function objectAfter(target: TargetTerm): ObjectTerm {
  return cases(target, { object: (o) => o as Term<OpenSort<'Object'>>, mediator: (m) => after(original)(m) });
}

/** Claims about every step. */
export const steps: Readonly<Record<string, Claim>> = Object.freeze({
  phasesAreMonotone: stepsOfOneSwap.phasesAreMonotone!,
  noAbortAfterCommit: {
    says: 'P7: a swap is given up only before its commit: no object that served before serves again',
    holds: forAll({ k: Components }, ({ k }) =>
      or(equal(servingAfter(k), servingFor(k)), before(servingFor(k), servingAfter(k))),
    ),
  },
  oneVersionPerCall: {
    says: 'P5: a call enters the object that serves, and until it returns it runs in no other',
    holds: forAll({ c: Calls }, ({ c }) =>
      and(
        implies(
          and(not(is(at(c), 'inside')), is(after(at)(c), 'inside')),
          equal(objectAfter(after(aim)(c)), servingAfter(called(c))),
        ),
        implies(
          and(is(at(c), 'inside', 'left', 'out'), is(after(at)(c), 'inside', 'left', 'out')),
          equal(objectAfter(after(aim)(c)), runsIn(c)),
        ),
      ),
    ),
  },
  transferOnce: {
    says: "P9: a member's transfer begins out of block; a commit comes after the end of all transfers",
    holds: forAll({ k: Components, l: Components }, ({ k, l }) =>
      and(
        implies(and(not(stageIs(k, 'transfer')), is(after(stage)(k), 'transfer')), is(phase(currentOf(k)), 'block')),
        implies(
          and(not(equal(servingAfter(k), servingFor(k))), member(l)),
          and(groupIs('on'), or(stageIs(l, 'transferred'), isDecided(l))),
        ),
      ),
    ),
  },
  abortLeavesTheOldObject: {
    says: 'a group that was given up turns each pointer back to the object that served before, and nothing else serves',
    holds: forAll({ k: Components }, ({ k }) =>
      implies(
        groupIs('aborting'),
        and(
          equal(servingAfter(k), servingFor(k)),
          or(equal(after(pointerOf)(k), pointerOf(k)), equal(after(pointerOf)(k), toObject(oldObjectOf(k)))),
        ),
      ),
    ),
  },
  countGoesByOne: stepsOfOneSwap.countGoesByOne!,
});
