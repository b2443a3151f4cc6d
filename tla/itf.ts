// Counterexamples in the Informal Trace Format (Apalache, ADR 015): `#meta`, `vars`, `states`, and `loop` of a lasso.
// The format has no place for actions, so ours stand in each state's `#meta`: action, parameters, thread, event.

import { type Label, parseLabel, writeLabel } from '../conformance/tla/label.js';
import { functionOf, setOf, type TlaValue, writeValue } from '../conformance/tla/value.js';
import { QuiesceError } from '../engine/program/errors.js';
import type { LabelledTrace, TraceStep } from './labelledTrace.js';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** writeItf gives the document, with a line break at its end. */
export function writeItf(trace: LabelledTrace): string {
  const { configuration, mutant, verdict, violated, steps, loopStartsAt } = trace;
  const description = violated === undefined ? verdict : `${verdict}: ${violated}`;
  const document = {
    '#meta': {
      ...{ format: 'ITF', source: configuration, status: 'violation', description },
      ...(mutant === undefined ? {} : { mutant }),
    },
    vars: Object.keys(steps[0]?.state ?? {}),
    states: steps.map(stateOf),
    ...(loopStartsAt === undefined ? {} : { loop: loopStartsAt }),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function stateOf({ label, state }: TraceStep, index: number): Json {
  const values = Object.entries(state).map(([name, value]) => [name, toItf(value)] as const);
  return { '#meta': metaOf(label, index), ...Object.fromEntries(values) };
}

/** The event of the implementation has the name of the action; the thread is that of the call; of ours else the swapper. */
function metaOf(label: Label | undefined, index: number): Json {
  if (!label) return { index };
  const [call] = label.parameters;
  const thread = typeof call === 'object' && 'tuple' in call ? writeValue(call.tuple[0]!) : '"swapper"';
  const event = label.action;
  return {
    index,
    action: writeLabel(label),
    event,
    thread: JSON.parse(thread),
    parameters: label.parameters.map(toItf),
  };
}

function toItf(value: TlaValue): Json {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : { '#bigint': String(value) };
  if (typeof value !== 'object') return value;
  if ('tuple' in value) return { '#tup': value.tuple.map(toItf) };
  if ('set' in value) return { '#set': value.set.map(toItf) };
  if ('model' in value) return value.model;
  return { '#map': value.fn.map(([key, each]) => [toItf(key), toItf(each)]) };
}

/** parseItf reads a document that has our `#meta`. Throws QSC421. */
export function parseItf(text: string): LabelledTrace {
  const document = record(parsed(text), 'the document');
  const vars = list(document.vars, 'vars').map(String);
  const meta = record(document['#meta'] ?? {}, '#meta');
  const states = list(document.states, 'states');
  if (states.length === 0) throw unreadable('a trace without states');
  const [verdict = '', violated] = String(meta.description ?? 'invariant violated').split(': ');
  return {
    configuration: String(meta.source ?? ''),
    ...(typeof meta.mutant === 'string' ? { mutant: meta.mutant } : {}),
    verdict: verdict as LabelledTrace['verdict'],
    ...(violated === undefined ? {} : { violated }),
    steps: states.map((state) => stepFrom(record(state, 'a state'), vars)),
    ...loopIn(document.loop, states.length),
  };
}

/** A loop begins at a state of the trace. */
function loopIn(loop: unknown, states: number): Pick<LabelledTrace, 'loopStartsAt'> {
  if (loop === undefined) return {};
  if (typeof loop === 'number' && Number.isInteger(loop) && loop >= 0 && loop < states) return { loopStartsAt: loop };
  throw unreadable(`a loop from state ${JSON.stringify(loop)} on, in a trace of ${states}`);
}

function stepFrom(state: Readonly<Record<string, unknown>>, vars: readonly string[]): TraceStep {
  const missing = vars.find((name) => state[name] === undefined);
  if (missing !== undefined) throw unreadable(`a state without ${missing}`);
  const values = Object.fromEntries(vars.map((name) => [name, fromItf(state[name])]));
  const { action } = record(state['#meta'] ?? {}, '#meta');
  return typeof action === 'string' ? { label: parseLabel(action), state: values } : { state: values };
}

function fromItf(json: unknown): TlaValue {
  if (typeof json === 'number' || typeof json === 'boolean' || typeof json === 'string') return json;
  if (Array.isArray(json)) return { tuple: json.map(fromItf) };
  const tagged = record(json, 'a value');
  if (tagged['#bigint'] !== undefined) return Number(tagged['#bigint']);
  if (tagged['#tup'] !== undefined) return { tuple: list(tagged['#tup'], '#tup').map(fromItf) };
  if (tagged['#set'] !== undefined) return setOf(list(tagged['#set'], '#set').map(fromItf));
  if (tagged['#map'] !== undefined) return functionOf(list(tagged['#map'], '#map').map(pairFrom));
  return functionOf(Object.entries(tagged).map(([key, value]) => [key, fromItf(value)] as const));
}

function pairFrom(pair: unknown): readonly [TlaValue, TlaValue] {
  const [key, value] = list(pair, 'a pair');
  return [fromItf(key), fromItf(value)];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new QuiesceError('QSC421', String(error), { cause: error });
  }
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw unreadable(`${what} is not a record`);
}

function list(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw unreadable(`${what} is not a list`);
}

function unreadable(what: string): QuiesceError {
  return new QuiesceError('QSC421', what);
}
