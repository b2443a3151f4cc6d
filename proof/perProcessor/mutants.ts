// What goes wrong in the per-processor form when a worker, a miss or the root does less than it has to. Each must be refuted.

import { set, setEach } from '../form/action.js';
import { choose, equal, exists, is, not, value } from '../form/build.js';
import { type Parameters, withChanges, withGuard, withoutChange, withoutGuard } from '../form/edit.js';
import type { ProtocolMutant } from '../hotSwap/mutants.js';
import {
  aim,
  at,
  type CallTerm,
  current,
  type MediatorTerm,
  Phases,
  Processors,
  successor,
  toObject,
} from '../hotSwap/vocabulary.js';
import { type ProcessorTerm, passedOf, phaseOn, rootIs, workerIs } from './vocabulary.js';

const p = (parameters: Parameters): ProcessorTerm => parameters.p as ProcessorTerm;
const c = (parameters: Parameters): CallTerm => parameters.c as CallTerm;
const m = (parameters: Parameters): MediatorTerm => parameters.m as MediatorTerm;

export const perProcessorMutants: readonly ProtocolMutant[] = Object.freeze([
  {
    name: 'missesNotDrained',
    says: 'the global entry is turned though a miss has read it, and installs the old object afterwards',
    breaks: 'quiescence',
    edit: (system) => withoutGuard(system, 'swapStarted', 'noMissIsUnderWay'),
  },
  {
    name: 'missesNotDrainedAtTheEnd',
    says: 'the swap is concluded though a miss has read the mediator, and installs it afterwards',
    breaks: 'missesUseNothingFreed',
    edit: (system) => withoutGuard(system, 'commit', 'noMissIsUnderWay'),
  },
  {
    name: 'flushSkipped',
    says: 'a worker leaves the old object in its local entry',
    breaks: 'quiescence',
    edit: (system) => withoutChange(system, 'flush', 'missing'),
  },
  {
    name: 'oneAdvanceOfProcessor',
    says: 'a processor blocks after one generation in place of two',
    breaks: 'quiescence',
    edit: (system) =>
      withGuard(system, 'processorBlocks', 'graceIsOver', (parameters) =>
        not(is(passedOf(current(), p(parameters)), 'none')),
      ),
  },
  {
    name: 'rootDoesNotAwaitProcessors',
    says: 'the root blocks with the first processor that does, though others are in forward still',
    breaks: 'rootBlocksLast',
    firstIn: 'MCClusteredTwoProcessors',
    edit: (system) =>
      withGuard(system, 'rootBlocks', 'allBlock', () => exists({ q: Processors }, ({ q }) => workerIs(q, 'block'))),
  },
  {
    name: 'blockOverAborting',
    says: 'the root turns to block whether the swap has been given up or not',
    breaks: 'abortLeavesTheOldObject',
    edit: (system) => withGuard(system, 'rootBlocks', 'isForward', () => rootIs('forward', 'aborting')),
  },
  {
    name: 'zeroOfProcessorsNotAwaited',
    says: 'the workers are told to transfer though a processor counts a call',
    breaks: 'quiescence',
    edit: (system) => withoutGuard(system, 'transferBegins', 'countsAreZero'),
  },
  {
    name: 'partLeftBehind',
    says: 'nobody moves the parts of processors that have no worker',
    breaks: 'statePreserved',
    edit: (system) => withoutChange(system, 'transferBegins', 'effects'),
  },
  {
    name: 'commitByFirstAtBarrier',
    says: 'the first worker at the barrier commits',
    breaks: 'transferOnce',
    firstIn: 'MCClusteredTwoProcessors',
    edit: (system) => withoutGuard(system, 'commit', 'allHaveArrived'),
  },
  {
    name: 'bornInForward',
    says: 'the representative of a processor that had not called begins in forward',
    breaks: 'rootBlocksLast',
    edit: (system) =>
      withChanges(system, 'swapStarted', (parameters) => [
        setEach(phaseOn, (n, q) => choose(equal(n, m(parameters)), value(Phases, 'forward'), phaseOn(n, q))),
      ]),
  },
  {
    name: 'noFinallyOfProcessor',
    says: 'an exception leaves a call without the epilog of its representative',
    breaks: 'countMatchesTable',
    edit: (system) => withGuard(system, 'return', 'isThrough', (parameters) => is(at(c(parameters)), 'out', 'left')),
  },
  {
    name: 'capturedTargetOfProcessor',
    says: 'a released caller enters the successor that its mediator knew',
    breaks: 'noUseAfterFree',
    edit: (system) =>
      ['resumed', 'redispatch'].reduce(
        (each, name) => withChanges(each, name, (parameters) => [set(aim(c(parameters)), toObject(successor()))]),
        system,
      ),
  },
  {
    name: 'representativeFreedAtOnce',
    says: 'a worker retires without a second grace period',
    breaks: 'noUseAfterFree',
    edit: (system) => withoutGuard(system, 'workerRetires', 'graceIsOver'),
  },
]);

const finer = (why: string): string => `finer than the actions: ${why}`;
const livenessOnly = (why: string): string => `breaks liveness only: ${why}`;
const migrating = 'the form has no threads that migrate';
const ofAGroup = 'a group in the per-processor form has no form here';

/** Mutants of impl/clustered that are none here, and why. */
export const notInTheSpreadForm: Readonly<Record<string, string>> = Object.freeze({
  touchedNotAtomic: finer('that a processor knows the object, and that its entry leads there, is one step'),
  rootBlocksUnfenced: 'shows under weak memory only',
  rootLockLeak: finer('there is no lock of the root'),
  oldReadBeforeExclusion: finer('a request is accepted and reads the old object in one step'),
  noFormatUnchecked: 'the form has no transfer formats',
  failureIgnored: 'the form has no transfers that fail',
  dekkerReversedInRoot: finer('that no processor counts a call is seen in one step'),
  dekkerReversedInLastEpilog: finer('that no processor counts a call is seen in one step'),
  staleZeroOfRoot: finer('that no processor counts a call is seen in one step'),
  noTicketOfRoot: finer('quiescence is not announced, it is a guard'),
  epilogWithoutLock: finer('a call is taken off the count in one step'),
  bornWithoutWorker: livenessOnly('the waiters of a representative without a worker are never released'),
  bornAfterTheSeal: finer('a representative that is not born yet blocks already, so that its birth turns no phase'),
  abortHoldsBackMisses: livenessOnly('a first call waits for the end of a swap that waits for it'),
  destroyBeforeRelease: 'the form has no destruction',
  missWithoutCount: 'another way to make a call, which costs more',
  groupInterposedLate: ofAGroup,
  tableOfMember: ofAGroup,
  countOfMember: ofAGroup,
  countedWhereItGoes: migrating,
  flushNotJoint: migrating,
  inFlightForgotten: migrating,
  tableOfProcessor: migrating,
  blockByProcessor: migrating,
});
