// How a state and a step of the per-processor form read in the words of tla/ClusteredHotSwap.tla and of ClusteredWider.tla:
// all of their variables, and the labels of its committed graphs. What the specification counts is here the size of the set that is counted.

import type { Label } from '../../conformance/tla/label.js';
import { functionOf, setOf, type TlaValue } from '../../conformance/tla/value.js';
import {
  asNumber,
  asText,
  callValue,
  effectsIn,
  label,
  ofCalls,
  passedAs,
  Reader,
  type Reading,
  targetValue,
} from '../hotSwap/specification.js';
import {
  aim,
  at,
  current,
  freedMediator,
  freedObject,
  generation,
  inFlight,
  original,
  phase,
  successor,
  table,
} from '../hotSwap/vocabulary.js';
import type { Taken } from '../instance/graph.js';
import type { Instance, State } from '../instance/instance.js';
import {
  fate,
  found,
  global,
  inMiss,
  knowsStill,
  local,
  madeOn,
  missing,
  missOn,
  passedAtEnd,
  passedOf,
  phaseOn,
  root,
  worker,
} from './vocabulary.js';

const miss: TlaValue = { tuple: ['miss', 0] };

/** spreadState gives the specification's variables in a state. */
function spreadState(instance: Instance, state: State): Readonly<Record<string, TlaValue>> {
  const read = new Reader(instance, state);
  const [objects, mediators] = [read.elements('Object'), read.elements('Mediator')];
  const [processors, threads] = [read.elements('Processor'), read.elements('Thread')];
  const progress = read.text(root);
  const unused = mediators.filter((mediator) => read.text(phase, mediator) === 'unused').length;
  const onEach = (value: (mediator: string, processor: string) => TlaValue) =>
    functionOf(mediators.map((m) => [Number(m), functionOf(processors.map((p) => [Number(p), value(m, p)]))]));
  const onProcessors = (value: (processor: string) => TlaValue) =>
    functionOf(processors.map((p) => [Number(p), value(p)]));
  return {
    global: targetValue(read.text(global)),
    local: functionOf(processors.map((p) => [Number(p), read.text(missing, p) === 'true' ? miss : entryOf(read, p)])),
    filling: functionOf(threads.map((t) => [t, Number(read.text(missOn, t))])),
    found: functionOf(
      threads.map((t) => [t, read.text(inMiss, t) === 'true' ? targetValue(read.text(found, t)) : miss]),
    ),
    at: read.function(at, callValue, asText),
    aim: read.function(aim, callValue, targetValue),
    age: read.function(generation, asText, asText),
    root: progress,
    worker: onProcessors((p) => workerThere(read, p)),
    mphase: read.function(phase, asNumber, asText),
    pphase: onEach((mediator, processor) => read.text(phaseOn, mediator, processor)),
    count: onEach((mediator, processor) => countOf(read, mediator, processor)),
    table: setOf(read.members(table, 'Call').map(callValue)),
    original: read.function(original, asNumber, asNumber),
    advanced: onProcessors((p) => passedAs[read.text(passedOf, read.text(current), p)]!),
    state: functionOf(objects.map((object) => [Number(object), effectsIn(read, object)])),
    freed: setOf([
      ...read.members(freedObject, 'Object').map((object) => targetValue(`object ${object}`)),
      ...read.members(freedMediator, 'Mediator').map((mediator) => targetValue(`mediator ${mediator}`)),
    ]),
    fate: read.text(fate),
    knows: setOf(read.members(knowsStill, 'Thread')),
    ended: onProcessors((p) => passedAs[read.text(passedAtEnd, p)]!),
    passed: onEach((mediator, processor) => passedAs[read.text(passedOf, mediator, processor)]!),
    workers: onEach((mediator, processor) => read.text(worker, mediator, processor)),
    requests: unused - (progress === 'requested' ? 1 : 0),
  };
}

/** Between swaps the specification has no workers. */
function workerThere(read: Reader, processor: string): TlaValue {
  return ['idle', 'requested'].includes(read.text(root)) ? 'none' : read.text(worker, read.text(current), processor);
}

function entryOf(read: Reader, processor: string): TlaValue {
  return targetValue(read.text(local, processor));
}

function countOf(read: Reader, mediator: string, processor: string): number {
  const isThere = (call: string) => read.text(madeOn, call) === processor;
  const counted = (call: string) => read.text(inFlight, mediator, call) === 'true';
  return read.elements('Call').filter((call) => isThere(call) && counted(call)).length;
}

/** Actions of the form that have another label in the specification. */
const otherLabels: Readonly<Record<string, (taken: Taken, before: Reader) => Label>> = {
  invokeInside: ({ args }) => label('invoke', callValue(args[0]!)),
  countIn: ({ args }) => label('counted', callValue(args[0]!), 1),
  countOut: ({ args }) => label('counted', callValue(args[0]!), -1),
  commit: (_taken, before) => label('swung', Number(before.text(successor))),
  restore: (_taken, before) => label('swung', Number(before.text(original, before.text(current)))),
};

const ofThreads = new Set(['missBegins', 'missEnds', 'missIsLate', 'threadBegins', 'threadEnds']);

/** What is two actions here, the last one's being another, is one there. */
const sameAs: Readonly<Record<string, string>> = { lastFlush: 'flush', lastCompleted: 'completed' };

/** What the others have for a parameter: their call, their thread, their processor, or none. */
const withoutParameters = new Set([
  'swapRequested',
  'swapStarted',
  'rootBlocks',
  'transferBegins',
  'swapAbandoned',
  'freedMediator',
  'swapIdle',
  'destroyed',
  'destructionBegins',
  'taken',
]);

/** spreadLabel is the label that a step has in the specification. */
function spreadLabel(instance: Instance, taken: Taken, before: State): Label {
  const { action, args } = taken;
  const other = otherLabels[action];
  if (other) return other(taken, new Reader(instance, before));
  if (withoutParameters.has(action)) return label(action);
  if (ofCalls.has(action)) return label(action, callValue(args[0]!));
  return label(sameAs[action] ?? action, ofThreads.has(action) ? args[0]! : Number(args.at(-1)));
}

/** spreadReading says states and steps of an instance in the specification's words. */
export function spreadReading(instance: Instance): Reading {
  return {
    values: (state) => spreadState(instance, state),
    label: (taken, before) => spreadLabel(instance, taken, before),
  };
}
