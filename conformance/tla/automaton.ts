// A state graph of a TLA+ specification as a specification automaton. States have the numbers of the graph, by which they
// are called in reports too; several states may follow one action.

import { listGiven, recordGiven } from '../../engine/program/given.js';
import { QuiesceError, type Value } from '../../engine/program/index.js';
import type { Answer, Field, SpecificationAutomaton, Step } from '../automaton.js';
import type { LabelledGraph } from './graph.js';
import { actionStep, writeLabel } from './label.js';
import { TlaState } from './state.js';
import { writeValue } from './value.js';

const refused: Answer = Object.freeze({ targets: [], conditions: { true: [], false: [] } });

interface Allowed {
  readonly step: Step;
  readonly answer: Answer;
}

export class GraphAutomaton implements SpecificationAutomaton<TlaState> {
  readonly name: string;
  readonly kind = 'specification';
  readonly graph: LabelledGraph;
  readonly initial: readonly number[];
  readonly arrows: readonly string[];
  readonly conditions = Object.freeze([]);
  /** Every action that occurs, with its parameters. */
  readonly alphabet: readonly Step[];
  /** By state and text of a step. */
  readonly #allowed: readonly ReadonlyMap<string, Allowed>[];
  readonly #variables: ReadonlyMap<string, number>;
  readonly #shown: (TlaState | undefined)[] = [];

  constructor(name: string, graph: LabelledGraph) {
    const { states, edges, variables } = recordGiven('QSC421', 'a state graph', graph);
    for (const each of [states, edges, variables]) listGiven('QSC421', 'a state graph of lists', each);
    this.name = name;
    this.graph = graph;
    this.initial = graph.initial;
    this.#variables = new Map(graph.variables.map((variable, index) => [variable, index]));
    const steps = new Map<string, Step>();
    const targets = graph.states.map(() => new Map<string, { step: Step; to: number[] }>());
    for (const { from, label, to } of graph.edges) {
      const text = writeLabel(label);
      const step = steps.get(text) ?? actionStep(label.action, ...label.parameters);
      steps.set(text, step);
      const known = targets[from]!.get(text) ?? { step, to: [] };
      known.to.push(to);
      targets[from]!.set(text, known);
    }
    this.alphabet = [...steps.values()];
    this.arrows = [...new Set(this.alphabet.map((step) => step.name))].sort();
    this.#allowed = targets.map(
      (byText) => new Map([...byText].map(([text, { step, to }]) => [text, { step, answer: answerOf(step, to) }])),
    );
  }

  next(state: number, step: Step): Answer {
    return this.#allowed[state]!.get(step.text)?.answer ?? refused;
  }

  steps(state: number): readonly Step[] {
    return [...this.#allowed[state]!.values()].map(({ step }) => step);
  }

  show(state: number): TlaState {
    this.#shown[state] ??= new TlaState(
      (name) => this.graph.states[state]![this.#variables.get(name) ?? -1],
      (action) => this.#allowed[state]!.has(action),
    );
    return this.#shown[state];
  }

  valueOf(state: number): Value {
    return state;
  }

  stateOf(value: Value): number {
    const state = Number(value);
    if (state < this.graph.states.length) return state;
    throw new QuiesceError('QSC901', `state ${state} of a graph of ${this.graph.states.length}`);
  }

  find(shown: TlaState): number | undefined {
    const found = this.#shown.indexOf(shown);
    return found < 0 ? undefined : found;
  }

  nameOf(state: number): string {
    return `state ${state}`;
  }

  textOf(state: number): string {
    return this.nameOf(state);
  }

  fields(shown: TlaState): readonly Field[] {
    return this.graph.variables.map((name): Field => [name, writeValue(shown.value(name))]);
  }

  placesOf(_state: number, _refused?: { readonly step: Step }): readonly string[] {
    return [];
  }
}

function answerOf({ name }: Step, states: readonly number[]): Answer {
  const targets = states.map((state) => Object.freeze({ state, arrows: Object.freeze([name]) }));
  return Object.freeze({ targets: Object.freeze(targets), conditions: refused.conditions });
}
