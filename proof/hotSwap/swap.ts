// Generations and the swap (paper, sections 2 and 3), action by action as in tla/HotSwap.tla. Beyond the paper, as there:
// the swap may be given up before its commit, and a second grace period passes before the mediator is freed.

import { type Action, action, set, setEach } from '../form/action.js';
import { and, choose, equal, exists, forAll, implies, is, not, or, value } from '../form/build.js';
import type { Formula } from '../form/term.js';
import {
  before,
  Calls,
  current,
  effects,
  freedMediator,
  freedObject,
  generation,
  inFlight,
  Mediators,
  mayAbort,
  Objects,
  type ObjectTerm,
  original,
  Passed,
  Processors,
  passed,
  phase,
  pointer,
  processorOf,
  serving,
  successor,
  swapper,
  swapperIs,
  Threads,
  takenBefore,
  toMediator,
  toObject,
} from './vocabulary.js';

/** This swap's old object. */
const from = (): ObjectTerm => original(current());

const advance = action('generation', {
  says: 'a generation ends on a processor: whoever was active before the current one is gone',
  parameters: { p: Processors },
  guards: ({ p }) => ({
    inGrace: swapperIs('forward', 'reclaiming'),
    isNeeded: not(is(passed(p), 'two')),
    previousIsEmpty: forAll({ t: Threads }, ({ t }) =>
      implies(equal(processorOf(t), p), not(is(generation(t), 'previous'))),
    ),
  }),
  writes: [generation, passed],
  changes: ({ p }) => [
    setEach(generation, (t) =>
      choose(and(equal(processorOf(t), p), is(generation(t), 'current')), 'previous', generation(t)),
    ),
    setEach(passed, (q) => choose(equal(q, p), choose(is(passed(q), 'none'), value(Passed, 'one'), 'two'), passed(q))),
  ],
});

/** "All the threads that were started before" are gone: two generations have passed everywhere. */
export const graceIsOver = (): Formula => forAll({ p: Processors }, ({ p }) => is(passed(p), 'two'));

const noGraceYet = setEach(passed, () => 'none');

const request = action('swapRequested', {
  says: 'somebody asks for a swap',
  guards: () => ({
    isIdle: swapperIs('idle'),
    thereIsOne: exists({ m: Mediators }, ({ m }) => is(phase(m), 'unused')),
  }),
  writes: [swapper],
  changes: () => [set(swapper(), 'requested')],
});

const start = action('swapStarted', {
  says: 'the pointer is turned to a mediator, which begins in forward',
  parameters: { m: Mediators, o: Objects },
  guards: ({ m, o }) => ({
    isRequested: swapperIs('requested'),
    mediatorIsNew: is(phase(m), 'unused'),
    mediatorIsNext: forAll({ n: Mediators }, ({ n }) => implies(takenBefore(n, m), not(is(phase(n), 'unused')))),
    successorIsLater: before(serving(), o),
    successorIsNext: forAll({ x: Objects }, ({ x }) => implies(before(serving(), x), or(equal(x, o), before(o, x)))),
  }),
  writes: [pointer, current, original, successor, phase, swapper, passed, freedObject],
  changes: ({ m, o }) => [
    set(pointer(), toMediator(m)),
    set(current(), m),
    set(original(m), serving()),
    set(successor(), o),
    set(phase(m), 'forward'),
    set(swapper(), 'forward'),
    noGraceYet,
    set(freedObject(o), false),
  ],
});

const block = action('block', {
  says: 'all calls in flight are known: the mediator turns to block',
  guards: () => ({ isForward: swapperIs('forward'), graceIsOver: graceIsOver() }),
  writes: [phase, swapper],
  changes: () => [set(phase(current()), 'block'), set(swapper(), 'block')],
});

const beginTransfer = action('transferBegins', {
  says: 'the count is zero: the state is transferred, by copying',
  guards: () => ({
    isBlock: swapperIs('block'),
    countIsZero: forAll({ c: Calls }, ({ c }) => not(inFlight(current(), c))),
  }),
  writes: [phase, swapper, effects],
  changes: () => [
    set(phase(current()), 'transfer'),
    set(swapper(), 'transfer'),
    setEach(effects, (o, c) => choose(equal(o, successor()), effects(from(), c), effects(o, c))),
  ],
});

const endTransfer = action('transferEnded', {
  says: 'the successor holds the state',
  guards: () => ({ isTransfer: swapperIs('transfer') }),
  writes: [swapper],
  changes: () => [set(swapper(), 'transferred')],
});

const abandon = action('swapAbandoned', {
  says: 'the swap is given up, before its commit',
  guards: () => ({ mayAbort: mayAbort(), isEarly: swapperIs('forward', 'block', 'transfer', 'transferred') }),
  writes: [swapper],
  changes: () => [set(swapper(), 'aborting')],
});

const commit = action('commit', {
  says: 'the pointer is turned to the successor',
  guards: () => ({ isTransferred: swapperIs('transferred') }),
  writes: [pointer, swapper],
  changes: () => [set(pointer(), toObject(successor())), set(swapper(), 'swung')],
});

const restore = action('restore', {
  says: 'the swap was given up: the pointer is turned back to the old object',
  guards: () => ({ isAborting: swapperIs('aborting') }),
  writes: [pointer, swapper],
  changes: () => [set(pointer(), toObject(from())), set(swapper(), 'swung')],
});

const complete = action('completed', {
  says: 'the mediator turns to completed: whoever is suspended may go on',
  guards: () => ({ isSwung: swapperIs('swung') }),
  writes: [phase, swapper],
  changes: () => [set(phase(current()), 'completed'), set(swapper(), 'completed')],
});

const end = action('swapEnded', {
  says: 'the end of the swap is signalled',
  guards: () => ({ isCompleted: swapperIs('completed') }),
  writes: [swapper],
  changes: () => [set(swapper(), 'ended')],
});

/** The old object after a commit, the successor after an abort. */
export const loser = (): ObjectTerm => choose(equal(pointer(), toObject(from())), successor(), from());

const freeObject = action('freedObject', {
  says: 'the object that does not serve is freed; a second grace period begins',
  guards: () => ({ isEnded: swapperIs('ended') }),
  writes: [freedObject, swapper, passed],
  changes: () => [set(freedObject(loser()), true), set(swapper(), 'reclaiming'), noGraceYet],
});

const freeMediator = action('freedMediator', {
  says: 'nobody is left who may come to the mediator: it is freed',
  guards: () => ({ isReclaiming: swapperIs('reclaiming'), graceIsOver: graceIsOver() }),
  writes: [freedMediator, swapper],
  changes: () => [set(freedMediator(current()), true), set(swapper(), 'reclaimed')],
});

const idle = action('swapIdle', {
  says: 'another swap would be accepted from now on',
  guards: () => ({ isReclaimed: swapperIs('reclaimed') }),
  writes: [swapper],
  changes: () => [set(swapper(), 'idle')],
});

export const swapActions: readonly Action[] = [
  advance,
  request,
  start,
  block,
  beginTransfer,
  endTransfer,
  abandon,
  commit,
  restore,
  complete,
  end,
  freeObject,
  freeMediator,
  idle,
];
