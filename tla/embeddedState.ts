// Questions about single states and steps, put to the engine that needs no Java: the value of a predicate, the initial
// states, what comes next, which invariants hold. States go in as its own JSON, and come out as TLA+ text.

import { parseValue, type TlaValue } from '../conformance/tla/value.js';
import { QuiesceError } from '../engine/program/errors.js';
import type { Configuration } from './configuration.js';
import { withDistinctNames } from './distinctNames.js';
import { checker } from './embeddedEngine.js';
import type { Module } from './module.js';

/** A state: the value of each variable. */
export type StateValues = Readonly<Record<string, TlaValue>>;

interface Shown {
  readonly display: Readonly<Record<string, string>>;
}

interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly states?: readonly Shown[];
  readonly transitions?: readonly { readonly state: Shown }[];
  readonly invariants?: readonly { readonly name: string; readonly holds: boolean }[];
}

/** initialStates lists them. Throws QSC413. */
export async function initialStates(module: Module, configuration: Configuration): Promise<readonly StateValues[]> {
  const engine = await checker();
  const { states = [] } = answered(
    engine.explore_init(withDistinctNames(module), configuration.text, '{}'),
    configuration,
  );
  return states.map(valuesOf);
}

/** successors lists the states after a state. Throws QSC413. */
export async function successors(
  module: Module,
  configuration: Configuration,
  state: StateValues,
): Promise<readonly StateValues[]> {
  const engine = await checker();
  const answer = engine.explore_next(withDistinctNames(module), configuration.text, '{}', jsonOf(state));
  return (answered(answer, configuration).transitions ?? []).map((each) => valuesOf(each.state));
}

/** falseInvariants lists the invariants of a configuration that a state violates. Throws QSC413. */
export async function falseInvariants(
  module: Module,
  configuration: Configuration,
  state: StateValues,
): Promise<readonly string[]> {
  const engine = await checker();
  const answer = engine.explore_invariants(withDistinctNames(module), configuration.text, '{}', jsonOf(state));
  const { invariants = [] } = answered(answer, configuration);
  return invariants.filter(({ holds }) => !holds).map(({ name }) => name);
}

function answered(text: string, { name }: Configuration): Answer {
  const answer = JSON.parse(text) as Answer;
  if (answer.ok) return answer;
  throw new QuiesceError('QSC413', `${name}: ${String(answer.error).slice(0, 200)}`);
}

function valuesOf({ display }: Shown): StateValues {
  return Object.fromEntries(Object.entries(display).map(([name, text]) => [name, parseValue(text)]));
}

function jsonOf(state: StateValues): string {
  return JSON.stringify(Object.fromEntries(Object.entries(state).map(([name, value]) => [name, toEngine(value)])));
}

/** evaluate gives the value of a state predicate; undefined where the engine finds none. */
export async function evaluate(
  module: Module,
  configuration: Configuration,
  state: StateValues,
  expression: string,
): Promise<boolean | undefined> {
  return (await evaluator(module, configuration))(state, expression);
}

/** evaluator is evaluate, at once. */
export async function evaluator(
  module: Module,
  configuration: Configuration,
): Promise<(state: StateValues, expression: string) => boolean | undefined> {
  const engine = await checker();
  const code = withDistinctNames(module);
  return (state, expression) => {
    const answer = JSON.parse(engine.explore_eval(code, configuration.text, '{}', jsonOf(state), expression));
    return typeof answer.json === 'boolean' ? answer.json : undefined;
  };
}

/** A value in the engine's own JSON. */
function toEngine(value: TlaValue): unknown {
  if (typeof value !== 'object') return value;
  if ('tuple' in value) return { __tuple: value.tuple.map(toEngine) };
  if ('set' in value) return value.set.map(toEngine);
  if ('model' in value) return { __model: value.model };
  const isRecord = value.fn.length > 0 && value.fn.every(([key]) => typeof key === 'string');
  if (isRecord) return Object.fromEntries(value.fn.map(([key, each]) => [String(key), toEngine(each)]));
  return { __fn: value.fn.map(([key, each]) => [toEngine(key), toEngine(each)]) };
}
