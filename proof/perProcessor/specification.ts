// How a state and a step of the per-processor form read in the words of tla/ClusteredHotSwap.tla: all of its variables, and
// the labels of its committed graphs. What the specification counts is here the size of the set that is counted.

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
  passed,
  phase,
  processorOf,
  successor,
  table,
  threadOf,
} from '../hotSwap/vocabulary.js';
import type { Taken } from '../instance/graph.js';
import type { Instance, State } from '../instance/instance.js';
import { found, global, inMiss, local, missing, phaseOn, root, worker } from './vocabulary.js';

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
  return {
    global: targetValue(read.text(global)),
    local: functionOf(processors.map((p) => [Number(p), read.text(missing, p) === 'true' ? miss : entryOf(read, p)])),
    found: functionOf(
      threads.map((t) => [t, read.text(inMiss, t) === 'true' ? targetValue(read.text(found, t)) : miss]),
    ),
    at: read.function(at, callValue, asText),
    aim: read.function(aim, callValue, targetValue),
    age: read.function(generation, asText, asText),
    root: progress,
    worker: read.function(worker, asNumber, asText),
    mphase: read.function(phase, asNumber, asText),
    pphase: onEach((mediator, processor) => read.text(phaseOn, mediator, processor)),
    count: onEach((mediator, processor) => countOf(read, mediator, processor)),
    table: setOf(read.members(table, 'Call').map(callValue)),
    original: read.function(original, asNumber, asNumber),
    advanced: read.function(passed, asNumber, (text) => passedAs[text]!),
    state: functionOf(objects.map((object) => [Number(object), effectsIn(read, object)])),
    freed: setOf([
      ...read.members(freedObject, 'Object').map((object) => targetValue(`object ${object}`)),
      ...read.members(freedMediator, 'Mediator').map((mediator) => targetValue(`mediator ${mediator}`)),
    ]),
    requests: unused - (progress === 'requested' ? 1 : 0),
  };
}

function entryOf(read: Reader, processor: string): TlaValue {
  return targetValue(read.text(local, processor));
}

function countOf(read: Reader, mediator: string, processor: string): number {
  const isThere = (call: string) => read.text(processorOf, read.text(threadOf, call)) === processor;
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

const ofThreads = new Set(['missBegins', 'missEnds', 'missIsLate']);

/** What the others have for a parameter: their call, their thread, their processor, or none. */
const withoutParameters = new Set([
  'swapRequested',
  'swapStarted',
  'rootBlocks',
  'transferBegins',
  'swapAbandoned',
  'freedMediator',
  'swapIdle',
]);

/** spreadLabel is the label that a step has in the specification. */
function spreadLabel(instance: Instance, taken: Taken, before: State): Label {
  const { action, args } = taken;
  const other = otherLabels[action];
  if (other) return other(taken, new Reader(instance, before));
  if (withoutParameters.has(action)) return label(action);
  if (ofCalls.has(action)) return label(action, callValue(args[0]!));
  return label(action, ofThreads.has(action) ? args[0]! : Number(args[0]));
}

/** spreadReading says states and steps of an instance in the specification's words. */
export function spreadReading(instance: Instance): Reading {
  return {
    values: (state) => spreadState(instance, state),
    label: (taken, before) => spreadLabel(instance, taken, before),
  };
}
