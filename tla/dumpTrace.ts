// Reads what TLC writes with -dumpTrace json. Its JSON loses types: a set, a sequence and a tuple are all arrays, `{}` and
// `<<>>` are the same, and the keys of a function are TLA+ text. So it is decoded along the types of the variables, which
// are learnt from the values that they have in a state graph. TLC's own -loadTrace is no oracle: it passes what it cannot
// read. Builds before 2024 do not write this form; their traces are read from the messages of a run (tlc.ts).

import type { LabelledGraph } from '../conformance/tla/graph.js';
import type { Label } from '../conformance/tla/label.js';
import { functionOf, parseValue, setOf, type TlaValue } from '../conformance/tla/value.js';
import { QuiesceError } from '../engine/program/errors.js';
import { labelOf } from './labelled.js';
import type { LabelledTrace, TraceStep } from './labelledTrace.js';

type Type =
  | { readonly kind: 'scalar' }
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  | { readonly kind: 'set'; readonly item: Type }
  | { readonly kind: 'function'; readonly named: boolean; readonly value: Type };

const scalar: Type = Object.freeze({ kind: 'scalar' });

function typeOf(value: TlaValue): Type {
  if (typeof value !== 'object' || 'model' in value) return scalar;
  if ('tuple' in value) return { kind: 'tuple', items: value.tuple.map(typeOf) };
  if ('set' in value) return { kind: 'set', item: value.set.map(typeOf).reduce(joined, scalar) };
  const named = value.fn.every(([key]) => typeof key === 'string');
  return { kind: 'function', named, value: value.fn.map(([, each]) => typeOf(each)).reduce(joined, scalar) };
}

/** The one that says more: an empty set says nothing of its members. */
function joined(one: Type, other: Type): Type {
  if (one.kind === 'scalar') return other;
  if (one.kind === 'set' && other.kind === 'set') return { kind: 'set', item: joined(one.item, other.item) };
  if (one.kind === 'function' && other.kind === 'function') return { ...one, value: joined(one.value, other.value) };
  return one;
}

function decode(json: unknown, type: Type): TlaValue {
  if (type.kind === 'scalar') {
    if (['string', 'number', 'boolean'].includes(typeof json)) return json as TlaValue;
    if (Array.isArray(json)) return { tuple: json.map((each) => decode(each, scalar)) };
    throw unreadable(`${JSON.stringify(json)} where a plain value belongs`);
  }
  if (type.kind === 'function') return decodeFunction(json, type);
  if (!Array.isArray(json)) throw unreadable(`${JSON.stringify(json)} where a ${type.kind} belongs`);
  if (type.kind === 'set') return setOf(json.map((each) => decode(each, type.item)));
  if (json.length !== type.items.length)
    throw unreadable(`a tuple of ${json.length} where one of ${type.items.length} belongs`);
  return { tuple: json.map((each, index) => decode(each, type.items[index]!)) };
}

function decodeFunction(json: unknown, { named, value }: Extract<Type, { kind: 'function' }>): TlaValue {
  if (Array.isArray(json)) return functionOf(json.map((each, index) => [index + 1, decode(each, value)] as const));
  const entries = Object.entries(recordOf(json, 'a function'));
  return functionOf(entries.map(([key, each]) => [named ? key : parseValue(key), decode(each, value)] as const));
}

/** parseDump reads a counterexample. Throws QSC421 where it is cut short or of another form. */
export function parseDump(text: string, configuration: string, graph: LabelledGraph): LabelledTrace {
  const { counterexample } = recordOf(parsed(text), 'the document');
  const { state, action } = recordOf(counterexample, 'counterexample');
  const types = typesOf(graph);
  const states = listOf(state, 'state').map((entry) => listOf(entry, 'an entry of state')[1]);
  const actions = listOf(action, 'action').map((entry) => listOf(entry, 'an entry of action'));
  const steps = states.map((each, index) => stepOf(recordOf(each, 'a state'), types, actions[index - 1]?.[1]));
  const last = actions.at(-1);
  const to = last ? Number(listOf(last[2], 'the end of an action')[0]) : states.length;
  const closes = actions.length >= states.length && to <= states.length;
  return {
    configuration,
    verdict: closes ? 'liveness violated' : 'invariant violated',
    steps,
    ...(closes ? { loopStartsAt: to - 1 } : {}),
  };
}

function typesOf({ variables, states }: LabelledGraph): ReadonlyMap<string, Type> {
  const learnt = (index: number) => states.map((values) => typeOf(values[index]!)).reduce(joined);
  return new Map(variables.map((name, index) => [name, learnt(index)]));
}

function stepOf(
  state: Readonly<Record<string, unknown>>,
  types: ReadonlyMap<string, Type>,
  action: unknown,
): TraceStep {
  const values = [...types].map(([name, type]) => {
    if (state[name] === undefined) throw unreadable(`a state without ${name}`);
    return [name, decode(state[name], type)] as const;
  });
  const decoded = Object.fromEntries(values);
  const label = state.label === undefined ? labelOfAction(action) : labelOf(decode(state.label, scalar));
  return action === undefined || !label ? { state: decoded } : { label, state: decoded };
}

/** Parameters stand in the action's context, where TLC writes one; tuples are arrays there. */
function labelOfAction(action: unknown): Label | undefined {
  if (action === undefined) return undefined;
  const { name, context = {}, parameters = [] } = recordOf(action, 'an action');
  const given = recordOf(context, 'context');
  const values = listOf(parameters, 'parameters').map((each) => decode(given[String(each)], scalar));
  return { action: String(name), parameters: values };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new QuiesceError('QSC421', String(error), { cause: error });
  }
}

function recordOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw unreadable(`${what} is not a record`);
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw unreadable(`${what} is not a list`);
}

function unreadable(what: string): QuiesceError {
  return new QuiesceError('QSC421', what);
}
