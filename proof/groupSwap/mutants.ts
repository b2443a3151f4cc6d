// What goes wrong when a rule of group swap is left out, or less than the rule is done. Each must be refuted.

import { and, equal, exists, forAll, is, not, or } from '../form/build.js';
import { type Parameters, withGuard, withoutGuard } from '../form/edit.js';
import type { System } from '../form/system.js';
import type { Formula } from '../form/term.js';
import type { ProtocolMutant } from '../hotSwap/mutants.js';
import {
  aim,
  Calls,
  type CallTerm,
  inFlight,
  type MediatorTerm,
  phase,
  table,
  threadOf,
} from '../hotSwap/vocabulary.js';
import { graceIsOver } from './swap.js';
import { Components, type ComponentTerm, currentOf, member } from './vocabulary.js';

const k = (parameters: Parameters): ComponentTerm => parameters.k as ComponentTerm;
const c = (parameters: Parameters): CallTerm => parameters.c as CallTerm;
const m = (parameters: Parameters): MediatorTerm => parameters.m as MediatorTerm;

const isTrackedThere = (call: CallTerm): Formula =>
  exists({ d: Calls }, ({ d }) => and(table(d), equal(threadOf(d), threadOf(call)), equal(aim(d), aim(call))));

const countsNothing = (of: ComponentTerm): Formula => forAll({ d: Calls }, ({ d }) => not(inFlight(currentOf(of), d)));
const forSomeMember = (holds: (of: ComponentTerm) => Formula): Formula =>
  exists({ l: Components }, ({ l }) => and(member(l), holds(l)));

function trackedByOwnOnly(system: System): System {
  const isAdmitted = (parameters: Parameters): Formula =>
    or(is(phase(m(parameters)), 'forward'), and(is(phase(m(parameters)), 'block'), isTrackedThere(c(parameters))));
  const narrow = withGuard(system, 'countIn', 'isAdmitted', isAdmitted);
  return withGuard(narrow, 'suspended', 'isNotAdmitted', (parameters) => not(isAdmitted(parameters)));
}

/** The mutants of group swap, by the rule that is broken. */
export const groupMutants: readonly ProtocolMutant[] = Object.freeze([
  {
    name: 'groupBlocksOneByOne',
    says: 'rules 1 and 2: a member blocks once its own generations have passed, whatever the others do',
    breaks: 'insideIsNeverHeldBack',
    edit: (system) => {
      const alone = withoutGuard(system, 'block', 'allAreInterposed');
      return withGuard(alone, 'block', 'allGracesAreOver', (parameters) => graceIsOver(k(parameters)));
    },
  },
  {
    name: 'groupAwaitsGraceOfFirst',
    says: "rule 2: the members block once one member's generations have passed",
    breaks: 'insideIsNeverHeldBack',
    edit: (system) => withGuard(system, 'block', 'allGracesAreOver', () => forSomeMember(graceIsOver)),
  },
  {
    name: 'groupTracksOwnOnly',
    says: 'rule 3: in block a member lets through whom its own table has, and suspends whoever is inside another',
    breaks: 'insideIsNeverHeldBack',
    edit: trackedByOwnOnly,
  },
  {
    name: 'groupAwaitsOwnZero',
    says: 'rule 4: the state of a member is transferred once its own count is zero, though others are not quiescent',
    breaks: 'quiescence',
    edit: (system) =>
      withGuard(system, 'transferBegins', 'allCountsAreZero', (parameters) => countsNothing(k(parameters))),
  },
  {
    name: 'groupLeftByOwnZero',
    says: 'rule 4: the states are transferred once some member counts no call',
    breaks: 'quiescence',
    edit: (system) => withGuard(system, 'transferBegins', 'allCountsAreZero', () => forSomeMember(countsNothing)),
  },
  {
    name: 'groupForwardOverlooked',
    says: 'rule 4: that nobody counts a call was seen before all members blocked, and calls have come since',
    breaks: 'quiescence',
    edit: (system) => withoutGuard(system, 'transferBegins', 'allCountsAreZero'),
  },
  {
    name: 'groupTransfersInForward',
    says: 'rule 4: the state of a member is transferred though others do not block yet',
    breaks: 'quiescence',
    edit: (system) => withoutGuard(system, 'transferBegins', 'allBlock'),
  },
  {
    name: 'groupCommitsOneByOne',
    says: 'a member is committed though the state of another is not transferred yet',
    breaks: 'transferOnce',
    edit: (system) => withoutGuard(system, 'commit', 'allAreTransferred'),
  },
  {
    name: 'groupAbortsHalfCommitted',
    says: 'the group is given up though a member is committed',
    breaks: 'allOrNothing',
    edit: (system) => withoutGuard(system, 'swapAbandoned', 'nobodyIsCommitted'),
  },
  {
    name: 'groupFreesMediatorsAtOnce',
    says: 'mediators are freed without a second grace period',
    breaks: 'noUseAfterFree',
    edit: (system) => withoutGuard(system, 'freedMediator', 'graceIsOver'),
  },
]);
