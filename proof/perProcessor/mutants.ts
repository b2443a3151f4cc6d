// What goes wrong in the per-processor form when a worker, a miss or the root does less than it has to. Each must be refuted.

import { action, set, setEach } from '../form/action.js';
import { and, choose, equal, exists, is, not, or, value } from '../form/build.js';
import { type Parameters, withChanges, withGuard, withoutChange, withoutGuard } from '../form/edit.js';
import { changed, type System } from '../form/system.js';
import type { Formula } from '../form/term.js';
import type { ProtocolMutant } from '../hotSwap/mutants.js';
import {
  aim,
  at,
  Calls,
  type CallTerm,
  current,
  generation,
  isLive,
  type MediatorTerm,
  Phases,
  Processors,
  successor,
  table,
  threadOf,
  toObject,
} from '../hotSwap/vocabulary.js';
import { overlappingAborts } from './instances.js';
import { home, madeOn, type ProcessorTerm, passedOf, phaseOn, rootIs, worker, workerIs } from './vocabulary.js';

const p = (parameters: Parameters): ProcessorTerm => parameters.p as ProcessorTerm;
const c = (parameters: Parameters): CallTerm => parameters.c as CallTerm;
const m = (parameters: Parameters): MediatorTerm => parameters.m as MediatorTerm;

/** Under the name of the other action that no event says. */
const uncounted = action('sleep', {
  says: 'a thread that calls from elsewhere is counted at home no longer',
  parameters: { c: Calls },
  guards: ({ c }) => ({
    isElsewhere: not(equal(madeOn(c), home(c))),
    isLive: isLive(c),
    isActive: not(is(generation(threadOf(c)), 'gone')),
  }),
  writes: [generation],
  changes: ({ c }) => [set(generation(threadOf(c)), 'gone')],
});

/** Strict admission with a table for each processor. */
function trackedHereOnly(system: System): System {
  const isAdmitted = (parameters: Parameters): Formula =>
    or(
      is(phaseOn(m(parameters), madeOn(c(parameters))), 'forward'),
      and(is(phaseOn(m(parameters), madeOn(c(parameters))), 'block'), isTrackedHere(c(parameters))),
    );
  const narrow = withGuard(system, 'countIn', 'isAdmitted', isAdmitted);
  return withGuard(narrow, 'suspended', 'isNotAdmitted', (parameters) => not(isAdmitted(parameters)));
}

const isTrackedHere = (call: CallTerm): Formula =>
  exists({ d: Calls }, ({ d }) =>
    and(table(d), equal(threadOf(d), threadOf(call)), equal(aim(d), aim(call)), equal(madeOn(d), madeOn(call))),
  );

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
  {
    name: 'flushNotJoint',
    says: 'a worker lets its grace period begin once it has flushed its own entry, though threads migrate',
    breaks: 'quiescence',
    firstIn: 'MigratingFirst',
    edit: (system) =>
      withChanges(withoutGuard(system, 'flush', 'isNotLast'), 'flush', (parameters) => [
        set(worker(current(), p(parameters)), 'forward'),
      ]),
  },
  {
    name: 'blockByProcessor',
    says: 'a processor blocks once its own generations have passed, though threads migrate',
    breaks: 'insideIsNeverHeldBack',
    firstIn: 'Migrating',
    edit: (system) => withoutGuard(system, 'processorBlocks', 'allGracesAreOver'),
  },
  {
    name: 'tableOfProcessor',
    says: 'a representative lets through whom its own table has, though threads migrate',
    breaks: 'insideIsNeverHeldBack',
    firstIn: 'Migrating',
    edit: trackedHereOnly,
  },
  {
    name: 'countedWhereItGoes',
    says: 'a thread that calls from elsewhere holds up no generation of its own processor',
    breaks: 'quiescence',
    firstIn: 'Migrating',
    edit: (system) => changed(system, { actions: [...system.actions, uncounted] }),
  },
  {
    name: 'secondGraceNotJoint',
    says: 'a worker lets its second grace period begin once it has let go itself, though threads migrate',
    breaks: 'noUseAfterFree',
    firstIn: 'MigratingFirst',
    edit: (system) =>
      withChanges(withoutGuard(system, 'completed', 'isNotLast'), 'completed', (parameters) => [
        set(worker(m(parameters), p(parameters)), 'retiring'),
      ]),
  },
  {
    name: 'nextAfterAbort',
    says: 'the next swap may begin early also after a swap that was given up',
    breaks: 'quiescence',
    onlyHere: 'the mechanism refuses to be made with both, a next swap after the commit and swaps that may be given up',
    firstIn: overlappingAborts.name,
    edit: (system) =>
      withGuard(changed(system, { instances: [...system.instances, overlappingAborts] }), 'swapIdle', 'isFree', () =>
        rootIs('reclaimed', 'concluded'),
      ),
  },
  {
    name: 'destroyBeforeRelease',
    says: 'a component is destroyed without waiting for whoever may still call it',
    breaks: 'noUseAfterFree',
    firstIn: 'Destroyed',
    edit: (system) =>
      withoutGuard(
        withGuard(system, 'destructionBegins', 'isFree', () => rootIs('idle', 'reclaimed', 'concluded')),
        'taken',
        'graceIsOver',
      ),
  },
]);

const finer = (why: string): string => `finer than the actions: ${why}`;
const livenessOnly = (why: string): string => `breaks liveness only: ${why}`;
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
  missWithoutCount: 'another way to make a call, which costs more',
  groupInterposedLate: ofAGroup,
  tableOfMember: ofAGroup,
  countOfMember: ofAGroup,
  inFlightForgotten: finer('that no processor counts a call is seen in one step'),
});
