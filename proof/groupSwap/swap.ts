// The swap of a group, by its four rules (numbered here as in the comments of the guards): all members are interposed
// first; nobody blocks before the generations of all have passed; in block a call is let through if any member's table
// has its thread; no state is transferred before no member counts a call. Each member is a step of its own: they take
// turns in any order. Beyond the rules: either all members commit or none.

import { type Action, action, set, setEach } from '../form/action.js';
import { and, choose, equal, exists, forAll, implies, is, not, or, value } from '../form/build.js';
import type { Formula } from '../form/term.js';
import type { Surroundings } from '../hotSwap/calls.js';
import {
  aim,
  before,
  Calls,
  type CallTerm,
  effects,
  freedMediator,
  freedObject,
  generation,
  inFlight,
  Mediators,
  type MediatorTerm,
  mayAbort,
  Objects,
  original,
  Passed,
  Processors,
  phase,
  processorOf,
  Threads,
  table,
  takenBefore,
  threadOf,
  toMediator,
  toObject,
} from '../hotSwap/vocabulary.js';
import {
  aimsAtItsMediator,
  Components,
  type ComponentTerm,
  called,
  currentOf,
  firstObjectOf,
  group,
  groupIs,
  hasMediator,
  hasObject,
  isDecided,
  isMediated,
  leadsTo,
  MemberProgress,
  member,
  oldObjectOf,
  passedFor,
  pointerOf,
  servingFor,
  stage,
  stageIs,
  successorOf,
} from './vocabulary.js';

const forMembers = (body: (l: ComponentTerm) => Formula): Formula =>
  forAll({ l: Components }, ({ l }) => implies(member(l), body(l)));
const isInGrace = (k: ComponentTerm): Formula => stageIs(k, 'forward', 'reclaiming');

/** Rule 3: in the table of any member. Only mediators of members have calls in their tables. */
export const isTrackedByAny = (c: CallTerm): Formula =>
  exists({ d: Calls }, ({ d }) => and(table(d), equal(threadOf(d), threadOf(c)), aimsAtItsMediator(aim(d), d)));

/** What calls meet: the pointer of their own component, and the tables of all. */
export const around: Surroundings = Object.freeze({
  pointerOf: (c: CallTerm) => pointerOf(called(c)),
  phaseOf: (m: MediatorTerm) => phase(m),
  nowhere: (c: CallTerm) => toObject(firstObjectOf(called(c))),
  isTracked: isTrackedByAny,
});

const advance = action('generation', {
  says: 'a generation ends on a processor: whoever was active before the current one is gone',
  parameters: { p: Processors },
  guards: ({ p }) => ({
    isNeeded: exists({ k: Components }, ({ k }) => and(isInGrace(k), not(is(passedFor(p, k), 'two')))),
    previousIsEmpty: forAll({ t: Threads }, ({ t }) =>
      implies(equal(processorOf(t), p), not(is(generation(t), 'previous'))),
    ),
  }),
  writes: [generation, passedFor],
  changes: ({ p }) => [
    setEach(generation, (t) =>
      choose(and(equal(processorOf(t), p), is(generation(t), 'current')), 'previous', generation(t)),
    ),
    setEach(passedFor, (q, k) =>
      choose(
        and(equal(q, p), isInGrace(k)),
        choose(is(passedFor(q, k), 'none'), value(Passed, 'one'), 'two'),
        passedFor(q, k),
      ),
    ),
  ],
});

export const graceIsOver = (k: ComponentTerm): Formula =>
  forAll({ p: Processors }, ({ p }) => is(passedFor(p, k), 'two'));
const beginGrace = (k: ComponentTerm) =>
  setEach(passedFor, (q, l) => choose(equal(l, k), value(Passed, 'none'), passedFor(q, l)));

const request = action('swapRequested', {
  says: 'somebody asks for a swap of the group',
  guards: () => ({
    isIdle: groupIs('idle'),
    thereIsOne: exists({ m: Mediators }, ({ m }) => is(phase(m), 'unused')),
  }),
  writes: [group],
  changes: () => [set(group(), 'on')],
});

const start = action('swapStarted', {
  says: "a member's pointer is turned to a mediator, which begins in forward",
  parameters: { k: Components, m: Mediators, o: Objects },
  guards: ({ k, m, o }) => ({
    isOn: groupIs('on'),
    isMember: member(k),
    isOutside: stageIs(k, 'outside'),
    mediatorIsNew: and(hasMediator(k, m), is(phase(m), 'unused')),
    mediatorIsNext: forAll({ n: Mediators }, ({ n }) =>
      implies(and(hasMediator(k, n), takenBefore(n, m)), not(is(phase(n), 'unused'))),
    ),
    successorIsLater: and(hasObject(k, o), before(servingFor(k), o)),
    successorIsNext: forAll({ x: Objects }, ({ x }) =>
      implies(and(hasObject(k, x), before(servingFor(k), x)), or(equal(x, o), before(o, x))),
    ),
  }),
  writes: [pointerOf, currentOf, original, successorOf, phase, stage, passedFor, freedObject],
  changes: ({ k, m, o }) => [
    set(pointerOf(k), toMediator(m)),
    set(currentOf(k), m),
    set(original(m), servingFor(k)),
    set(successorOf(k), o),
    set(phase(m), 'forward'),
    set(stage(k), 'forward'),
    beginGrace(k),
    set(freedObject(o), false),
  ],
});

const block = action('block', {
  says: 'all calls in flight of all members are known: a mediator turns to block',
  parameters: { k: Components },
  guards: ({ k }) => ({
    isForward: stageIs(k, 'forward'),
    // Rule 1.
    allAreInterposed: forMembers((l) => not(stageIs(l, 'outside'))),
    // Rule 2.
    allGracesAreOver: forMembers(graceIsOver),
  }),
  writes: [phase, stage],
  changes: ({ k }) => [set(phase(currentOf(k)), 'block'), set(stage(k), 'block')],
});

/** Rule 4. */
export const allCountsAreZero = (): Formula =>
  forAll({ l: Components, c: Calls }, ({ l, c }) => implies(member(l), not(inFlight(currentOf(l), c))));

const beginTransfer = action('transferBegins', {
  says: 'all members block and no member counts a call: the state of one is transferred, by copying',
  parameters: { k: Components },
  guards: ({ k }) => ({
    isBlock: stageIs(k, 'block'),
    allBlock: forMembers((l) => not(stageIs(l, 'outside', 'forward'))),
    allCountsAreZero: allCountsAreZero(),
  }),
  writes: [phase, stage, effects],
  changes: ({ k }) => [
    set(phase(currentOf(k)), 'transfer'),
    set(stage(k), 'transfer'),
    setEach(effects, (o, c) => choose(equal(o, successorOf(k)), effects(oldObjectOf(k), c), effects(o, c))),
  ],
});

const endTransfer = action('transferEnded', {
  says: "a member's successor holds the state",
  parameters: { k: Components },
  guards: ({ k }) => ({ isTransfer: stageIs(k, 'transfer') }),
  writes: [stage],
  changes: ({ k }) => [set(stage(k), 'transferred')],
});

const abandon = action('swapAbandoned', {
  says: 'the swap of the group is given up, before any commit',
  guards: () => ({
    mayAbort: mayAbort(),
    isOn: groupIs('on'),
    isBegun: exists({ k: Components }, ({ k }) => isMediated(k)),
    nobodyIsCommitted: forMembers((l) => not(isDecided(l))),
  }),
  writes: [group, stage],
  changes: () => [
    set(group(), 'aborting'),
    setEach(stage, (l) => choose(isMediated(l), value(MemberProgress, 'aborting'), stage(l))),
  ],
});

const commit = action('commit', {
  says: 'all members hold their state: the pointer of one is turned to the successor',
  parameters: { k: Components },
  guards: ({ k }) => ({
    isTransferred: stageIs(k, 'transferred'),
    allAreTransferred: forMembers((l) => or(stageIs(l, 'transferred'), isDecided(l))),
  }),
  writes: [pointerOf, stage],
  changes: ({ k }) => [set(pointerOf(k), toObject(successorOf(k))), set(stage(k), 'swung')],
});

const restore = action('restore', {
  says: "the swap was given up: a member's pointer is turned back to the old object",
  parameters: { k: Components },
  guards: ({ k }) => ({ isAborting: stageIs(k, 'aborting') }),
  writes: [pointerOf, stage],
  changes: ({ k }) => [set(pointerOf(k), toObject(oldObjectOf(k))), set(stage(k), 'swung')],
});

const complete = action('completed', {
  says: 'a mediator turns to completed: whoever is suspended there may go on',
  parameters: { k: Components },
  guards: ({ k }) => ({ isSwung: stageIs(k, 'swung') }),
  writes: [phase, stage],
  changes: ({ k }) => [set(phase(currentOf(k)), 'completed'), set(stage(k), 'completed')],
});

const end = action('swapEnded', {
  says: "the end of a member's swap is signalled",
  parameters: { k: Components },
  guards: ({ k }) => ({ isCompleted: stageIs(k, 'completed') }),
  writes: [stage],
  changes: ({ k }) => [set(stage(k), 'ended')],
});

const freeObject = action('freedObject', {
  says: 'the object of a member that does not serve is freed; a second grace period begins',
  parameters: { k: Components },
  guards: ({ k }) => ({ isEnded: stageIs(k, 'ended') }),
  writes: [freedObject, stage, passedFor],
  changes: ({ k }) => [
    set(freedObject(choose(leadsTo(k, oldObjectOf(k)), successorOf(k), oldObjectOf(k))), true),
    set(stage(k), 'reclaiming'),
    beginGrace(k),
  ],
});

const freeMediator = action('freedMediator', {
  says: 'nobody is left who may come to the mediator: it is freed',
  parameters: { k: Components },
  guards: ({ k }) => ({ isReclaiming: stageIs(k, 'reclaiming'), graceIsOver: graceIsOver(k) }),
  writes: [freedMediator, stage],
  changes: ({ k }) => [set(freedMediator(currentOf(k)), true), set(stage(k), 'reclaimed')],
});

const idle = action('swapIdle', {
  says: 'nothing is left of the swap: another one would be accepted from now on',
  guards: () => ({
    isOver: or(
      and(
        groupIs('on'),
        forMembers((l) => stageIs(l, 'reclaimed')),
      ),
      and(
        groupIs('aborting'),
        forMembers((l) => stageIs(l, 'reclaimed', 'outside')),
      ),
    ),
  }),
  writes: [group, stage],
  changes: () => [set(group(), 'idle'), setEach(stage, () => 'outside')],
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
