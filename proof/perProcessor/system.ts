// The per-processor form as a system that can be proved, for any number of processors with any number of threads. K42's,
// its defects cured (impl/clustered/). Leaves out what the one-mediator form leaves out, and see swap.ts.

import { setEach } from '../form/action.js';
import { forAll, not } from '../form/build.js';
import { type System, system } from '../form/system.js';
import { callActions } from '../hotSwap/calls.js';
import { axiomsOfCalls } from '../hotSwap/system.js';
import {
  aim,
  at,
  before,
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
  processorOf,
  successor,
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
import { found, global, inMiss, knowsAtFirst, local, missing, phaseOn, root, worker } from './vocabulary.js';

/** perProcessor is the per-processor form, for any number of processors, threads, calls at any depth, and swaps. */
export const perProcessor: System = system({
  name: 'perProcessor',
  statement: 'a representative of the mediator per processor, which blocks by itself; local entries filled by misses',
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
    knowsAtFirst,
  ],
  state: [
    global,
    local,
    missing,
    inMiss,
    found,
    root,
    worker,
    phase,
    phaseOn,
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
  axioms: {
    ...axiomsOfCalls,
    nothingServesBeforeItself: {
      says: 'no object comes to serve before itself',
      holds: forAll({ o: Objects }, ({ o }) => not(before(o, o))),
    },
  },
  initially: [
    setEach(global, () => toObject(firstObject())),
    setEach(local, () => toObject(firstObject())),
    setEach(missing, (p) => not(knowsAtFirst(p))),
    setEach(inMiss, () => false),
    setEach(found, () => toObject(firstObject())),
    setEach(root, () => 'idle'),
    setEach(worker, () => 'none'),
    setEach(phase, () => 'unused'),
    setEach(phaseOn, () => 'unused'),
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
