// The mechanism's mutants (mutants/mechanism.ts) as far as the form can say them, each an edit of the protocol. The
// others are finer than its actions (locks, tickets, permits), or break nothing but liveness: listed with the reason, so
// that the list is whole.

import { action, set, setEach, updatesOf } from '../form/action.js';
import { and, equal, exists, forAll, is, not, or, state, truth } from '../form/build.js';
import { type Parameters, withChanges, withGuard, withoutGuard } from '../form/edit.js';
import { truthSort } from '../form/sort.js';
import { changed, type System } from '../form/system.js';
import type { Formula, Term } from '../form/term.js';
import { isTracked } from './calls.js';
import { committedShapes, instanceFor, type Shape } from './instances.js';
import {
  aim,
  at,
  Calls,
  type CallTerm,
  current,
  freedObject,
  generation,
  inFlight,
  isCommitted,
  Mediators,
  type MediatorTerm,
  mayAbort,
  Processors,
  passed,
  phase,
  successor,
  swapper,
  swapperIs,
  table,
  threadOf,
  toMediator,
  toObject,
} from './vocabulary.js';

export interface ProtocolMutant {
  readonly name: string;
  readonly says: string;
  /** A claim that is false in a state that the mutant can reach, or over a step that it can take. */
  readonly breaks: string;
  readonly edit: (system: System) => System;
  /** It is looked for in the smallest instance first, with swaps that may be given up. */
  readonly mayAbort?: true;
  /** Why the implementation has no such mutant. */
  readonly onlyHere?: string;
  /** The instance in which it is looked for first: where the implementation can show it. */
  readonly firstIn?: string;
}

const c = (parameters: Parameters): CallTerm => parameters.c as CallTerm;
const m = (parameters: Parameters): MediatorTerm => parameters.m as MediatorTerm;

const isEnough = (): Formula => forAll({ p: Processors }, ({ p }) => not(is(passed(p), 'none')));
const withGrace = (system: System, grace: () => Formula): System =>
  withGuard(withGuard(system, 'block', 'graceIsOver', grace), 'freedMediator', 'graceIsOver', grace);

const admitted = state('admitted', [Calls], truthSort, 'the call was let through and is not counted yet');

const admit = action('admit', {
  says: 'the mediator lets a call through, and lets go of its lock',
  parameters: { c: Calls, m: Mediators },
  guards: ({ c, m }) => ({
    isInvoked: is(at(c), 'invoked'),
    isNotAdmitted: not(admitted(c)),
    isThere: equal(aim(c), toMediator(m)),
    isForward: is(phase(m), 'forward'),
  }),
  writes: [admitted],
  changes: ({ c }) => [set(admitted(c), true)],
});

/** A call in forward is let through in one step and counted in another. */
function countAfterUnlock(system: System): System {
  const more = changed(system, {
    state: [...system.state, admitted.symbol],
    initially: [...system.initially, ...updatesOf([setEach(admitted, () => false)])],
    actions: [...system.actions, admit],
  });
  const held = ['suspended', 'redispatch'].reduce(
    (each, name) => withGuard(each, name, 'isNotAdmitted', (parameters) => and(not(admitted(c(parameters))))),
    more,
  );
  const counting = withGuard(held, 'countIn', 'isAdmitted', (parameters) =>
    or(admitted(c(parameters)), and(is(phase(m(parameters)), 'block'), isTracked(c(parameters)))),
  );
  return withChanges(counting, 'countIn', (parameters) => [set(admitted(c(parameters)), false)]);
}

const sleep = action('sleep', {
  says: 'a call that is inside goes to sleep, which is taken for a safe point',
  parameters: { c: Calls },
  guards: ({ c }) => ({ isInside: is(at(c), 'inside'), isActive: not(is(generation(threadOf(c)), 'gone')) }),
  writes: [generation],
  changes: ({ c }) => [set(generation(threadOf(c)), 'gone')],
});

const freeSuccessor = action('freedSuccessor', {
  says: 'the successor is given back',
  guards: () => ({
    isBlock: swapperIs('block'),
    countIsZero: forAll({ c: Calls }, ({ c }) => not(inFlight(current(), c))),
  }),
  writes: [freedObject],
  changes: () => [set(freedObject(successor()), true)],
});

/** The pointer is turned once the count is zero; then the state is transferred, and nothing is left to commit. */
function commitBeforeTransfer(system: System): System {
  const isZero = forAll({ c: Calls }, ({ c }) => not(inFlight(current(), c)));
  const early = withGuard(system, 'commit', 'isTransferred', () => and(swapperIs('block'), isZero, not(isCommitted())));
  const turned = withChanges(early, 'commit', () => [set(swapper(), 'block')]);
  const late = withGuard(turned, 'transferBegins', 'isCommitted', () => isCommitted());
  return withChanges(late, 'transferEnded', () => [set(swapper(), 'swung')]);
}

/** One caller and one swap, which may be given up. */
export const smallestThatAborts = Object.freeze({
  name: 'OneCallerMayAbort',
  configuration: 'MCHotSwapOneCallerAbort',
  shape: { ...committedShapes.MCHotSwapOneCaller!, mayAbort: true } satisfies Shape,
});

/** protocolMutants are the defects that the form can say. Each must be refuted. */
export const protocolMutants: readonly ProtocolMutant[] = Object.freeze([
  {
    name: 'oneAdvance',
    says: 'one generation is let pass in a grace period, not two',
    breaks: 'quiescence',
    edit: (system) =>
      withGrace(
        withGuard(system, 'generation', 'isNeeded', (p) => is(passed(p.p as Term<typeof Processors>), 'none')),
        isEnough,
      ),
  },
  {
    name: 'noAdvance',
    says: 'no generation is let pass in a grace period',
    breaks: 'quiescence',
    edit: (system) => withGrace(system, () => truth(true)),
  },
  {
    name: 'forwardSkipped',
    says: 'the mediator blocks at once, without waiting for the calls that came before it',
    breaks: 'quiescence',
    edit: (system) => withoutGuard(system, 'block', 'graceIsOver'),
  },
  {
    name: 'countAfterUnlock',
    says: 'the prolog counts the call after it has let go of the phase lock',
    breaks: 'quiescence',
    edit: countAfterUnlock,
  },
  {
    name: 'freeMediatorAtOnce',
    says: 'the mediator is freed without a second grace period',
    breaks: 'noUseAfterFree',
    edit: (system) => withoutGuard(system, 'freedMediator', 'graceIsOver'),
  },
  {
    name: 'capturedTarget',
    says: 'a released caller enters the successor that its mediator knew',
    breaks: 'oneVersionPerCall',
    edit: (system) =>
      ['resumed', 'redispatch'].reduce(
        (each, name) => withChanges(each, name, (parameters) => [set(aim(c(parameters)), toObject(successor()))]),
        system,
      ),
    mayAbort: true,
  },
  {
    name: 'noFinally',
    says: 'an exception leaves a call without the epilog',
    breaks: 'countMatchesTable',
    edit: (system) => withGuard(system, 'return', 'isThrough', (parameters) => is(at(c(parameters)), 'out', 'left')),
  },
  {
    name: 'commitBeforeTransfer',
    says: 'the pointer leads to the successor before it holds the state',
    breaks: 'transferOnce',
    edit: commitBeforeTransfer,
  },
  {
    name: 'tableKeyedByThread',
    says: 'the table says whether a thread is inside, not how often',
    breaks: 'countMatchesTable',
    edit: (system) =>
      withChanges(system, 'countOut', (parameters) => [
        setEach(table, (d) => and(table(d), not(equal(threadOf(d), threadOf(c(parameters)))))),
      ]),
  },
  {
    name: 'abortAfterCommit',
    says: 'a swap may be given up after its commit: the pointer is turned back',
    breaks: 'noAbortAfterCommit',
    edit: (system) =>
      withGuard(system, 'restore', 'isAborting', () =>
        or(swapperIs('aborting'), and(mayAbort(), swapperIs('swung'), isCommitted())),
      ),
    mayAbort: true,
  },
  {
    name: 'sleeperUncounted',
    says: 'a sleep inside a component is taken for a safe point',
    breaks: 'quiescence',
    edit: (system) => changed(system, { actions: [...system.actions, sleep] }),
  },
  {
    name: 'freedWhileFilled',
    says: 'the successor is given back before the transfer fills it',
    breaks: 'swapperUsesNothingFreed',
    edit: (system) => changed(system, { actions: [...system.actions, freeSuccessor] }),
  },
  {
    name: 'recursionSuspended',
    says: 'in block nobody is let through, recursive calls included',
    breaks: 'insideIsNeverHeldBack',
    edit: (system) => {
      const narrow = withGuard(system, 'countIn', 'isAdmitted', (parameters) => is(phase(m(parameters)), 'forward'));
      return withGuard(narrow, 'suspended', 'isNotAdmitted', (parameters) => not(is(phase(m(parameters)), 'forward')));
    },
  },
  {
    name: 'zeroNotAwaited',
    says: 'the state is transferred without waiting for the count',
    breaks: 'quiescence',
    edit: (system) => withoutGuard(system, 'transferBegins', 'countIsZero'),
  },
]);

/** withInstance puts the instance first in which a mutant is looked for first. */
export function withInstance(system: System, { mayAbort, firstIn }: ProtocolMutant): System {
  const { name, shape } = smallestThatAborts;
  const own = system.instances.filter((instance) => instance.name === firstIn);
  const first = mayAbort ? [instanceFor(name, shape)] : own;
  return changed(system, { instances: [...first, ...system.instances.filter((each) => !first.includes(each))] });
}

const finer = (why: string): string => `finer than the actions: ${why}`;
const livenessOnly = (why: string): string => `breaks liveness only: ${why}`;
const otherCalls = 'another way to make a call: the form has no results, and no cost';

/** Mutants of the mechanism that are none here, and why; those of a group are in proof/groupSwap/mutants.ts. */
export const notInTheForm: Readonly<Record<string, string>> = Object.freeze({
  lenient: livenessOnly('callers without end keep each other in; that it is safe is proved'),
  byGeneration: 'another rule of admission, without a table and a count',
  registerAfterUnlock: finer('a call is suspended in one step'),
  dekkerReversed: finer('that the count is zero is seen in one step'),
  dekkerReversedInEpilog: finer('that the count is zero is seen in one step'),
  staleZero: finer('that the count is zero is seen in one step'),
  noTicket: finer('quiescence is not announced, it is a guard'),
  zeroWithoutTicket: finer('quiescence is not announced, it is a guard'),
  capturedTargetInNextSwap: 'needs two swappers of one reference',
  nextSwapBeforeSecondGrace: 'needs two swappers of one reference',
  releaseBeforeSwing: livenessOnly('whoever is let go early comes back to the mediator, and stays there'),
  phaseLockLeak: finer('there is no phase lock'),
  oldReadBeforeSwitching: finer('a request is accepted and reads the old object in one step'),
  completionAfterReclamation: livenessOnly('a call that waits for the end of the swap waits for itself'),
  workerActive: livenessOnly('the generation of the swapper itself never ends'),
  latePop: finer('the count and the table change in one step'),
  entryLeaks: finer('the count and the table change in one step'),
  noThreshold: 'of the policy of a component, which the form does not have',
  pressureKept: 'of the policy of a component, which the form does not have',
  formatUnchecked: 'the form has no transfer formats',
  worstFormat: 'the form has no transfer formats',
  generationNumberCut: 'the form has no numbers of generations',
  refusing: otherCalls,
  answering: otherCalls,
  repeating: otherCalls,
  alwaysAsking: otherCalls,
  memoryGivenBackByCalls: otherCalls,
  releaseAfterFree: finer('waiters see that the phase is completed, and have no flags'),
  throughAnotherName: finer('a mediator has no cells'),
  rowPerStrand: 'the form has no strands: a call belongs to one thread',
  sharedRowTrusted: 'the form has no strands: a call belongs to one thread',
  synchronousInTransfer: 'the form has no calls that cannot be held back',
  worstFormatUnsaid: 'the form has no transfer formats',
  takenTooSoon: 'the form has no state that is taken and given',
});

/** Lenient admission, which breaks liveness only: in block anybody is let through while a call is counted. */
export function lenient(system: System): System {
  const isOpen = (parameters: Parameters): Formula =>
    or(
      is(phase(m(parameters)), 'forward'),
      and(
        is(phase(m(parameters)), 'block'),
        or(
          isTracked(c(parameters)),
          exists({ d: Calls }, ({ d }) => inFlight(m(parameters), d)),
        ),
      ),
    );
  const wide = withGuard(system, 'countIn', 'isAdmitted', isOpen);
  return withGuard(wide, 'suspended', 'isNotAdmitted', (parameters) => not(isOpen(parameters)));
}
