// The swap in the per-processor form (paper, section 3: "structured as a locality-optimized concurrent object"). The global
// entry is turned once no miss is under way. A worker on each processor flushes the local entry, waits for the
// generations of its own processor, and turns its own representative to block, whatever the others do. The root blocks
// after the last, and finds quiescence when no processor counts a call. The workers transfer their parts in parallel
// and meet at a barrier; the last commits. Each then flushes its entry, releases its waiters, and waits once more.
// A processor that has not called yet has no worker, and blocks from the first: nobody can be inside there. Touched while the
// swap is on, it gets one.
// Where threads migrate, the workers wait for one another three times: no grace period begins before all have flushed, none
// blocks before the generations of all have passed, no second grace period begins before all have let go.
// Where swaps overlap, workers of earlier swaps are at work still: each mediator has its own.

import { type Action, action, set, setEach } from '../form/action.js';
import { and, choose, equal, exists, forAll, implies, is, not, or, value } from '../form/build.js';
import type { Formula, Term } from '../form/term.js';
import { isTracked, type Surroundings } from '../hotSwap/calls.js';
import {
  at,
  before,
  Calls,
  type CallTerm,
  current,
  effects,
  firstObject,
  freedMediator,
  freedObject,
  generation,
  inFlight,
  isLive,
  leadsToObject,
  Mediators,
  type MediatorTerm,
  mayAbort,
  Objects,
  original,
  Passed,
  Phases,
  Processors,
  phase,
  processorOf,
  successor,
  type TargetTerm,
  Threads,
  type ThreadTerm,
  takenBefore,
  threadOf,
  toMediator,
  toObject,
} from '../hotSwap/vocabulary.js';
import {
  fate,
  fateIs,
  found,
  global,
  inMiss,
  isCommitted,
  knowsStill,
  lingers,
  local,
  madeOn,
  mayDestroy,
  migrates,
  missing,
  missOn,
  oldObject,
  overlaps,
  type ProcessorTerm,
  passedAtEnd,
  passedOf,
  phaseOn,
  RootProgress,
  root,
  rootIs,
  serving,
  WorkerProgress,
  worker,
  workerIs,
  workerOfIs,
} from './vocabulary.js';

/** What is where nothing is, so that states are not told apart by what nobody reads. */
const nowhere = (): TargetTerm => toObject(firstObject());

/** What calls meet: the local entry, and the representative of their own processor. */
export const around: Surroundings = Object.freeze({
  pointerOf: (c: CallTerm) => local(madeOn(c)),
  mayRead: (c: CallTerm) => and(not(missing(madeOn(c))), not(inMiss(threadOf(c)))),
  phaseOf: (m: MediatorTerm, c: CallTerm) => phaseOn(m, madeOn(c)),
  nowhere,
  isTracked,
  mayCall: (t: ThreadTerm) => or(fateIs('none'), and(lingers(t), knowsStill(t))),
  lingers: (t: ThreadTerm) => lingers(t),
});

/** The rule of those who call: whoever calls a component was active when its end was asked for, and is still. */
const mayStillCall = (t: ThreadTerm): Formula => or(fateIs('none'), and(knowsStill(t), not(is(generation(t), 'gone'))));

const forProcessors = (body: (p: ProcessorTerm) => Formula): Formula => forAll({ p: Processors }, ({ p }) => body(p));
const noMissIsUnderWay = (): Formula => forAll({ t: Threads }, ({ t }) => not(inMiss(t)));
const isInGrace = (m: MediatorTerm, p: ProcessorTerm): Formula => workerOfIs(m, p, 'forward', 'retiring');

/** A call of the thread is still to be made there, or has to go through the entry again. */
const isCalling = (t: ThreadTerm, p: ProcessorTerm): Formula =>
  exists({ c: Calls }, ({ c }) =>
    and(equal(threadOf(c), t), equal(madeOn(c), p), is(at(c), 'idle', 'invoked', 'suspended')),
  );

/** A thread that lingers begins only for what it may still call. */
const willCall = (t: ThreadTerm): Formula =>
  exists({ c: Calls }, ({ c }) => and(equal(threadOf(c), t), is(at(c), 'idle')));

/** Once the workers are told to transfer, no mediator is installed any more. */
const isInTime = (target: TargetTerm): Formula => or(leadsToObject(target), rootIs('forward', 'block', 'aborting'));

const beginMiss = action('missBegins', {
  says: 'a thread finds that the local entry where it calls leads nowhere, and reads the global one',
  parameters: { t: Threads, p: Processors },
  guards: ({ t, p }) => ({
    isMissing: missing(p),
    isNew: not(inMiss(t)),
    isCalling: isCalling(t, p),
    isInTime: isInTime(global()),
    mayCall: mayStillCall(t),
  }),
  writes: [inMiss, found, missOn],
  changes: ({ t, p }) => [set(inMiss(t), true), set(found(t), global()), set(missOn(t), p)],
});

/** The mediator comes to a processor without a worker: one is made, which has nothing to wait for but the barrier. */
const isBirth = (t: ThreadTerm): Formula => and(not(leadsToObject(found(t))), workerIs(missOn(t), 'absent'));

const fill = action('missEnds', {
  says: 'a miss fills the local entry with what it has read',
  parameters: { t: Threads },
  guards: ({ t }) => ({ isUnderWay: inMiss(t), mayInstall: isInTime(found(t)) }),
  writes: [inMiss, found, missOn, local, missing, worker],
  changes: ({ t }) => [
    set(inMiss(t), false),
    set(found(t), nowhere()),
    set(missOn(t), processorOf(t)),
    set(worker(current(), missOn(t)), choose(isBirth(t), value(WorkerProgress, 'born'), worker(current(), missOn(t)))),
    set(local(missOn(t)), found(t)),
    set(missing(missOn(t)), false),
  ],
});

const giveUpMiss = action('missIsLate', {
  says: 'a miss has found a mediator that it is too late for: the thread will look again',
  parameters: { t: Threads },
  guards: ({ t }) => ({ isLate: not(isInTime(found(t))) }),
  writes: [inMiss, found, missOn],
  changes: ({ t }) => [set(inMiss(t), false), set(found(t), nowhere()), set(missOn(t), processorOf(t))],
});

/**
 * Somebody waits for the generations of the processor: a worker of whichever swap, or the destruction. Where swaps overlap
 * the workers of several let generations pass one after the other, more than the form would need.
 */
const isNeeded = (p: ProcessorTerm): Formula =>
  or(
    overlaps(),
    exists({ m: Mediators }, ({ m }) => and(isInGrace(m, p), not(is(passedOf(m, p), 'two')))),
    and(fateIs('begun'), not(is(passedAtEnd(p), 'two'))),
  );

const oneMore = (passed: Term<typeof Passed>): Term<typeof Passed> =>
  choose(is(passed, 'none'), value(Passed, 'one'), 'two');

const advance = action('generation', {
  says: 'a generation ends on a processor: whoever was active before the current one is gone',
  parameters: { p: Processors },
  guards: ({ p }) => ({
    isNeeded: isNeeded(p),
    previousIsEmpty: forAll({ t: Threads }, ({ t }) =>
      implies(equal(processorOf(t), p), not(is(generation(t), 'previous'))),
    ),
  }),
  writes: [generation, passedOf, passedAtEnd],
  changes: ({ p }) => [
    setEach(generation, (t) =>
      choose(and(equal(processorOf(t), p), is(generation(t), 'current')), 'previous', generation(t)),
    ),
    setEach(passedOf, (n, q) => choose(and(equal(q, p), isInGrace(n, q)), oneMore(passedOf(n, q)), passedOf(n, q))),
    setEach(passedAtEnd, (q) => choose(and(equal(q, p), fateIs('begun')), oneMore(passedAtEnd(q)), passedAtEnd(q))),
  ],
});

const begin = action('threadBegins', {
  says: 'a thread becomes active, before it calls',
  parameters: { t: Threads },
  guards: ({ t }) => ({ lingers: lingers(t), isGone: is(generation(t), 'gone'), hasCalls: willCall(t) }),
  writes: [generation],
  changes: ({ t }) => [set(generation(t), 'current')],
});

const finish = action('threadEnds', {
  says: 'a thread is active no longer: it has no call under way, and knows nothing any more',
  parameters: { t: Threads },
  guards: ({ t }) => ({
    lingers: lingers(t),
    isActive: not(is(generation(t), 'gone')),
    isNotInMiss: not(inMiss(t)),
    hasReturned: forAll({ c: Calls }, ({ c }) => implies(equal(threadOf(c), t), not(isLive(c)))),
  }),
  writes: [generation, knowsStill],
  changes: ({ t }) => [set(generation(t), 'gone'), set(knowsStill(t), false)],
});

const request = action('swapRequested', {
  says: 'somebody asks for a swap',
  guards: () => ({
    isIdle: rootIs('idle'),
    isNotDestroyed: fateIs('none'),
    thereIsOne: exists({ m: Mediators }, ({ m }) => is(phase(m), 'unused')),
  }),
  writes: [root],
  changes: () => [set(root(), 'requested')],
});

/**
 * Where threads migrate every processor gets a worker. Elsewhere only one whose entry leads to the object: from one whose
 * entry leads nowhere, or to the mediator of the swap before, nobody has come to it yet.
 */
const hasWorker = (p: ProcessorTerm): Formula =>
  or(migrates(), and(not(missing(p)), equal(local(p), toObject(serving()))));

const start = action('swapStarted', {
  says: 'no miss is under way: the global entry is turned to a mediator, and workers are started',
  parameters: { m: Mediators, o: Objects },
  guards: ({ m, o }) => ({
    isRequested: rootIs('requested'),
    noMissIsUnderWay: noMissIsUnderWay(),
    mediatorIsNew: is(phase(m), 'unused'),
    mediatorIsNext: forAll({ n: Mediators }, ({ n }) => implies(takenBefore(n, m), not(is(phase(n), 'unused')))),
    successorIsLater: before(serving(), o),
    successorIsNext: forAll({ x: Objects }, ({ x }) => implies(before(serving(), x), or(equal(x, o), before(o, x)))),
  }),
  writes: [global, current, original, successor, phase, root, worker, passedOf, phaseOn, freedObject],
  changes: ({ m, o }) => [
    set(global(), toMediator(m)),
    set(current(), m),
    set(original(m), serving()),
    set(successor(), o),
    set(phase(m), 'forward'),
    set(root(), 'forward'),
    setEach(worker, (n, p) =>
      choose(equal(n, m), choose(hasWorker(p), value(WorkerProgress, 'started'), 'absent'), worker(n, p)),
    ),
    setEach(passedOf, (n, p) =>
      choose(equal(n, m), passedOf(current(), p), choose(freedMediator(n), value(Passed, 'none'), passedOf(n, p))),
    ),
    setEach(phaseOn, (n, p) =>
      choose(equal(n, m), choose(hasWorker(p), value(Phases, 'forward'), 'block'), phaseOn(n, p)),
    ),
    set(freedObject(o), false),
  ],
});

const others = (p: ProcessorTerm, holds: (q: ProcessorTerm) => Formula): Formula =>
  forProcessors((q) => or(equal(q, p), holds(q)));

/** The local entry leads nowhere from now on. */
const emptied = (p: ProcessorTerm) => [set(local(p), nowhere()), set(missing(p), true)];

const flush = action('flush', {
  says: 'a worker takes the old object out of its local entry: from now on calls meet the mediator; its grace period begins, but where threads migrate not yet',
  parameters: { p: Processors },
  guards: ({ p }) => ({
    isStarted: workerIs(p, 'started'),
    isNotLast: implies(migrates(), not(others(p, (q) => not(workerIs(q, 'started'))))),
  }),
  writes: [local, missing, worker, passedOf],
  changes: ({ p }) => [
    ...emptied(p),
    set(worker(current(), p), choose(migrates(), value(WorkerProgress, 'met'), 'forward')),
    set(passedOf(current(), p), 'none'),
  ],
});

const flushLast = action('lastFlush', {
  says: 'where threads migrate, the last worker flushes its entry: now the grace periods of all begin',
  parameters: { p: Processors },
  guards: ({ p }) => ({
    migrates: migrates(),
    isStarted: workerIs(p, 'started'),
    isLast: others(p, (q) => not(workerIs(q, 'started'))),
  }),
  writes: [local, missing, worker, passedOf],
  changes: ({ p }) => [
    ...emptied(p),
    setEach(worker, (n, q) =>
      choose(
        and(equal(n, current()), or(equal(q, p), workerOfIs(n, q, 'met'))),
        value(WorkerProgress, 'forward'),
        worker(n, q),
      ),
    ),
    set(passedOf(current(), p), 'none'),
  ],
});

/** The generations of the processor have passed. */
const isThrough = (q: ProcessorTerm): Formula =>
  and(not(workerIs(q, 'started', 'met')), is(passedOf(current(), q), 'two'));

const turn = action('processorBlocks', {
  says: 'the generations of a processor have passed, where threads migrate those of all: its representative turns to block',
  parameters: { p: Processors },
  guards: ({ p }) => ({
    isForward: workerIs(p, 'forward'),
    graceIsOver: is(passedOf(current(), p), 'two'),
    allGracesAreOver: implies(migrates(), forProcessors(isThrough)),
  }),
  writes: [phaseOn, worker],
  changes: ({ p }) => [set(phaseOn(current(), p), 'block'), set(worker(current(), p), 'block')],
});

const block = action('rootBlocks', {
  says: 'all processors block: so does the root',
  guards: () => ({
    isForward: rootIs('forward'),
    allBlock: forProcessors((p) => workerIs(p, 'block', 'absent', 'born')),
  }),
  writes: [phase, root],
  changes: () => [set(phase(current()), 'block'), set(root(), 'block')],
});

const beginTransfer = action('transferBegins', {
  says: 'no processor counts a call: the workers are told to transfer; the parts of processors that had none are moved',
  guards: () => ({
    isBlock: rootIs('block'),
    countsAreZero: forAll({ c: Calls }, ({ c }) => not(inFlight(current(), c))),
  }),
  writes: [phase, root, effects],
  changes: () => [
    set(phase(current()), 'transfer'),
    set(root(), 'transfer'),
    setEach(effects, (o, c) =>
      choose(and(equal(o, successor()), workerIs(madeOn(c), 'absent', 'born')), effects(oldObject(), c), effects(o, c)),
    ),
  ],
});

const move = action('partTransferred', {
  says: "a worker transfers its processor's part of the state, and arrives at the barrier",
  parameters: { p: Processors },
  guards: ({ p }) => ({ isTransfer: rootIs('transfer'), isBlock: workerIs(p, 'block') }),
  writes: [effects, worker],
  changes: ({ p }) => [
    setEach(effects, (o, c) =>
      choose(and(equal(o, successor()), equal(madeOn(c), p)), effects(oldObject(), c), effects(o, c)),
    ),
    set(worker(current(), p), 'arrived'),
  ],
});

const abandon = action('swapAbandoned', {
  says: 'the swap is given up, before its commit',
  guards: () => ({ mayAbort: mayAbort(), isEarly: rootIs('forward', 'block', 'transfer') }),
  writes: [root],
  changes: () => [set(root(), 'aborting')],
});

const arrive = action('workerArrives', {
  says: 'a worker goes to the barrier without a transfer: the swap was given up, or it was born in it',
  parameters: { p: Processors },
  guards: ({ p }) => ({
    mayArrive: or(
      and(rootIs('aborting'), workerIs(p, 'forward', 'block', 'born')),
      and(rootIs('transfer'), workerIs(p, 'born')),
    ),
  }),
  writes: [worker],
  changes: ({ p }) => [set(worker(current(), p), 'arrived')],
});

const allHaveArrived = (): Formula => forProcessors((p) => workerIs(p, 'arrived', 'absent'));

const commit = action('commit', {
  says: 'all parts are transferred and no miss is under way: the global entry is turned to the successor',
  guards: () => ({
    isTransfer: rootIs('transfer'),
    allHaveArrived: allHaveArrived(),
    noMissIsUnderWay: noMissIsUnderWay(),
  }),
  writes: [global, root, phase, freedObject],
  changes: () => [
    set(global(), toObject(successor())),
    set(root(), 'concluded'),
    set(phase(current()), 'completed'),
    set(freedObject(oldObject()), true),
  ],
});

const restore = action('restore', {
  says: 'the swap was given up: the global entry is turned back to the old object, and the successor is freed',
  guards: () => ({
    isAborting: rootIs('aborting'),
    allHaveArrived: allHaveArrived(),
    noMissIsUnderWay: noMissIsUnderWay(),
  }),
  writes: [global, root, phase, freedObject],
  changes: () => [
    set(global(), toObject(oldObject())),
    set(root(), 'concluded'),
    set(phase(current()), 'completed'),
    set(freedObject(successor()), true),
  ],
});

const release = action('entryFlushed', {
  says: 'a worker takes the mediator out of its local entry',
  parameters: { m: Mediators, p: Processors },
  guards: ({ m, p }) => ({ isConcluded: is(phase(m), 'completed'), hasArrived: workerOfIs(m, p, 'arrived') }),
  writes: [local, missing, worker],
  changes: ({ m, p }) => [
    set(local(p), choose(leadsToObject(local(p)), local(p), nowhere())),
    set(missing(p), or(missing(p), not(leadsToObject(local(p))))),
    set(worker(m, p), 'flushed'),
  ],
});

const isBehind = (m: MediatorTerm, q: ProcessorTerm): Formula => not(workerOfIs(m, q, 'arrived', 'flushed'));

const complete = action('completed', {
  says: 'a representative turns to completed: whoever is suspended there may go on; a second grace period begins, but where threads migrate not yet',
  parameters: { m: Mediators, p: Processors },
  guards: ({ m, p }) => ({
    isFlushed: workerOfIs(m, p, 'flushed'),
    isNotLast: implies(migrates(), not(others(p, (q) => isBehind(m, q)))),
  }),
  writes: [phaseOn, worker, passedOf],
  changes: ({ m, p }) => [
    set(phaseOn(m, p), 'completed'),
    set(worker(m, p), choose(migrates(), value(WorkerProgress, 'letGo'), 'retiring')),
    set(passedOf(m, p), 'none'),
  ],
});

const completeLast = action('lastCompleted', {
  says: 'where threads migrate, the last representative turns to completed: now the second grace periods of all begin',
  parameters: { m: Mediators, p: Processors },
  guards: ({ m, p }) => ({
    migrates: migrates(),
    isFlushed: workerOfIs(m, p, 'flushed'),
    isLast: others(p, (q) => isBehind(m, q)),
  }),
  writes: [phaseOn, worker, passedOf],
  changes: ({ m, p }) => [
    set(phaseOn(m, p), 'completed'),
    setEach(worker, (n, q) =>
      choose(
        and(equal(n, m), or(equal(q, p), workerOfIs(n, q, 'letGo'))),
        value(WorkerProgress, 'retiring'),
        worker(n, q),
      ),
    ),
    set(passedOf(m, p), 'none'),
  ],
});

const retire = action('workerRetires', {
  says: 'nobody is left of a processor who may come to a representative',
  parameters: { m: Mediators, p: Processors },
  guards: ({ m, p }) => ({ isRetiring: workerOfIs(m, p, 'retiring'), graceIsOver: is(passedOf(m, p), 'two') }),
  writes: [worker],
  changes: ({ m, p }) => [set(worker(m, p), 'retired')],
});

const freeMediator = action('freedMediator', {
  says: 'all workers have retired: the mediator is freed',
  parameters: { m: Mediators },
  guards: ({ m }) => ({
    isConcluded: is(phase(m), 'completed'),
    isAllocated: not(freedMediator(m)),
    allHaveRetired: forProcessors((p) => workerOfIs(m, p, 'retired', 'absent')),
  }),
  writes: [freedMediator, root],
  changes: ({ m }) => [
    set(freedMediator(m), true),
    set(root(), choose(and(equal(m, current()), rootIs('concluded')), value(RootProgress, 'reclaimed'), root())),
  ],
});

/** Nothing of a swap stands in the way of the next one, or of the end: its mediator is freed, or they may overlap. */
const isFree = (): Formula => or(rootIs('reclaimed'), and(overlaps(), rootIs('concluded'), isCommitted()));

const idle = action('swapIdle', {
  says: 'another swap would be accepted from now on',
  guards: () => ({ isFree: isFree(), isNotDestroyed: fateIs('none') }),
  writes: [root, worker],
  changes: () => [
    set(root(), 'idle'),
    setEach(worker, (n, p) =>
      choose(and(rootIs('reclaimed'), equal(n, current())), value(WorkerProgress, 'none'), worker(n, p)),
    ),
  ],
});

const askDestruction = action('destroyed', {
  says: 'somebody gives the component up: whoever is active may still call it, and nobody else',
  guards: () => ({ mayDestroy: mayDestroy(), isNew: fateIs('none') }),
  writes: [fate, knowsStill],
  changes: () => [set(fate(), 'asked'), setEach(knowsStill, (t) => not(is(generation(t), 'gone')))],
});

const beginDestruction = action('destructionBegins', {
  says: 'no swap is on, or none any more: the destruction waits for whoever may still call',
  guards: () => ({ isAsked: fateIs('asked'), isFree: or(rootIs('idle'), isFree()) }),
  writes: [fate, passedAtEnd],
  changes: () => [set(fate(), 'begun'), setEach(passedAtEnd, () => 'none')],
});

const destroy = action('taken', {
  says: 'whoever could call is gone, and no miss is under way: entries lead nowhere, and the object is freed',
  guards: () => ({
    isBegun: fateIs('begun'),
    graceIsOver: forProcessors((p) => is(passedAtEnd(p), 'two')),
    noMissIsUnderWay: noMissIsUnderWay(),
  }),
  writes: [fate, local, missing, freedObject],
  changes: () => [
    set(fate(), 'gone'),
    setEach(local, () => nowhere()),
    setEach(missing, () => true),
    set(freedObject(serving()), true),
  ],
});

export const swapActions: readonly Action[] = [
  beginMiss,
  fill,
  giveUpMiss,
  advance,
  begin,
  finish,
  request,
  start,
  flush,
  flushLast,
  turn,
  block,
  beginTransfer,
  move,
  abandon,
  arrive,
  commit,
  restore,
  release,
  complete,
  completeLast,
  retire,
  freeMediator,
  idle,
  askDestruction,
  beginDestruction,
  destroy,
];
