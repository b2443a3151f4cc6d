// The hot-swapping protocol as a system that can be proved: one mediator for all processors, as in tla/HotSwap.tla.
// Leaves out what that leaves out, and liveness. A mediator per processor and group swap are other systems.

import { setEach } from '../form/action.js';
import { and, equal, forAll, implies, not } from '../form/build.js';
import { type Claim, type System, system } from '../form/system.js';
import { around, callActions } from './calls.js';
import { claims, steps } from './claims.js';
import { instances } from './instances.js';
import { invariant } from './invariant.js';
import { swapActions } from './swap.js';
import {
  aim,
  at,
  before,
  Calls,
  current,
  effects,
  firstMediator,
  firstObject,
  follows,
  freedMediator,
  freedObject,
  generation,
  inFlight,
  mayAbort,
  Objects,
  original,
  outermost,
  passed,
  phase,
  planned,
  pointer,
  processorOf,
  successor,
  swapper,
  table,
  takenBefore,
  threadOf,
  toObject,
  within,
} from './vocabulary.js';

/** How calls are made from inside calls. */
export const axiomsOfCalls: Readonly<Record<string, Claim>> = {
  outermostIsWithinNothing: {
    says: "a thread's own call is made from inside no other",
    holds: forAll({ c: Calls, d: Calls }, ({ c, d }) => implies(outermost(c), not(within(c, d)))),
  },
  withinIsTransitive: {
    says: 'what is made from inside a recursive call is made from inside its outer call too',
    holds: forAll({ c: Calls, d: Calls, e: Calls }, ({ c, d, e }) =>
      implies(and(within(c, d), within(d, e)), within(c, e)),
    ),
  },
  recursionStaysInTheThread: {
    says: 'a recursive call is made by the thread that made the outer one',
    holds: forAll({ c: Calls, d: Calls }, ({ c, d }) => implies(within(c, d), equal(threadOf(c), threadOf(d)))),
  },
};

const axioms: Readonly<Record<string, Claim>> = {
  ...axiomsOfCalls,
  nothingServesBeforeItself: {
    says: 'no object comes to serve before itself',
    holds: forAll({ o: Objects }, ({ o }) => not(before(o, o))),
  },
};

/** hotSwap is the protocol, for any number of threads, processors, calls at any depth, and swaps. */
export const hotSwap: System = system({
  name: 'hotSwap',
  statement: 'one mediator for all processors, strict admission, abort at any time before the commit',
  fixed: [
    threadOf,
    processorOf,
    outermost,
    within,
    planned,
    follows,
    before,
    takenBefore,
    firstObject,
    firstMediator,
    mayAbort,
  ],
  state: [
    pointer,
    swapper,
    phase,
    current,
    original,
    successor,
    passed,
    at,
    aim,
    generation,
    inFlight,
    table,
    effects,
    freedObject,
    freedMediator,
  ],
  axioms,
  initially: [
    setEach(pointer, () => toObject(firstObject())),
    setEach(swapper, () => 'idle'),
    setEach(phase, () => 'unused'),
    setEach(current, () => firstMediator()),
    setEach(original, () => firstObject()),
    setEach(successor, () => firstObject()),
    setEach(passed, () => 'none'),
    setEach(at, () => 'idle'),
    setEach(aim, () => toObject(firstObject())),
    setEach(generation, () => 'gone'),
    setEach(inFlight, () => false),
    setEach(table, () => false),
    setEach(effects, () => false),
    setEach(freedObject, () => false),
    setEach(freedMediator, () => false),
  ],
  actions: [...callActions(around), ...swapActions],
  invariant,
  claims,
  steps,
  instances,
});
