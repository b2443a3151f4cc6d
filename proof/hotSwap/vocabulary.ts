// The hot-swapping protocol's words as sorts and symbols: those of docs/02-terms.md, and of tla/HotSwap.tla, of which this
// is the first-order form. Threads, processors, calls of any depth of recursion, objects and mediators are open sorts:
// there are any number of each. Where the specification counts, there is the set that is counted.

import { cases, equal, fixed, inject, is, not, state } from '../form/build.js';
import { enumeration, type OpenSort, sort, truthSort, union } from '../form/sort.js';
import type { Formula, Term } from '../form/term.js';

export const Threads = sort('Thread', 'threads');
export const Processors = sort('Processor', 'processors');
export const Calls = sort('Call', 'calls');
export const Objects = sort('Object', 'objects');
export const Mediators = sort('Mediator', 'mediators');

/** Where a pointer leads. */
export const Targets = union('Target', { object: Objects, mediator: Mediators });

/** Where a call is. `idle` before it is made, `suspended` while its mediator holds it back. */
export const Stages = enumeration('Stage', [
  'idle',
  'invoked',
  'counted',
  'inside',
  'left',
  'out',
  'suspended',
  'returned',
]);

export const Generations = enumeration('Generation', ['gone', 'current', 'previous']);

/** The paper's three; `transfer` is a step inside block, and `unused` comes before the swap. */
export const Phases = enumeration('Phase', ['unused', 'forward', 'block', 'transfer', 'completed']);

/** How far the swapper is. */
export const Progress = enumeration('Progress', [
  'idle',
  'requested',
  'forward',
  'block',
  'transfer',
  'transferred',
  'aborting',
  'swung',
  'completed',
  'ended',
  'reclaiming',
  'reclaimed',
]);

/** How many generations have passed on a processor in a grace period. */
export const Passed = enumeration('Passed', ['none', 'one', 'two']);

// What never changes.

export const threadOf = fixed('threadOf', [Calls], Threads, 'the thread that makes the call');
export const processorOf = fixed('processorOf', [Threads], Processors, 'the processor that the thread runs on');
export const outermost = fixed(
  'outermost',
  [Calls],
  truthSort,
  "the call is its thread's own, made from no other call",
);
export const within = fixed(
  'within',
  [Calls, Calls],
  truthSort,
  'the first call is made, at whatever depth, from inside the second',
);
export const planned = fixed('planned', [Calls], truthSort, 'the call that makes it does not leave before it was made');
export const follows = fixed(
  'follows',
  [Calls, Calls],
  truthSort,
  'the first call is made only once the second is inside, or over',
);
export const before = fixed(
  'before',
  [Objects, Objects],
  truthSort,
  'the first object comes to serve before the second',
);
export const takenBefore = fixed(
  'takenBefore',
  [Mediators, Mediators],
  truthSort,
  'the first mediator is taken before the second',
);
export const firstObject = fixed('firstObject', [], Objects, 'the object that serves at first');
export const firstMediator = fixed('firstMediator', [], Mediators, 'a mediator, for the time before the first swap');
export const mayAbort = fixed('mayAbort', [], truthSort, 'a swap may be given up before its commit');

// The state.

export const pointer = state('pointer', [], Targets, 'where the reference leads');
export const at = state('at', [Calls], Stages, 'where the call is');
export const aim = state('aim', [Calls], Targets, 'where the pointer led when the call read it');
export const generation = state('generation', [Threads], Generations, 'the generation that the thread is active in');
export const phase = state('phase', [Mediators], Phases, "the mediator's phase");
export const inFlight = state(
  'inFlight',
  [Mediators, Calls],
  truthSort,
  "the call is one of those that the mediator's count counts",
);
export const table = state('table', [Calls], truthSort, "the call is in its mediator's table");
export const original = state('original', [Mediators], Objects, 'the object that the mediator stands before');
export const swapper = state('swapper', [], Progress, 'how far the swapper is');
export const current = state('current', [], Mediators, 'the mediator of the swap that is on, or was on last');
export const successor = state('successor', [], Objects, 'the object that this swap brings into service');
export const passed = state('passed', [Processors], Passed, 'generations that have passed there in this grace period');
export const effects = state('effects', [Objects, Calls], truthSort, 'the object holds the effect of the call');
export const freedObject = state('freedObject', [Objects], truthSort, "the object's memory was given back");
export const freedMediator = state('freedMediator', [Mediators], truthSort, "the mediator's memory was given back");

export type CallTerm = Term<typeof Calls>;
export type ObjectTerm = Term<typeof Objects>;
export type MediatorTerm = Term<typeof Mediators>;
export type TargetTerm = Term<typeof Targets>;
export type ThreadTerm = Term<typeof Threads>;

export const toObject = (o: ObjectTerm): TargetTerm => inject(Targets, 'object', o);
export const toMediator = (m: MediatorTerm): TargetTerm => inject(Targets, 'mediator', m);

/** The object that a target is, or stands before. */
export function objectBehind(target: TargetTerm): ObjectTerm {
  return cases(target, { object: (o) => o as Term<OpenSort<'Object'>>, mediator: (m) => original(m) });
}

/** The object that a call runs in, or would run in. */
export const runsIn = (c: CallTerm): ObjectTerm => objectBehind(aim(c));

/** The object that serves, as clients see it. */
export const serving = (): ObjectTerm => objectBehind(pointer());

export const leadsToObject = (target: TargetTerm): Formula => equal(target, toObject(objectBehind(target)));

/** A call is live from its first step to its last. */
export const isLive = (c: CallTerm): Formula => not(is(at(c), 'idle', 'returned'));

export const swapperIs = (...stages: readonly (typeof Progress.values)[number][]): Formula => is(swapper(), ...stages);

/** The pointer has been turned to the successor of the latest swap. */
export const isCommitted = (): Formula => equal(pointer(), toObject(successor()));
