// How a state and a step of a group's swap read in the words of tla/GroupSwap.tla: all of its variables, and the labels of
// its committed graphs. An object A1 is version 1 of member A, whose mediators are numbered.

import type { Label } from '../../conformance/tla/label.js';
import { functionOf, setOf, type TlaValue } from '../../conformance/tla/value.js';
import { asText, callValue, label, passedAs, Reader, type Reading } from '../hotSwap/specification.js';
import {
  aim,
  at,
  effects,
  freedMediator,
  freedObject,
  generation,
  inFlight,
  original,
  phase,
  table,
} from '../hotSwap/vocabulary.js';
import type { Taken } from '../instance/graph.js';
import type { Instance } from '../instance/instance.js';
import { currentOf, group, passedFor, pointerOf, stage, successorOf } from './vocabulary.js';

/** groupReading says states and steps of an instance in the specification's words. Every member is swapped once. */
export function groupReading(instance: Instance): Reading {
  return {
    values: (state) => groupState(new Reader(instance, state)),
    label: (taken, before) => groupLabel(new Reader(instance, before), taken),
  };
}

/** `object A1` is <<"object", "A", 1>>, `mediator A` is <<"mediator", "A", 0>>. */
function targetValue(text: string): TlaValue {
  const [kind, of] = text.split(' ') as [string, string];
  return { tuple: [kind, of.slice(0, 1), kind === 'mediator' ? 0 : versionOf(of)] };
}

function versionOf(object: string): number {
  return Number(object.slice(1));
}

function groupState(read: Reader): Readonly<Record<string, TlaValue>> {
  const [members, objects, processors] = [
    read.elements('Component'),
    read.elements('Object'),
    read.elements('Processor'),
  ];
  const each = (value: (member: string) => TlaValue) => functionOf(members.map((k) => [k, value(k)]));
  /** With one swap, a member has one mediator, which has its name. */
  const onlyOne = (value: (member: string) => TlaValue) => each((k) => functionOf([[0, value(k)]]));
  const versions = (k: string) => objects.filter((object) => object.startsWith(k));
  return {
    pointer: each((k) => targetValue(read.text(pointerOf, k))),
    at: read.function(at, callValue, asText),
    aim: read.function(aim, callValue, targetValue),
    age: read.function(generation, asText, asText),
    mphase: onlyOne((k) => read.text(phase, k)),
    count: onlyOne((k) => callsOf(read, (call) => read.text(inFlight, k, call)).length),
    table: setOf(read.members(table, 'Call').map(callValue)),
    original: onlyOne((k) => versionOf(read.text(original, k))),
    group: read.text(group),
    stage: each((k) => read.text(stage, k)),
    advanced: functionOf(processors.map((p) => [Number(p), each((k) => passedAs[read.text(passedFor, p, k)]!)])),
    state: each((k) =>
      functionOf(
        versions(k).map((object) => [
          versionOf(object),
          setOf(callsOf(read, (call) => read.text(effects, object, call)).map(callValue)),
        ]),
      ),
    ),
    freed: setOf([
      ...read.members(freedObject, 'Object').map((object) => targetValue(`object ${object}`)),
      ...read.members(freedMediator, 'Mediator').map((mediator) => targetValue(`mediator ${mediator}`)),
    ]),
  };
}

function callsOf(read: Reader, holds: (call: string) => string): readonly string[] {
  return read.elements('Call').filter((call) => holds(call) === 'true');
}

const ofCalls = new Set(['invoke', 'invokeInside', 'suspended', 'resumed', 'redispatch', 'enter', 'leave', 'return']);
const ofGroup = new Set(['swapRequested', 'swapAbandoned', 'swapIdle']);

function groupLabel(before: Reader, { action, args }: Taken): Label {
  const [first] = args as [string];
  if (ofCalls.has(action)) return label(action === 'invokeInside' ? 'invoke' : action, callValue(first));
  if (action === 'countIn') return label('counted', callValue(first), 1);
  if (action === 'countOut') return label('counted', callValue(first), -1);
  if (action === 'generation') return label(action, Number(first));
  if (action === 'commit') return label('swung', first, versionOf(before.text(successorOf, first)));
  if (action === 'restore')
    return label('swung', first, versionOf(before.text(original, before.text(currentOf, first))));
  return ofGroup.has(action) ? label(action) : label(action, first);
}
