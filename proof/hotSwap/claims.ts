// What is proved: the properties of the mechanism that the form can say, under their names and numbers (properties/). A
// claim about a state follows from the invariant; a claim about a step holds of every step from a state of the invariant.

import { after, and, cases, equal, forAll, iff, implies, is, not, or } from '../form/build.js';
import type { OpenSort } from '../form/sort.js';
import type { Claim } from '../form/system.js';
import type { Formula, Term } from '../form/term.js';
import { isMediated } from './invariant.js';
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
  inFlight,
  isLive,
  Mediators,
  type MediatorTerm,
  Objects,
  type ObjectTerm,
  original,
  phase,
  pointer,
  runsIn,
  serving,
  successor,
  swapper,
  swapperIs,
  table,
  threadOf,
  toMediator,
  toObject,
} from './vocabulary.js';

const from = (): ObjectTerm => original(current());

/** Claims about every state. */
export const claims: Readonly<Record<string, Claim>> = Object.freeze({
  quiescence: {
    says: 'P1: while the state is transferred, no call is inside the old object',
    holds: forAll({ c: Calls }, ({ c }) =>
      implies(swapperIs('transfer', 'transferred'), not(and(is(at(c), 'inside'), equal(runsIn(c), from())))),
    ),
  },
  statePreserved: {
    says: 'P2: the object that serves holds the effect of every call that has run',
    holds: forAll({ c: Calls }, ({ c }) => implies(is(at(c), 'left', 'out', 'returned'), effects(serving(), c))),
  },
  noUseAfterFree: {
    says: 'P3: no call is at a mediator, on its way to an object, or in one, whose memory was given back',
    holds: forAll({ c: Calls, m: Mediators, o: Objects }, ({ c, m, o }) =>
      and(
        implies(and(isLive(c), equal(aim(c), toMediator(m))), not(freedMediator(m))),
        implies(and(isLive(c), equal(aim(c), toObject(o))), not(freedObject(o))),
        implies(is(at(c), 'counted', 'inside'), not(freedObject(runsIn(c)))),
      ),
    ),
  },
  swapperUsesNothingFreed: {
    says: 'P3: neither does the swapper use what was given back, nor does the pointer lead there',
    holds: and(
      implies(
        isMediated(),
        and(not(freedMediator(current())), not(freedObject(from())), not(freedObject(successor()))),
      ),
      not(freedObject(serving())),
    ),
  },
  countMatchesTable: {
    says: 'P8: the calls that a mediator counts are those in its table, and a freed mediator counts none',
    holds: forAll({ m: Mediators, c: Calls }, ({ m, c }) =>
      and(
        iff(inFlight(m, c), and(table(c), equal(aim(c), toMediator(m)))),
        implies(freedMediator(m), not(inFlight(m, c))),
      ),
    ),
  },
  waitersWillBeReleased: {
    says: 'L3, as far as it is safety: a suspended call is at the mediator of the swap, which has released it or will',
    holds: forAll({ c: Calls }, ({ c }) =>
      implies(
        is(at(c), 'suspended'),
        and(
          equal(aim(c), toMediator(current())),
          or(is(phase(current()), 'completed'), isMediated(), swapperIs('swung')),
        ),
      ),
    ),
  },
  insideIsNeverHeldBack: {
    says: 'L1, as far as it is safety: no call is suspended whose thread is inside',
    holds: forAll({ c: Calls, d: Calls }, ({ c, d }) =>
      implies(
        and(is(at(c), 'suspended'), equal(threadOf(c), threadOf(d))),
        not(is(at(d), 'counted', 'inside', 'left')),
      ),
    ),
  },
});

const servingAfter = (): ObjectTerm => objectBehindAfter(after(pointer)());
const runsInAfter = (c: CallTerm): ObjectTerm => objectBehindAfter(after(aim)(c));

function objectBehindAfter(target: ReturnType<typeof aim>): ObjectTerm {
  return cases(target, { object: (o) => o as Term<OpenSort<'Object'>>, mediator: (m) => after(original)(m) });
}

/** Whether a phase turns from the one to the other in a step. */
function turns(
  m: MediatorTerm,
  to: 'forward' | 'block' | 'transfer' | 'completed',
  ...from: Parameters<typeof wasOneOf>[1][]
) {
  return and(is(after(phase)(m), to), or(...from.map((each) => wasOneOf(m, each))));
}

function wasOneOf(m: MediatorTerm, one: 'unused' | 'forward' | 'block' | 'transfer'): Formula {
  return is(phase(m), one);
}

/** Claims about every step. */
export const steps: Readonly<Record<string, Claim>> = Object.freeze({
  phasesAreMonotone: {
    says: 'P7: a phase turns from unused to forward, to block, to transfer, and from each of these three to completed',
    holds: forAll({ m: Mediators }, ({ m }) =>
      or(
        equal(after(phase)(m), phase(m)),
        turns(m, 'forward', 'unused'),
        turns(m, 'block', 'forward'),
        turns(m, 'transfer', 'block'),
        turns(m, 'completed', 'forward', 'block', 'transfer'),
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
        implies(and(not(is(at(c), 'inside')), is(after(at)(c), 'inside')), equal(runsInAfter(c), servingAfter())),
        implies(and(isRunning(c), isRunningAfter(c)), equal(runsInAfter(c), runsIn(c))),
      ),
    ),
  },
  transferOnce: {
    says: 'P9: a transfer begins out of block and not twice for a mediator; a commit comes after its end',
    holds: and(
      implies(and(not(swapperIs('transfer')), is(after(swapper)(), 'transfer')), turns(current(), 'transfer', 'block')),
      implies(not(equal(servingAfter(), serving())), and(swapperIs('transferred'), is(after(swapper)(), 'swung'))),
    ),
  },
  abortLeavesTheOldObject: {
    says: 'a swap that was given up turns the pointer back to the object that served before it, and nothing else serves',
    holds: implies(
      swapperIs('aborting'),
      and(
        equal(servingAfter(), from()),
        or(is(after(swapper)(), 'aborting'), equal(after(pointer)(), toObject(from()))),
      ),
    ),
  },
  countGoesByOne: {
    says: 'P8: a call is counted when it was not, taken off when it was, and one call at a time: the count is the size of the set',
    holds: forAll({ c: Calls, d: Calls, m: Mediators }, ({ c, d, m }) =>
      and(
        implies(and(isChanged(m, c), isChanged(m, d)), equal(c, d)),
        implies(isCountedIn(c, m), and(not(inFlight(m, c)), after(inFlight)(m, c))),
        implies(isCountedOut(c, m), and(inFlight(m, c), not(after(inFlight)(m, c)))),
      ),
    ),
  },
});

function isRunning(c: CallTerm): Formula {
  return is(at(c), 'inside', 'left', 'out');
}

function isRunningAfter(c: CallTerm): Formula {
  return is(after(at)(c), 'inside', 'left', 'out');
}

function isChanged(m: MediatorTerm, c: CallTerm): Formula {
  return not(iff(inFlight(m, c), after(inFlight)(m, c)));
}

function isCountedIn(c: CallTerm, m: MediatorTerm): Formula {
  return and(not(is(at(c), 'counted')), is(after(at)(c), 'counted'), equal(aim(c), toMediator(m)));
}

function isCountedOut(c: CallTerm, m: MediatorTerm): Formula {
  return and(is(at(c), 'left'), is(after(at)(c), 'out'), equal(aim(c), toMediator(m)));
}
