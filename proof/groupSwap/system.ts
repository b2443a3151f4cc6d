// The swap of a group of components as a system that can be proved, for groups of any size. The components may call each
// other; whoever swaps them one by one deadlocks then (scenario mutualSwaps). Leaves out what the swap of one leaves out.

import { setEach } from '../form/action.js';
import { and, equal, forAll, implies, not } from '../form/build.js';
import { type Claim, type System, system } from '../form/system.js';
import { callActions } from '../hotSwap/calls.js';
import { axiomsOfCalls } from '../hotSwap/system.js';
import {
  aim,
  at,
  before,
  effects,
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
  phase,
  planned,
  processorOf,
  table,
  takenBefore,
  threadOf,
  toObject,
  within,
} from '../hotSwap/vocabulary.js';
import { claims, steps } from './claims.js';
import { instances } from './instances.js';
import { invariant } from './invariant.js';
import { around, swapActions } from './swap.js';
import {
  Components,
  called,
  currentOf,
  firstMediatorOf,
  firstObjectOf,
  group,
  hasMediator,
  hasObject,
  member,
  passedFor,
  pointerOf,
  stage,
  successorOf,
} from './vocabulary.js';

const axioms: Readonly<Record<string, Claim>> = {
  ...axiomsOfCalls,
  nothingServesBeforeItself: {
    says: 'no object comes to serve before itself',
    holds: forAll({ o: Objects }, ({ o }) => not(before(o, o))),
  },
  objectsAreOfOne: {
    says: 'an object is a version of one component only',
    holds: forAll({ k: Components, l: Components, o: Objects }, ({ k, l, o }) =>
      implies(and(hasObject(k, o), hasObject(l, o)), equal(k, l)),
    ),
  },
  firstObjectsAreTheirOwn: {
    says: 'what serves at first for a component is a version of it',
    holds: forAll({ k: Components }, ({ k }) => hasObject(k, firstObjectOf(k))),
  },
};

/** groupSwap is the swap of a group, for any number of members, threads, processors, calls at any depth, and swaps. */
export const groupSwap: System = system({
  name: 'groupSwap',
  statement: 'the members of a group that call each other are swapped together, all or none',
  fixed: [
    threadOf,
    processorOf,
    outermost,
    within,
    planned,
    follows,
    before,
    takenBefore,
    mayAbort,
    firstObject,
    called,
    member,
    hasObject,
    hasMediator,
    firstObjectOf,
    firstMediatorOf,
  ],
  state: [
    group,
    stage,
    pointerOf,
    phase,
    currentOf,
    original,
    successorOf,
    passedFor,
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
    setEach(group, () => 'idle'),
    setEach(stage, () => 'outside'),
    setEach(pointerOf, (k) => toObject(firstObjectOf(k))),
    setEach(phase, () => 'unused'),
    setEach(currentOf, (k) => firstMediatorOf(k)),
    setEach(original, () => firstObject()),
    setEach(successorOf, (k) => firstObjectOf(k)),
    setEach(passedFor, () => 'none'),
    setEach(at, () => 'idle'),
    setEach(aim, (c) => toObject(firstObjectOf(called(c)))),
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
