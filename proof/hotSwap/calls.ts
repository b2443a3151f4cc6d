// What calls do: sections 2 and 3 of the paper, action by action as in tla/HotSwap.tla, with the same names where it has
// one. A call is made from inside another at any depth; a thread may make any number of calls, one after the other.
// The same for every protocol that swaps: they differ in where the pointer is that a call reads, and in who is tracked.

import { type Action, action, set } from '../form/action.js';
import { and, choose, equal, exists, forAll, implies, is, not, or, value } from '../form/build.js';
import type { Formula, Term } from '../form/term.js';
import {
  aim,
  at,
  Calls,
  type CallTerm,
  effects,
  firstObject,
  follows,
  Generations,
  generation,
  inFlight,
  isLive,
  leadsToObject,
  Mediators,
  type MediatorTerm,
  outermost,
  type Phases,
  phase,
  planned,
  pointer,
  runsIn,
  type TargetTerm,
  type ThreadTerm,
  table,
  threadOf,
  toMediator,
  toObject,
  within,
} from './vocabulary.js';

/** What a call meets. */
export interface Surroundings {
  /** Where the pointer leads that the call reads. */
  readonly pointerOf: (c: CallTerm) => TargetTerm;
  /** Whether there is a pointer to be read; always unless told. */
  readonly mayRead?: (c: CallTerm) => Formula;
  /** The phase of a mediator where the call meets it. */
  readonly phaseOf: (m: MediatorTerm, c: CallTerm) => Term<typeof Phases>;
  /** What a call aims at that is not made yet, or over. */
  readonly nowhere: (c: CallTerm) => TargetTerm;
  /** The call belongs to a thread that is inside already. */
  readonly isTracked: (c: CallTerm) => Formula;
  /** Whether the thread may make a call of its own; always unless told. */
  readonly mayCall?: (t: ThreadTerm) => Formula;
  /** Whether the thread is active before its calls and after them; never unless told. */
  readonly lingers?: (t: ThreadTerm) => Formula;
}

/** Whoever a call waits for before it is made is inside by now, or over. Who that is, is up to the clients. */
const isDue = (c: CallTerm): Formula =>
  forAll({ d: Calls }, ({ d }) => implies(follows(c, d), is(at(d), 'inside', 'left', 'out', 'returned')));

/** A guard where reading can fail. */
const reading = ({ mayRead }: Surroundings, c: CallTerm): Readonly<Record<string, Formula>> =>
  mayRead ? { mayRead: mayRead(c) } : {};

/** Guards where not every thread may call at any time. */
const calling = ({ mayCall, lingers }: Surroundings, t: ThreadTerm): Readonly<Record<string, Formula>> => ({
  ...(mayCall ? { mayCall: mayCall(t) } : {}),
  ...(lingers ? { isActive: implies(lingers(t), not(is(generation(t), 'gone'))) } : {}),
});

const begun = ({ lingers }: Surroundings, t: ThreadTerm): Term<typeof Generations> =>
  lingers ? choose(lingers(t), generation(t), 'current') : value(Generations, 'current');

const isLast = ({ lingers }: Surroundings, c: CallTerm): Formula =>
  lingers ? and(outermost(c), not(lingers(threadOf(c)))) : outermost(c);

const invoke = (around: Surroundings): Action =>
  action('invoke', {
    says: 'a thread begins a call: it reads the pointer, and is active from now on',
    parameters: { c: Calls },
    guards: ({ c }) => ({
      isOwn: outermost(c),
      isNew: is(at(c), 'idle'),
      isAlone: forAll({ d: Calls }, ({ d }) => implies(equal(threadOf(d), threadOf(c)), not(isLive(d)))),
      isDue: isDue(c),
      ...calling(around, threadOf(c)),
      ...reading(around, c),
    }),
    writes: [at, aim, generation],
    changes: ({ c }) => [
      set(at(c), 'invoked'),
      set(aim(c), around.pointerOf(c)),
      set(generation(threadOf(c)), begun(around, threadOf(c))),
    ],
  });

const invokeInside = (around: Surroundings): Action =>
  action('invokeInside', {
    says: 'a call that is inside makes a recursive call: it reads the pointer anew',
    parameters: { c: Calls, p: Calls },
    guards: ({ c, p }) => ({
      isNew: is(at(c), 'idle'),
      isRecursive: within(c, p),
      isInside: is(at(p), 'inside'),
      isDirect: forAll({ q: Calls }, ({ q }) => implies(within(c, q), or(equal(q, p), within(p, q)))),
      isInnermost: forAll({ d: Calls }, ({ d }) =>
        implies(and(equal(threadOf(d), threadOf(c)), isLive(d)), or(equal(d, p), within(p, d))),
      ),
      isDue: isDue(c),
      ...reading(around, c),
    }),
    writes: [at, aim],
    changes: ({ c }) => [set(at(c), 'invoked'), set(aim(c), around.pointerOf(c))],
  });

/** Strict admission: in forward anybody, in block whoever is tracked. */
const isAdmitted = ({ isTracked, phaseOf }: Surroundings, m: MediatorTerm, c: CallTerm): Formula =>
  or(is(phaseOf(m, c), 'forward'), and(is(phaseOf(m, c), 'block'), isTracked(c)));

const countIn = (around: Surroundings): Action =>
  action('countIn', {
    says: 'the mediator lets a call through, counts it and takes it into its table',
    parameters: { c: Calls, m: Mediators },
    guards: ({ c, m }) => ({
      isInvoked: is(at(c), 'invoked'),
      isThere: equal(aim(c), toMediator(m)),
      isAdmitted: isAdmitted(around, m, c),
    }),
    writes: [at, inFlight, table],
    changes: ({ c, m }) => [set(at(c), 'counted'), set(inFlight(m, c), true), set(table(c), true)],
  });

const suspend = (around: Surroundings): Action =>
  action('suspended', {
    says: 'the mediator suspends a new call',
    parameters: { c: Calls, m: Mediators },
    guards: ({ c, m }) => ({
      isInvoked: is(at(c), 'invoked'),
      isThere: equal(aim(c), toMediator(m)),
      isBlocking: is(around.phaseOf(m, c), 'block', 'transfer'),
      isNotAdmitted: not(isAdmitted(around, m, c)),
    }),
    writes: [at],
    changes: ({ c }) => [set(at(c), 'suspended')],
  });

const resume = (around: Surroundings): Action =>
  action('resumed', {
    says: 'a suspended call is resumed, and goes through the pointer again',
    parameters: { c: Calls, m: Mediators },
    guards: ({ c, m }) => ({
      isSuspended: is(at(c), 'suspended'),
      isThere: equal(aim(c), toMediator(m)),
      isReleased: is(around.phaseOf(m, c), 'completed'),
      ...reading(around, c),
    }),
    writes: [at, aim],
    changes: ({ c }) => [set(at(c), 'invoked'), set(aim(c), around.pointerOf(c))],
  });

const redispatch = (around: Surroundings): Action =>
  action('redispatch', {
    says: 'a call that comes to the mediator when all is over goes through the pointer again',
    parameters: { c: Calls, m: Mediators },
    guards: ({ c, m }) => ({
      isInvoked: is(at(c), 'invoked'),
      isThere: equal(aim(c), toMediator(m)),
      isReleased: is(around.phaseOf(m, c), 'completed'),
      ...reading(around, c),
    }),
    writes: [aim],
    changes: ({ c }) => [set(aim(c), around.pointerOf(c))],
  });

const enter = action('enter', {
  says: 'the method begins to run',
  parameters: { c: Calls },
  guards: ({ c }) => ({
    mayRun: or(and(is(at(c), 'invoked'), leadsToObject(aim(c))), is(at(c), 'counted')),
  }),
  writes: [at],
  changes: ({ c }) => [set(at(c), 'inside')],
});

const leave = action('leave', {
  says: 'the method has run: its effect is in its object',
  parameters: { c: Calls },
  guards: ({ c }) => ({
    isInside: is(at(c), 'inside'),
    recursiveCallsAreOver: forAll({ d: Calls }, ({ d }) =>
      implies(within(d, c), and(not(isLive(d)), implies(planned(d), is(at(d), 'returned')))),
    ),
  }),
  writes: [at, effects],
  changes: ({ c }) => [set(at(c), 'left'), set(effects(runsIn(c), c), true)],
});

const countOut = action('countOut', {
  says: 'the mediator takes a call off its count and out of its table',
  parameters: { c: Calls, m: Mediators },
  guards: ({ c, m }) => ({ hasLeft: is(at(c), 'left'), isThere: equal(aim(c), toMediator(m)) }),
  writes: [at, inFlight, table],
  changes: ({ c, m }) => [set(at(c), 'out'), set(inFlight(m, c), false), set(table(c), false)],
});

const giveBack = (around: Surroundings): Action =>
  action('return', {
    says: 'the call returns; with its own call a thread leaves its generation',
    parameters: { c: Calls },
    guards: ({ c }) => ({
      isThrough: or(is(at(c), 'out'), and(is(at(c), 'left'), leadsToObject(aim(c)))),
    }),
    writes: [at, aim, generation],
    changes: ({ c }) => [
      set(at(c), 'returned'),
      set(aim(c), around.nowhere(c)),
      set(generation(threadOf(c)), choose(isLast(around, c), 'gone', generation(threadOf(c)))),
    ],
  });

/** callActions are what calls do in these surroundings. */
export function callActions(around: Surroundings): readonly Action[] {
  return [
    invoke(around),
    invokeInside(around),
    countIn(around),
    suspend(around),
    resume(around),
    redispatch(around),
    enter,
    leave,
    countOut,
    giveBack(around),
  ];
}

/** "First checked to see if they belong to one of the in-flight threads tracked by the hash table" (section 3). */
export const isTracked = (c: CallTerm): Formula =>
  exists({ d: Calls }, ({ d }) => and(table(d), equal(threadOf(d), threadOf(c)), equal(aim(d), aim(c))));

/** One reference, one mediator. */
export const around: Surroundings = Object.freeze({
  pointerOf: () => pointer(),
  phaseOf: (m: MediatorTerm) => phase(m),
  nowhere: () => toObject(firstObject()),
  isTracked,
});
