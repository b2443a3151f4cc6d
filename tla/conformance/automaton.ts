// A committed state graph as an automaton: from a state, by an action with its parameters, to the next states.
// A variable of a state is asked for by name, and a function of the specification applied.

import { QuiesceError } from '../../engine/program/errors.js';
import { type Label, type LabelledGraph, writeLabel } from '../labelled.js';
import { applied, type TlaValue, writeValue } from '../value.js';

/** What can be asked of one state of the specification. */
export interface SpecState {
  /** The value of a variable, or of a function at a key. Throws QSC419 where there is none. */
  value(variable: string, key?: TlaValue): TlaValue;
}

/** specState reads a state whose variables are found by name. */
export function specState(variableNamed: (name: string) => TlaValue | undefined): SpecState {
  return {
    value(variable, key) {
      const whole = variableNamed(variable);
      const found = key === undefined ? whole : applied(whole, key);
      if (found !== undefined) return found;
      const asked = key === undefined ? '' : writeValue(key);
      throw new QuiesceError('QSC419', `the specification has no ${variable} ${asked}`);
    },
  };
}

/** keysOf lists the keys of a function, in order. */
export function keysOf(value: TlaValue): readonly TlaValue[] {
  if (typeof value !== 'object') return [];
  if ('fn' in value) return value.fn.map(([key]) => key);
  return 'tuple' in value ? value.tuple.map((_, index) => index + 1) : [];
}

export class SpecAutomaton {
  readonly graph: LabelledGraph;
  readonly #next: readonly ReadonlyMap<string, readonly number[]>[];
  readonly #variables: ReadonlyMap<string, number>;

  constructor(graph: LabelledGraph) {
    this.graph = graph;
    this.#variables = new Map(graph.variables.map((name, index) => [name, index]));
    const next = graph.states.map(() => new Map<string, number[]>());
    for (const { from, label, to } of graph.edges) {
      const text = writeLabel(label);
      next[from]!.set(text, [...(next[from]!.get(text) ?? []), to]);
    }
    this.#next = next;
  }

  /** Where an action leads from a state; empty where it is not enabled. */
  after(state: number, action: string): readonly number[] {
    return this.#next[state]!.get(action) ?? [];
  }

  /** The actions that are enabled in a state, as text. */
  enabled(state: number): readonly string[] {
    return [...this.#next[state]!.keys()];
  }

  /** One state, to be asked for its variables. */
  at(state: number): SpecState {
    return specState((name) => this.graph.states[state]![this.#variables.get(name) ?? -1]);
  }

  /** The value of a variable, or of a function at a key. */
  value(state: number, variable: string, key?: TlaValue): TlaValue {
    return this.at(state).value(variable, key);
  }

  /** Members of a variable that is a set. */
  members(state: number, variable: string): readonly TlaValue[] {
    const value = this.value(state, variable);
    return typeof value === 'object' && 'set' in value ? value.set : [];
  }

  /** The keys of a variable that is a function. */
  domain(variable: string): readonly TlaValue[] {
    return keysOf(this.value(0, variable));
  }

  /** A state as TLA+ text, a line per variable. */
  lines(state: number): readonly string[] {
    return this.graph.variables.map((name) => `/\\ ${name} = ${writeValue(this.value(state, name))}`);
  }
}

/** callOf is the specification's name of a call: `c1.0` is <<"c1", 0>>, `c1.0/1` is <<"c1", 1>>. */
export function callOf(call: string): TlaValue {
  const match = /^(.+)\.(\d+)(?:\/(\d+))?$/.exec(call);
  if (match?.[2] !== '0')
    throw new QuiesceError('QSC402', `the call ${call}: the specification has one call per thread`);
  return { tuple: [match[1]!, Number(match[3] ?? 0)] };
}

export function mediatorAt(number: number): TlaValue {
  return { tuple: ['mediator', number] };
}

export function objectAt(number: number): TlaValue {
  return { tuple: ['object', number] };
}

export function isSame(one: TlaValue | undefined, other: TlaValue): boolean {
  return one !== undefined && writeValue(one) === writeValue(other);
}

export function labelText(action: string, ...parameters: readonly TlaValue[]): string {
  const label: Label = { action, parameters };
  return writeLabel(label);
}
