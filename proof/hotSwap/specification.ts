// How a state and a step of the form read in the words of tla/HotSwap.tla: all of its variables, and the labels of its
// committed graphs. What the specification counts is here the size of the set that is counted.

import type { Label } from '../../conformance/tla/label.js';
import { functionOf, setOf, type TlaValue } from '../../conformance/tla/value.js';
import { QuiesceError } from '../../engine/program/errors.js';
import type { AnyCallable } from '../form/action.js';
import { Evaluator } from '../instance/evaluate.js';
import { edgesFrom, initialState, type Taken } from '../instance/graph.js';
import { type Instance, pointsOf, type State, valueText } from '../instance/instance.js';
import {
  aim,
  at,
  current,
  effects,
  freedMediator,
  freedObject,
  generation,
  inFlight,
  original,
  passed,
  phase,
  pointer,
  successor,
  swapper,
  table,
} from './vocabulary.js';

/** A state of an instance, asked for its values. */
export class Reader {
  readonly instance: Instance;
  readonly state: State;

  constructor(instance: Instance, state: State) {
    this.instance = instance;
    this.state = state;
  }

  elements(sort: string): readonly string[] {
    return this.instance.elements[sort]!;
  }

  text({ symbol }: AnyCallable, ...point: readonly string[]): string {
    return valueText(this.instance, this.state, symbol, point);
  }

  /** A symbol of one parameter as a function. */
  function(callable: AnyCallable, key: (text: string) => TlaValue, value: (text: string) => TlaValue): TlaValue {
    const points = pointsOf(this.instance, callable.symbol);
    return functionOf(points.map(([point]) => [key(point!), value(this.text(callable, point!))]));
  }

  /** The elements of a sort of which a relation of one parameter holds. */
  members(callable: AnyCallable, sort: string): readonly string[] {
    return this.elements(sort).filter((element) => this.text(callable, element) === 'true');
  }
}

export const asText = (text: string): TlaValue => text;
export const asNumber = (text: string): TlaValue => Number(text);
export const passedAs: Readonly<Record<string, number>> = { none: 0, one: 1, two: 2 };

/** The specification's name of a call: `c1.0` is <<"c1", 0>>. */
export function callValue(call: string): TlaValue {
  const [thread, depth] = call.split('.');
  return { tuple: [thread!, Number(depth)] };
}

/** Where a pointer leads: `mediator 0` is <<"mediator", 0>>. */
export function targetValue(text: string): TlaValue {
  const [kind, number] = text.split(' ');
  return { tuple: [kind!, Number(number)] };
}

/** specificationState gives the specification's variables in a state. */
export function specificationState(instance: Instance, state: State): Readonly<Record<string, TlaValue>> {
  const read = new Reader(instance, state);
  const phases = read.elements('Mediator').map((mediator) => read.text(phase, mediator));
  const progress = read.text(swapper);
  const unused = phases.filter((each) => each === 'unused').length;
  const completed = phases.filter((each) => each === 'completed').length;
  return {
    pointer: targetValue(read.text(pointer)),
    at: read.function(at, callValue, asText),
    aim: read.function(aim, callValue, targetValue),
    age: read.function(generation, asText, asText),
    mphase: read.function(phase, asNumber, asText),
    count: functionOf(read.elements('Mediator').map((mediator) => [Number(mediator), countOf(read, mediator)])),
    table: setOf(read.members(table, 'Call').map(callValue)),
    original: read.function(original, asNumber, asNumber),
    swapper: progress,
    advanced: read.function(passed, asNumber, (text) => passedAs[text]!),
    state: functionOf(read.elements('Object').map((object) => [Number(object), effectsIn(read, object)])),
    freed: setOf([
      ...read.members(freedObject, 'Object').map((object) => targetValue(`object ${object}`)),
      ...read.members(freedMediator, 'Mediator').map((mediator) => targetValue(`mediator ${mediator}`)),
    ]),
    requests: unused - (progress === 'requested' ? 1 : 0),
    ended: completed - (progress === 'completed' ? 1 : 0),
  };
}

function countOf(read: Reader, mediator: string): number {
  return read.elements('Call').filter((call) => read.text(inFlight, mediator, call) === 'true').length;
}

/** The calls whose effects an object holds. */
export function effectsIn(read: Reader, object: string): TlaValue {
  return setOf(
    read
      .elements('Call')
      .filter((call) => read.text(effects, object, call) === 'true')
      .map(callValue),
  );
}

/** Actions of the form that have another label in the specification. */
const otherLabels: Readonly<Record<string, (taken: Taken, before: Reader, after: Reader) => Label>> = {
  invokeInside: ({ args }) => label('invoke', callValue(args[0]!)),
  countIn: ({ args }) => label('counted', callValue(args[0]!), 1),
  countOut: ({ args }) => label('counted', callValue(args[0]!), -1),
  generation: ({ args }) => label('generation', Number(args[0])),
  block: () => label('phase', 'block'),
  completed: () => label('phase', 'completed'),
  swapStarted: () => label('swapStarted'),
  commit: (_taken, before) => label('swung', Number(before.text(successor))),
  restore: (_taken, before) => label('swung', Number(before.text(original, before.text(current)))),
  freedObject: (_taken, before, after) => label('freedObject', newlyFreed(before, after)),
  freedSuccessor: (_taken, before, after) => label('freedObject', newlyFreed(before, after)),
};

function newlyFreed(before: Reader, after: Reader): number {
  const was = before.members(freedObject, 'Object');
  return Number(after.members(freedObject, 'Object').find((object) => !was.includes(object)));
}

export function label(action: string, ...parameters: readonly TlaValue[]): Label {
  return { action, parameters };
}

/** Actions of which only the call, their first argument, is a parameter in the specification. */
export const ofCalls = new Set(['invoke', 'suspended', 'resumed', 'redispatch', 'enter', 'leave', 'return']);

/** specificationLabel is the label that a step has in the specification. */
export function specificationLabel(instance: Instance, taken: Taken, before: State, after: State): Label {
  const other = otherLabels[taken.action];
  if (other) return other(taken, new Reader(instance, before), new Reader(instance, after));
  return ofCalls.has(taken.action) ? label(taken.action, callValue(taken.args[0]!)) : label(taken.action);
}

/** Actions of mutants for which the specification has no word, and no event says them. */
const unnamed = new Set(['admit', 'sleep']);

/** What led to a state, in the specification's words, and the state. */
export interface SpecificationStep {
  readonly label?: Label;
  readonly state: Readonly<Record<string, TlaValue>>;
}

/** How states and steps of an instance are said in a specification's words. */
export interface Reading {
  readonly values: (state: State) => Readonly<Record<string, TlaValue>>;
  readonly label: (taken: Taken, before: State, after: State) => Label;
}

/** readingOf is the reading of an instance of the protocol. */
export function readingOf(instance: Instance): Reading {
  return {
    values: (state) => specificationState(instance, state),
    label: (taken, before, after) => specificationLabel(instance, taken, before, after),
  };
}

/** specificationTrace takes a schedule of an instance again, and says it in the specification's words. */
export function specificationTrace(
  instance: Instance,
  schedule: readonly Taken[],
  { values, label }: Reading,
): readonly SpecificationStep[] {
  const evaluator = new Evaluator(instance);
  let state = initialState(evaluator);
  const steps: SpecificationStep[] = [{ state: values(state) }];
  for (const taken of schedule) {
    const next = takenFrom(evaluator, state, taken);
    const said = saidBy({ values, label })(taken, state, next);
    steps.push({ ...(said ? { label: said } : {}), state: values(next) });
    state = next;
  }
  return steps;
}

/** saidBy says a step, unless the specification has no word for it. */
export function saidBy({ label }: Reading): (taken: Taken, before: State, after: State) => Label | undefined {
  return (taken, before, after) => (unnamed.has(taken.action) ? undefined : label(taken, before, after));
}

function takenFrom(evaluator: Evaluator, state: State, { action, args }: Taken): State {
  const found = edgesFrom(evaluator, state).find(
    ({ taken }) => taken.action === action && taken.args.join(' ') === args.join(' '),
  );
  if (!found)
    throw new QuiesceError('QSC901', `${evaluator.instance.name}: ${action} ${args.join(' ')} is no step here`);
  return found.state;
}
