// Why the per-processor form is right. What is new against the one-mediator form: what local entries and misses may hold,
// and that each processor's part of the argument stands on its own generations alone, for threads stay where they are; where
// they do not, on those of all. Where swaps overlap, mediators of earlier swaps are there still: nobody is let through any
// more by them, and whoever is held back there has read nothing else.

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
  type MediatorTerm,
  Processors,
  phase,
  processorOf,
  successor,
  Threads,
  type ThreadTerm,
  threadOf,
  toMediator,
  toObject,
  within,
} from '../hotSwap/vocabulary.js';
import {
  aimsAtCurrent,
  fateIs,
  found,
  global,
  home,
  inMiss,
  isCommitted,
  isCurrent,
  isMediated,
  isOn,
  isServing,
  knowsStill,
  lingers,
  local,
  madeOn,
  migrates,
  missing,
  missOn,
  oldObject,
  type ProcessorTerm,
  passedAtEnd,
  passedOf,
  phaseOn,
  rootIs,
  serving,
  workerIs,
  workerOfIs,
} from './vocabulary.js';

const forProcessors = (body: (p: ProcessorTerm) => Formula): Formula => forAll({ p: Processors }, ({ p }) => body(p));
const forRepresentatives = (body: (m: MediatorTerm, p: ProcessorTerm) => Formula): Formula =>
  forAll({ m: Mediators, p: Processors }, ({ m, p }) => body(m, p));
const forThreads = (body: (t: ThreadTerm) => Formula): Formula => forAll({ t: Threads }, ({ t }) => body(t));
const forCalls = (body: (c: CallTerm, p: ProcessorTerm) => Formula): Formula =>
  forAll({ c: Calls }, ({ c }) => body(c, madeOn(c)));
const forVisits = (body: (c: CallTerm, m: MediatorTerm) => Formula): Formula =>
  forAll({ c: Calls, m: Mediators }, ({ c, m }) => implies(and(isLive(c), equal(aim(c), toMediator(m))), body(c, m)));
const hasRun = (c: CallTerm): Formula => is(at(c), 'left', 'out', 'returned');

/** No call is let through by the mediator any more, and none that it let through is inside. */
const isQuiet = (m: MediatorTerm): Formula =>
  or(
    not(equal(m, current())),
    rootIs('transfer', 'reclaimed', 'idle', 'requested'),
    and(rootIs('concluded'), isCommitted()),
  );

/** The entry leads to the object that serves: whoever calls there comes to it at once. */
const isOpen = (p: ProcessorTerm): Formula => and(not(missing(p)), isServing(local(p)));

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
    holds: forThreads((t) => implies(inMiss(t), equal(found(t), global()))),
    neededFor: 'missEnds',
  },
  localLeadsToNoOtherObject: {
    says: 'a local entry leads nowhere, to the object that serves, or to a mediator',
    holds: forProcessors((p) => or(missing(p), isServing(local(p)), not(leadsToObject(local(p))))),
    neededFor: 'invoke',
  },
  localLeadsToAMediatorInTime: {
    says: 'a local entry leads to a mediator from its beginning until its worker takes it out',
    holds: forRepresentatives((m, p) =>
      implies(
        and(not(missing(p)), equal(local(p), toMediator(m))),
        or(
          and(
            isMediated(),
            equal(m, current()),
            workerOfIs(m, p, 'started', 'met', 'forward', 'block', 'born', 'arrived'),
          ),
          and(is(phase(m), 'completed'), workerOfIs(m, p, 'arrived')),
        ),
      ),
    ),
    neededFor: 'invoke',
  },
  missesFindNoObjectThere: {
    says: 'while the swap is on, nobody misses where the entry leads to the old object',
    holds: forThreads((t) => implies(and(isMediated(), inMiss(t)), not(isOpen(missOn(t))))),
    neededFor: 'missEnds',
  },
  flushedLeadsToTheMediator: {
    says: 'from the flush until the swap is concluded, a local entry leads nowhere, or to the mediator',
    holds: forProcessors((p) =>
      implies(
        and(isMediated(), workerIs(p, 'met', 'forward', 'block', 'born', 'arrived')),
        or(missing(p), isCurrent(local(p))),
      ),
    ),
    neededFor: 'invoke',
  },
  absentLeadsToNoObject: {
    says: 'until the swap is concluded, the entry of a processor without a worker leads to no object',
    holds: forProcessors((p) =>
      implies(and(isMediated(), workerIs(p, 'absent')), or(missing(p), not(leadsToObject(local(p))))),
    ),
    neededFor: 'invoke',
  },
  formerLeadsWhereNobodyWorks: {
    says: 'where the entry leads to the mediator of an earlier swap, the swap that is on has no worker',
    holds: forRepresentatives((m, p) =>
      implies(
        and(not(migrates()), not(missing(p)), equal(local(p), toMediator(m)), not(equal(m, current()))),
        workerIs(p, 'absent', 'none'),
      ),
    ),
    neededFor: 'invokeInside',
  },
  successorIsLater: {
    says: 'the successor comes after the object that the mediator stands before',
    holds: implies(isOn(), before(oldObject(), successor())),
    neededFor: 'commit',
  },
};

const progress: Readonly<Record<string, Conjunct>> = {
  workersAreBeforeTheBarrier: {
    says: 'until the swap is given up or transfers, no worker is at the barrier',
    holds: forProcessors((p) =>
      implies(rootIs('forward'), workerIs(p, 'started', 'met', 'forward', 'block', 'absent', 'born')),
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
      implies(rootIs('aborting'), workerIs(p, 'started', 'met', 'forward', 'block', 'absent', 'born', 'arrived')),
    ),
    neededFor: 'missEnds',
  },
  allWorkersWereAtTheBarrier: {
    says: 'once a swap is concluded all its workers have been at the barrier',
    holds: forRepresentatives((m, p) =>
      implies(
        and(is(phase(m), 'completed'), not(freedMediator(m))),
        workerOfIs(m, p, 'absent', 'arrived', 'flushed', 'letGo', 'retiring', 'retired'),
      ),
    ),
    neededFor: 'countIn',
  },
  allWorkersHaveRetired: {
    says: 'once a mediator is freed all its workers have retired',
    holds: forRepresentatives((m, p) => implies(freedMediator(m), workerOfIs(m, p, 'retired', 'absent', 'none'))),
    neededFor: 'invoke',
  },
  reclaimedIsFreed: {
    says: 'once nothing is left of a swap its mediator is freed',
    holds: implies(rootIs('reclaimed'), freedMediator(current())),
    neededFor: 'swapIdle',
  },
  migratingWorkersAreEverywhere: {
    says: 'where threads migrate no processor is without a worker while a swap is on',
    holds: forRepresentatives((m, p) => implies(migrates(), not(workerOfIs(m, p, 'absent', 'born')))),
    neededFor: 'invoke',
  },
  graceIsJoint: {
    says: 'where threads migrate no grace period begins before all have flushed',
    holds: forAll({ p: Processors, q: Processors }, ({ p, q }) =>
      implies(
        and(isMediated(), migrates(), workerIs(p, 'forward', 'block', 'arrived')),
        not(workerIs(q, 'started', 'met')),
      ),
    ),
    neededFor: 'invoke',
  },
  noneHasPassedYet: {
    says: 'where one waits for the workers of all, no generation has passed yet',
    holds: forRepresentatives((m, p) => implies(workerOfIs(m, p, 'met', 'letGo'), is(passedOf(m, p), 'none'))),
    neededFor: 'lastFlush',
  },
  secondGraceIsJoint: {
    says: 'where threads migrate no second grace period begins before all have let go',
    holds: forAll({ m: Mediators, p: Processors, q: Processors }, ({ m, p, q }) =>
      implies(
        and(migrates(), workerOfIs(m, p, 'retiring', 'retired')),
        not(workerOfIs(m, q, 'arrived', 'flushed', 'letGo')),
      ),
    ),
    neededFor: 'invoke',
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
      implies(rootIs('concluded', 'reclaimed'), is(phase(current()), 'completed')),
      implies(rootIs('idle', 'requested'), is(phase(current()), 'unused', 'completed')),
    ),
    neededFor: 'rootBlocks',
  },
  oneSwapIsUndecided: {
    says: 'the mediator of another swap was not used yet, or its swap is concluded',
    holds: forAll({ m: Mediators }, ({ m }) => or(equal(m, current()), is(phase(m), 'unused', 'completed'))),
    neededFor: 'countIn',
  },
  newMediatorsAreNew: {
    says: 'a mediator that was not used yet has no representatives, and no workers',
    holds: forRepresentatives((m, p) =>
      implies(is(phase(m), 'unused'), and(is(phaseOn(m, p), 'unused'), workerOfIs(m, p, 'none'))),
    ),
    neededFor: 'swapStarted',
  },
  forwardOnTheProcessor: {
    says: 'a worker in its first grace period has its representative in forward',
    holds: forRepresentatives((m, p) =>
      implies(workerOfIs(m, p, 'started', 'met', 'forward'), is(phaseOn(m, p), 'forward')),
    ),
    neededFor: 'processorBlocks',
  },
  blockOnTheProcessor: {
    says: 'a worker that has turned has its representative in block',
    holds: forRepresentatives((m, p) =>
      implies(workerOfIs(m, p, 'block', 'absent', 'born'), is(phaseOn(m, p), 'block')),
    ),
    neededFor: 'partTransferred',
  },
  blockUntilReleased: {
    says: 'a worker that has transferred keeps its representative in block until it releases the waiters',
    holds: forRepresentatives((m, p) =>
      implies(and(isQuiet(m), workerOfIs(m, p, 'arrived', 'flushed')), is(phaseOn(m, p), 'block')),
    ),
    neededFor: 'countIn',
  },
  notYetCompletedOnTheProcessor: {
    says: 'until waiters may be released a representative is in forward or in block',
    holds: forRepresentatives((m, p) =>
      implies(workerOfIs(m, p, 'arrived', 'flushed'), is(phaseOn(m, p), 'forward', 'block')),
    ),
    neededFor: 'completed',
  },
  completedOnTheProcessor: {
    says: 'from the release of its waiters on a representative is in completed',
    holds: forRepresentatives((m, p) =>
      implies(workerOfIs(m, p, 'letGo', 'retiring', 'retired'), is(phaseOn(m, p), 'completed')),
    ),
    neededFor: 'countIn',
  },
};

const generations: Readonly<Record<string, Conjunct>> = {
  callsAimAtWhatServes: {
    says: 'a call under way has read a mediator, or the object that serves',
    holds: forCalls((c) => implies(isLive(c), or(isServing(aim(c)), not(leadsToObject(aim(c)))))),
    neededFor: 'leave',
  },
  visitsAreInTime: {
    says: 'the mediator that a call has read was used, and has a worker there',
    holds: forVisits((c, m) => and(not(is(phase(m), 'unused')), not(workerOfIs(m, madeOn(c), 'none', 'absent')))),
    neededFor: 'waitersWillBeReleased',
  },
  oneGenerationInForward: {
    says: "when one generation has passed since a worker's flush, whoever read an entry before is of the previous one",
    holds: forCalls((c) =>
      implies(
        and(workerIs(home(c), 'forward'), is(passedOf(current(), home(c)), 'one'), isLive(c), not(aimsAtCurrent(c))),
        is(generation(threadOf(c)), 'previous'),
      ),
    ),
    neededFor: 'generation',
  },
  twoGenerationsInForward: {
    says: 'when two generations have passed there, nobody is left of the processor who read an entry before',
    holds: forCalls((c) =>
      implies(
        and(
          isMediated(),
          or(workerIs(home(c), 'forward', 'block'), and(migrates(), workerIs(home(c), 'arrived'))),
          is(passedOf(current(), home(c)), 'two'),
          isLive(c),
        ),
        aimsAtCurrent(c),
      ),
    ),
    neededFor: 'processorBlocks',
  },
  blockComesAfterTwoGenerations: {
    says: 'a worker that has turned has let two generations pass, and where threads migrate so have all',
    holds: forAll({ p: Processors, q: Processors }, ({ p, q }) =>
      implies(
        and(
          isMediated(),
          or(
            and(equal(p, q), workerIs(p, 'block')),
            and(migrates(), workerIs(p, 'block', 'arrived'), is(phaseOn(current(), p), 'block')),
          ),
        ),
        is(passedOf(current(), q), 'two'),
      ),
    ),
    neededFor: 'invokeInside',
  },
  allComeThroughTheMediator: {
    says: 'on a processor that blocks every call under way has come through a mediator, as long as the entry leads nowhere else',
    holds: forCalls((c, p) =>
      implies(
        and(
          or(isMediated(), and(not(missing(p)), isCurrent(local(p)))),
          workerIs(p, 'block', 'absent', 'born', 'arrived'),
          is(phaseOn(current(), p), 'block'),
          isLive(c),
        ),
        not(leadsToObject(aim(c))),
      ),
    ),
    neededFor: 'commit',
  },
  whoCameEarlyIsAwaited: {
    says: 'whoever has come to an object without a mediator is on a processor whose entry leads there still, or whose generations are waited for',
    holds: forCalls((c, p) =>
      implies(
        and(isLive(c), leadsToObject(aim(c))),
        or(
          isOpen(p),
          and(isMediated(), workerIs(p, 'met', 'forward', 'arrived')),
          and(
            rootIs('concluded'),
            not(isCommitted()),
            workerIs(p, 'arrived', 'flushed', 'letGo', 'retiring', 'retired'),
          ),
        ),
      ),
    ),
    neededFor: 'swapStarted',
  },
  oneGenerationInRetiring: {
    says: 'when one generation has passed since the release, whoever has to do with the mediator is of the previous one',
    holds: forVisits((c, m) =>
      implies(
        and(workerOfIs(m, home(c), 'retiring'), is(passedOf(m, home(c)), 'one')),
        is(generation(threadOf(c)), 'previous'),
      ),
    ),
    neededFor: 'generation',
  },
  twoGenerationsInRetiring: {
    says: 'when two generations have passed there, nobody of the processor has to do with the mediator any more',
    holds: forVisits((c, m) =>
      not(
        or(and(workerOfIs(m, home(c), 'retiring'), is(passedOf(m, home(c)), 'two')), workerOfIs(m, home(c), 'retired')),
      ),
    ),
    neededFor: 'freedMediator',
  },
  oneGenerationAfterAbort: {
    says: 'when one generation has passed since the release, whoever has not read the entry since it was emptied is of the previous one',
    holds: forCalls((c, p) =>
      implies(
        and(
          rootIs('concluded'),
          workerIs(home(c), 'retiring'),
          is(passedOf(current(), home(c)), 'one'),
          isLive(c),
          leadsToObject(aim(c)),
          not(isOpen(p)),
        ),
        is(generation(threadOf(c)), 'previous'),
      ),
    ),
    neededFor: 'generation',
  },
  twoGenerationsAfterAbort: {
    says: 'when two generations have passed there, whoever has come to an object has read the entry since',
    holds: forCalls((c, p) =>
      implies(
        and(
          rootIs('concluded'),
          or(and(workerIs(home(c), 'retiring'), is(passedOf(current(), home(c)), 'two')), workerIs(home(c), 'retired')),
          isLive(c),
          leadsToObject(aim(c)),
        ),
        isOpen(p),
      ),
    ),
    neededFor: 'freedMediator',
  },
};

const counts: Readonly<Record<string, Conjunct>> = {
  countMatches: asForOne('countMatches', 'leave'),
  tableMatches: asForOne('tableMatches', 'suspended'),
  zeroStaysZero: {
    says: 'from the transfer on, and after a commit for good, no processor counts a call',
    holds: forAll({ m: Mediators, c: Calls }, ({ m, c }) => implies(isQuiet(m), not(inFlight(m, c)))),
    neededFor: 'leave',
  },
};

const memory: Readonly<Record<string, Conjunct>> = {
  mediatorIsAllocated: {
    says: 'only the mediator of a swap that is concluded is freed',
    holds: forAll({ m: Mediators }, ({ m }) => implies(freedMediator(m), is(phase(m), 'completed'))),
    neededFor: 'missesUseNothingFreed',
  },
  nobodyIsAtAFreedMediator: {
    says: 'nobody has to do with a mediator that was freed',
    holds: forVisits((_c, m) => not(freedMediator(m))),
    neededFor: 'noUseAfterFree',
  },
  whatServesIsAllocated: {
    says: 'the object that serves is not freed, unless the component is gone',
    holds: or(not(freedObject(serving())), fateIs('gone')),
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
    holds: forVisits((c, m) => implies(is(at(c), 'suspended'), is(phaseOn(m, madeOn(c)), 'block', 'completed'))),
    neededFor: 'waitersWillBeReleased',
  },
  innerCallsComeThroughTheMediator: {
    says: 'where one blocks that waits for calls, whoever is at the mediator with a recursive call came through it with the outer one',
    holds: forAll({ c: Calls, d: Calls, m: Mediators }, ({ c, d, m }) =>
      implies(
        and(
          is(phaseOn(m, madeOn(c)), 'block'),
          within(c, d),
          isLive(c),
          equal(aim(c), toMediator(m)),
          or(not(migrates()), and(equal(m, current()), isMediated())),
        ),
        equal(aim(d), toMediator(m)),
      ),
    ),
    neededFor: 'suspended',
  },
  waitersHoldNothing: {
    says: 'a thread that is suspended has no other call under way; where threads migrate, none as long as the mediator waits for calls',
    holds: forAll({ c: Calls, d: Calls }, ({ c, d }) =>
      implies(
        and(
          is(at(c), 'suspended'),
          equal(threadOf(c), threadOf(d)),
          not(equal(c, d)),
          or(not(migrates()), and(aimsAtCurrent(c), isMediated())),
        ),
        not(isLive(d)),
      ),
    ),
    neededFor: 'insideIsNeverHeldBack',
  },
};

/** The thread may still call a component that is given up. */
const isLast = (t: ThreadTerm): Formula => and(knowsStill(t), not(is(generation(t), 'gone')));

const destruction: Readonly<Record<string, Conjunct>> = {
  whoKnowsIsActive: {
    says: 'a thread that is active before its calls and after them, and may still call a component that is given up, is active',
    holds: forThreads((t) => implies(and(lingers(t), knowsStill(t)), not(is(generation(t), 'gone')))),
    neededFor: 'threadBegins',
  },
  lastCallersKnow: {
    says: 'whoever calls a component that is given up may still do so',
    holds: forCalls((c) => implies(and(not(fateIs('none')), isLive(c)), knowsStill(threadOf(c)))),
    neededFor: 'taken',
  },
  nothingIsOnAtTheEnd: {
    says: 'once the destruction has begun no swap is on',
    holds: implies(fateIs('begun', 'gone'), not(or(isMediated(), rootIs('requested')))),
    neededFor: 'swapperUsesNothingFreed',
  },
  oneGenerationAtTheEnd: {
    says: 'when one generation has passed in the destruction, whoever may still call is of the previous one',
    holds: forThreads((t) =>
      implies(and(fateIs('begun'), is(passedAtEnd(processorOf(t)), 'one'), isLast(t)), is(generation(t), 'previous')),
    ),
    neededFor: 'generation',
  },
  twoGenerationsAtTheEnd: {
    says: 'when two generations have passed in the destruction, nobody may call there any more',
    holds: forThreads((t) =>
      implies(or(and(fateIs('begun'), is(passedAtEnd(processorOf(t)), 'two')), fateIs('gone')), not(isLast(t))),
    ),
    neededFor: 'taken',
  },
  goneLeadsNowhere: {
    says: 'once the component is gone no local entry leads to it, and nobody misses there',
    holds: implies(
      fateIs('gone'),
      and(
        forProcessors(missing),
        forThreads((t) => not(inMiss(t))),
      ),
    ),
    neededFor: 'nothingLeadsToWhatIsGone',
  },
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
  ...destruction,
});
