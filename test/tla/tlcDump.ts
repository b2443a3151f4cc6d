// What TLC writes with -dumpTrace json, made from a trace of ours: its form, and what it loses.

import { type TlaValue, writeValue } from '../../conformance/tla/value.js';
import type { LabelledTrace } from '../../tla/labelledTrace.js';

/** As TLC writes values: sets, sequences and tuples are arrays, keys are text. */
function lossy(value: TlaValue): unknown {
  if (typeof value !== 'object') return value;
  if ('tuple' in value) return value.tuple.map(lossy);
  if ('set' in value) return value.set.map(lossy);
  if ('model' in value) return value.model;
  const keyOf = (key: TlaValue) => (typeof key === 'string' ? key : writeValue(key));
  return Object.fromEntries(value.fn.map(([key, each]) => [keyOf(key), lossy(each)]));
}

/** A trace as TLC writes it with -dumpTrace json; older builds leave the parameters of actions out. */
export function dumped({ steps }: LabelledTrace, { bare = false } = {}): string {
  const states = steps.map(({ state }) =>
    Object.fromEntries(Object.entries(state).map(([name, each]) => [name, lossy(each)])),
  );
  const state = states.map((each, index) => [index + 1, each]);
  const action = steps.slice(1).map(({ label }, index) => {
    const parameters = label!.parameters.map((_, position) => `p${position}`);
    const context = Object.fromEntries(label!.parameters.map((each, position) => [`p${position}`, lossy(each)]));
    const given = bare ? {} : { parameters, context };
    return [state[index], { name: label!.action, ...given }, state[index + 1]];
  });

  return JSON.stringify({ counterexample: { state, action }, vars: Object.keys(steps[0]!.state) });
}
