// What is proved of the per-processor form: the properties of the one-mediator form, the phases also per processor.

import { after, and, cases, equal, forAll, implies, is, not, or } from '../form/build.js';
import type { OpenSort } from '../form/sort.js';
import type { Claim } from '../form/system.js';
import type { Term } from '../form/term.js';
import { claims as ofOneMediator, steps as stepsOfOneMediator } from '../hotSwap/claims.js';
import {
  aim,
  at,
  before,
  Calls,
  current,
  effects,
  freedMediator,
  freedObject,
  isLive,
  leadsToObject,
  Mediators,
  type ObjectTerm,
  original,
  Processors,
  phase,
  runsIn,
  successor,
  type TargetTerm,
  Threads,
  threadOf,
  toMediator,
  toObject,
} from '../hotSwap/vocabulary.js';
import {
  aimsAtCurrent,
  fateIs,
  found,
  global,
  inMiss,
  isMediated,
  madeOn,
  migrates,
  missing,
  oldObject,
  phaseOn,
  root,
  rootIs,
  serving,
  workerIs,
  workerOfIs,
} from './vocabulary.js';

/** Claims about every state. */
export const claims: Readonly<Record<string, Claim>> = Object.freeze({
  quiescence: {
    says: 'P1: while the state is transferred, no call is inside the old object, on whichever processor',
    holds: forAll({ c: Calls }, ({ c }) =>
      implies(rootIs('transfer'), not(and(is(at(c), 'inside'), equal(runsIn(c), oldObject())))),
    ),
  },
  statePreserved: {
    says: 'P2: the object that serves holds the effect of every call that has run',
    holds: forAll({ c: Calls }, ({ c }) => implies(is(at(c), 'left', 'out', 'returned'), effects(serving(), c))),
  },
  noUseAfterFree: ofOneMediator.noUseAfterFree!,
  missesUseNothingFreed: {
    says: 'P3: no miss is about to install what was given back',
    holds: forAll({ t: Threads, m: Mediators }, ({ t, m }) =>
      implies(
        inMiss(t),
        and(
          implies(equal(found(t), toMediator(m)), not(freedMediator(m))),
          implies(equal(found(t), toObject(serving())), not(freedObject(serving()))),
        ),
      ),
    ),
  },
  nothingLeadsToWhatIsGone: {
    says: 'P3: a component is destroyed when nobody is under way who may call it, and no local entry leads to it',
    holds: implies(
      fateIs('gone'),
      and(
        forAll({ c: Calls }, ({ c }) => not(isLive(c))),
        forAll({ t: Threads }, ({ t }) => not(inMiss(t))),
        forAll({ p: Processors }, ({ p }) => missing(p)),
      ),
    ),
  },
  swapperUsesNothingFreed: {
    says: 'P3: neither do the workers use what was given back, nor does the global entry lead there before the component is gone',
    holds: and(
      implies(
        isMediated(),
        and(not(freedMediator(current())), not(freedObject(oldObject())), not(freedObject(successor()))),
      ),
      or(not(freedObject(serving())), fateIs('gone')),
    ),
  },
  countMatchesTable: ofOneMediator.countMatchesTable!,
  rootBlocksLast: {
    says: 'P7: when the root blocks, or transfers, so does every processor',
    holds: forAll({ p: Processors }, ({ p }) =>
      implies(rootIs('block', 'transfer'), is(phaseOn(current(), p), 'block')),
    ),
  },
  waitersWillBeReleased: {
    says: 'L3, as far as it is safety: a suspended call is at a mediator whose worker on its processor has released it or will',
    holds: forAll({ c: Calls, m: Mediators }, ({ c, m }) =>
      implies(
        is(at(c), 'suspended'),
        and(
          not(leadsToObject(aim(c))),
          implies(
            equal(aim(c), toMediator(m)),
            or(is(phaseOn(m, madeOn(c)), 'completed'), workerOfIs(m, madeOn(c), 'block', 'born', 'arrived', 'flushed')),
          ),
        ),
      ),
    ),
  },
  insideIsNeverHeldBack: {
    says: 'L1, as far as it is safety: no call is suspended whose thread is inside; where threads migrate, none at a mediator that waits for calls',
    holds: forAll({ c: Calls, d: Calls }, ({ c, d }) =>
      implies(
        and(
          is(at(c), 'suspended'),
          equal(threadOf(c), threadOf(d)),
          or(not(migrates()), and(aimsAtCurrent(c), isMediated())),
        ),
        not(is(at(d), 'counted', 'inside', 'left')),
      ),
    ),
  },
});

const servingAfter = (): ObjectTerm => objectAfter(after(global)());

function objectAfter(target: TargetTerm): ObjectTerm {
  return cases(target, { object: (o) => o as Term<OpenSort<'Object'>>, mediator: (m) => after(original)(m) });
}

/** Claims about every step. */
export const steps: Readonly<Record<string, Claim>> = Object.freeze({
  phasesAreMonotone: stepsOfOneMediator.phasesAreMonotone!,
  phasesOfProcessorsAreMonotone: {
    says: "P7: so does a representative's, from unused to forward, to block, and from both to completed; or it is born in block",
    holds: forAll({ m: Mediators, p: Processors }, ({ m, p }) =>
      or(
        equal(after(phaseOn)(m, p), phaseOn(m, p)),
        and(is(phaseOn(m, p), 'unused'), is(after(phaseOn)(m, p), 'forward', 'block')),
        and(is(phaseOn(m, p), 'forward'), is(after(phaseOn)(m, p), 'block', 'completed')),
        and(is(phaseOn(m, p), 'block'), is(after(phaseOn)(m, p), 'completed')),
      ),
    ),
  },
  noAbortAfterCommit: {
    says: 'P7: a swap is given up only before its commit: no object that served before serves again',
    holds: or(equal(servingAfter(), serving()), before(serving(), servingAfter())),
  },
  oneVersionPerCall: {
    says: 'P5: a call enters the object that serves, and until it returns it runs in no other',
    holds: forAll({ c: Calls }, ({ c }) =>
      and(
        implies(
          and(not(is(at(c), 'inside')), is(after(at)(c), 'inside')),
          equal(objectAfter(after(aim)(c)), servingAfter()),
        ),
        implies(
          and(is(at(c), 'inside', 'left', 'out'), is(after(at)(c), 'inside', 'left', 'out')),
          equal(objectAfter(after(aim)(c)), runsIn(c)),
        ),
      ),
    ),
  },
  transferOnce: {
    says: 'P9: a transfer begins out of block, once for a mediator; a commit comes when all parts have arrived',
    holds: and(
      implies(and(not(rootIs('transfer')), is(after(root)(), 'transfer')), is(phase(current()), 'block')),
      implies(
        not(equal(servingAfter(), serving())),
        and(
          rootIs('transfer'),
          forAll({ p: Processors }, ({ p }) => workerIs(p, 'arrived', 'absent')),
        ),
      ),
    ),
  },
  abortLeavesTheOldObject: {
    says: 'a swap that was given up turns the global entry back to the object that served before, and nothing else serves',
    holds: implies(
      rootIs('aborting'),
      and(
        equal(servingAfter(), oldObject()),
        or(is(after(root)(), 'aborting'), equal(after(global)(), toObject(oldObject()))),
      ),
    ),
  },
  countGoesByOne: stepsOfOneMediator.countGoesByOne!,
});
