// The swap in the per-processor form (paper, section 3: "structured as a locality-optimized concurrent object"). The global
// entry is turned once no miss is under way. A worker on each processor flushes the local entry, waits for the
// generations of its own processor, and turns its own representative to block, whatever the others do. The root blocks
// after the last, and finds quiescence when no processor counts a call. The workers transfer their parts in parallel
// and meet at a barrier; the last commits. Each then flushes its entry, releases its waiters, and waits once more.
// A processor that has not called yet has no worker, and blocks from the first: nobody can be inside there. Touched while the
// swap is on, it gets one.
// Leaves out threads that migrate, a next swap before the second grace period, and a destroy.

import { type Action, action, set, setEach } from '../form/action.js';
import { and, choose, equal, exists, forAll, implies, is, not, or, value } from '../form/build.js';
import type { Formula } from '../form/term.js';
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
  leadsToObject,
  Mediators,
  type MediatorTerm,
  mayAbort,
  Objects,
  original,
  Passed,
  Phases,
  Processors,
  passed,
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
  found,
  global,
  home,
  inMiss,
  isCurrent,
  local,
  missing,
  oldObject,
  type ProcessorTerm,
  phaseOn,
  root,
  rootIs,
  serving,
  WorkerProgress,
  worker,
  workerIs,
} from './vocabulary.js';

/** What is where nothing is, so that states are not told apart by what nobody reads. */
const nowhere = (): TargetTerm => toObject(firstObject());

/** What calls meet: the local entry, and the representative of their own processor. */
export const around: Surroundings = Object.freeze({
  pointerOf: (c: CallTerm) => local(home(c)),
  mayRead: (c: CallTerm) => and(not(missing(home(c))), not(inMiss(threadOf(c)))),
  phaseOf: (m: MediatorTerm, c: CallTerm) => phaseOn(m, home(c)),
  nowhere,
  isTracked,
});

const forProcessors = (body: (p: ProcessorTerm) => Formula): Formula => forAll({ p: Processors }, ({ p }) => body(p));
const noMissIsUnderWay = (): Formula => forAll({ t: Threads }, ({ t }) => not(inMiss(t)));
const isInGrace = (p: ProcessorTerm): Formula => workerIs(p, 'forward', 'retiring');

/** A call of the thread is still to be made, or has to go through the entry again. */
const isCalling = (t: ThreadTerm): Formula =>
  exists({ c: Calls }, ({ c }) => and(equal(threadOf(c), t), is(at(c), 'idle', 'invoked', 'suspended')));

/** Once the workers are told to transfer, no mediator is installed any more. */
const isInTime = (target: TargetTerm): Formula => or(leadsToObject(target), rootIs('forward', 'block', 'aborting'));

const beginMiss = action('missBegins', {
  says: 'a thread finds that its local entry leads nowhere, and reads the global one',
  parameters: { t: Threads },
  guards: ({ t }) => ({
    isMissing: missing(processorOf(t)),
    isNew: not(inMiss(t)),
    isCalling: isCalling(t),
    isInTime: isInTime(global()),
  }),
  writes: [inMiss, found],
  changes: ({ t }) => [set(inMiss(t), true), set(found(t), global())],
});

/** The mediator comes to a processor without a worker: one is made, which has nothing to wait for but the barrier. */
const isBirth = (t: ThreadTerm): Formula => and(not(leadsToObject(found(t))), workerIs(processorOf(t), 'absent'));

const fill = action('missEnds', {
  says: 'a miss fills the local entry with what it has read',
  parameters: { t: Threads },
  guards: ({ t }) => ({ isUnderWay: inMiss(t), mayInstall: isInTime(found(t)) }),
  writes: [inMiss, found, local, missing, worker],
  changes: ({ t }) => [
    set(inMiss(t), false),
    set(found(t), nowhere()),
    set(worker(processorOf(t)), choose(isBirth(t), value(WorkerProgress, 'born'), worker(processorOf(t)))),
    set(local(processorOf(t)), found(t)),
    set(missing(processorOf(t)), false),
  ],
});

const giveUpMiss = action('missIsLate', {
  says: 'a miss has found a mediator that it is too late for: the thread will look again',
  parameters: { t: Threads },
  guards: ({ t }) => ({ isLate: not(isInTime(found(t))) }),
  writes: [inMiss, found],
  changes: ({ t }) => [set(inMiss(t), false), set(found(t), nowhere())],
});

const advance = action('generation', {
  says: 'a generation ends on a processor: whoever was active before the current one is gone',
  parameters: { p: Processors },
  guards: ({ p }) => ({
    isNeeded: and(isInGrace(p), not(is(passed(p), 'two'))),
    previousIsEmpty: forAll({ t: Threads }, ({ t }) =>
      implies(equal(processorOf(t), p), not(is(generation(t), 'previous'))),
    ),
  }),
  writes: [generation, passed],
  changes: ({ p }) => [
    setEach(generation, (t) =>
      choose(and(equal(processorOf(t), p), is(generation(t), 'current')), 'previous', generation(t)),
    ),
    set(passed(p), choose(is(passed(p), 'none'), value(Passed, 'one'), 'two')),
  ],
});

const request = action('swapRequested', {
  says: 'somebody asks for a swap',
  guards: () => ({
    isIdle: rootIs('idle'),
    thereIsOne: exists({ m: Mediators }, ({ m }) => is(phase(m), 'unused')),
  }),
  writes: [root],
  changes: () => [set(root(), 'requested')],
});

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
  writes: [global, current, original, successor, phase, root, worker, phaseOn, freedObject],
  changes: ({ m, o }) => [
    set(global(), toMediator(m)),
    set(current(), m),
    set(original(m), serving()),
    set(successor(), o),
    set(phase(m), 'forward'),
    set(root(), 'forward'),
    setEach(worker, (p) => choose(missing(p), value(WorkerProgress, 'absent'), 'started')),
    setEach(phaseOn, (n, p) =>
      choose(equal(n, m), choose(missing(p), value(Phases, 'block'), 'forward'), phaseOn(n, p)),
    ),
    set(freedObject(o), false),
  ],
});

const flush = action('flush', {
  says: 'a worker takes the old object out of its local entry: from now on calls meet the mediator; its grace period begins',
  parameters: { p: Processors },
  guards: ({ p }) => ({ isStarted: workerIs(p, 'started') }),
  writes: [local, missing, worker, passed],
  changes: ({ p }) => [
    set(local(p), nowhere()),
    set(missing(p), true),
    set(worker(p), 'forward'),
    set(passed(p), 'none'),
  ],
});

const turn = action('processorBlocks', {
  says: 'the generations of a processor have passed: its representative turns to block',
  parameters: { p: Processors },
  guards: ({ p }) => ({
    isForward: workerIs(p, 'forward'),
    graceIsOver: is(passed(p), 'two'),
  }),
  writes: [phaseOn, worker],
  changes: ({ p }) => [set(phaseOn(current(), p), 'block'), set(worker(p), 'block')],
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
      choose(and(equal(o, successor()), workerIs(home(c), 'absent', 'born')), effects(oldObject(), c), effects(o, c)),
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
      choose(and(equal(o, successor()), equal(home(c), p)), effects(oldObject(), c), effects(o, c)),
    ),
    set(worker(p), 'arrived'),
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
  changes: ({ p }) => [set(worker(p), 'arrived')],
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
  parameters: { p: Processors },
  guards: ({ p }) => ({ isConcluded: rootIs('concluded'), hasArrived: workerIs(p, 'arrived') }),
  writes: [local, missing, worker],
  changes: ({ p }) => [
    set(local(p), choose(isCurrent(local(p)), nowhere(), local(p))),
    set(missing(p), or(missing(p), isCurrent(local(p)))),
    set(worker(p), 'flushed'),
  ],
});

const complete = action('completed', {
  says: 'a representative turns to completed: whoever is suspended there may go on; a second grace period begins',
  parameters: { p: Processors },
  guards: ({ p }) => ({ isFlushed: workerIs(p, 'flushed') }),
  writes: [phaseOn, worker, passed],
  changes: ({ p }) => [set(phaseOn(current(), p), 'completed'), set(worker(p), 'retiring'), set(passed(p), 'none')],
});

const retire = action('workerRetires', {
  says: 'nobody is left on a processor who may come to its representative',
  parameters: { p: Processors },
  guards: ({ p }) => ({ isRetiring: workerIs(p, 'retiring'), graceIsOver: is(passed(p), 'two') }),
  writes: [worker],
  changes: ({ p }) => [set(worker(p), 'retired')],
});

const freeMediator = action('freedMediator', {
  says: 'all workers have retired: the mediator is freed',
  guards: () => ({
    isConcluded: rootIs('concluded'),
    allHaveRetired: forProcessors((p) => workerIs(p, 'retired', 'absent')),
  }),
  writes: [freedMediator, root],
  changes: () => [set(freedMediator(current()), true), set(root(), 'reclaimed')],
});

const idle = action('swapIdle', {
  says: 'another swap would be accepted from now on',
  guards: () => ({ isReclaimed: rootIs('reclaimed') }),
  writes: [root, worker],
  changes: () => [set(root(), 'idle'), setEach(worker, () => 'none')],
});

export const swapActions: readonly Action[] = [
  beginMiss,
  fill,
  giveUpMiss,
  advance,
  request,
  start,
  flush,
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
  retire,
  freeMediator,
  idle,
];
