// A specification automaton: the one contract that every specification is brought to, whatever it is written in: initial
// states, and where a step leads from a state. Steps have names and parameters; several states may follow one step.
// States are known by numbers, which an automaton gives as it likes and which never reach a report; for memory and for
// people it says what stands for a number. Adapters: xstate/ for machines, tla/ for state graphs.

import { recordGiven, textGiven } from '../engine/program/given.js';
import { canonical, type Value } from '../engine/program/index.js';

/** Parameters of a step: by name, or by position. */
export type Parameters = { readonly [name: string]: Value } | readonly Value[];

/** A step of a specification. Two steps are the same when their texts are. */
export interface Step {
  readonly name: string;
  readonly parameters: Parameters;
  /** As people read it: `counted.in {"thread":"c1"}`, `enter(<<"c1", 0>>)`. */
  readonly text: string;
}

/** step makes a step whose parameters have names. */
export function step(name: string, parameters: { readonly [name: string]: Value } = {}): Step {
  textGiven('QSC407', 'the name of a step', name);
  recordGiven('QSC407', 'the parameters of a step', parameters);
  const text = Object.keys(parameters).length === 0 ? name : `${name} ${canonical(parameters)}`;
  return Object.freeze({ name, parameters, text });
}

/** Where a step leads, and the places in the specification's text that make it: arrows of a chart, an action. */
export interface Target {
  readonly state: number;
  readonly arrows: readonly string[];
}

/** The conditions that were asked for an answer, by name: which of them were true, and which were false. */
export interface Conditions {
  readonly true: readonly string[];
  readonly false: readonly string[];
}

export interface Answer {
  /** None: the step is not allowed in that state. */
  readonly targets: readonly Target[];
  readonly conditions: Conditions;
}

/** One part of a state in words, for reports. */
export type Field = readonly [name: string, value: string];

/** S is what a state shows of itself to abstractions and to what rules ask. */
export interface SpecificationAutomaton<S = unknown> {
  readonly name: string;
  /** What reports call it: `machine`, `specification`. */
  readonly kind: string;
  readonly initial: readonly number[];
  /** Every place in its text that makes steps, and every named condition: what coverage counts. */
  readonly arrows: readonly string[];
  readonly conditions: readonly string[];
  /** Every step that there is, where they are known in advance. */
  readonly alphabet?: readonly Step[];
  /**
   * The step that it knows a step by, whose parameters may be given otherwise; itself unless told. `isOrdered`, which is true
   * unless told: they are in the order that the step has them in.
   */
  ownStep?(asked: Step, isOrdered?: boolean): Step;
  next(state: number, step: Step): Answer;
  /** The steps that are allowed in a state, where they are known in advance: in a finite graph. */
  steps?(state: number): readonly Step[];
  show(state: number): S;
  /** Plain data that stands for a state, and the state that it stands for: of another automaton of the same text too. */
  valueOf(state: number): Value;
  stateOf(value: Value): number;
  /** The state that shows itself so, if it has been seen. */
  find(shown: S): number | undefined;
  /** A state in a word or two: `swapping.forward`, `state 12`. */
  nameOf(state: number): string;
  /** A state in full, on one line. */
  textOf(state: number): string;
  /** The parts of what a state shows, by name; two states are the same when all their parts are. */
  fields(shown: S): readonly Field[];
  /** Where in the specification's text it is decided: `file:line`, of what keeps a step from happening, or of a state. */
  placesOf(state: number, refused?: { readonly step: Step; readonly conditions: Conditions }): readonly string[];
  /** The conditions that keep a step from happening in a state, where they are worked out only when somebody asks why. */
  whyNot?(state: number, step: Step): readonly { readonly text: string; readonly place?: string }[];
  /** What of it is not compared, in a sentence; left out where all is. */
  readonly remark?: string;
  /** What it cost to ask, where asking costs: calls and milliseconds. */
  readonly cost?: { readonly calls: number; readonly elapsedMs: number };
}

/** allows tells whether a step is allowed in a state. */
export function allows(automaton: SpecificationAutomaton, state: number, asked: Step): boolean {
  return automaton.next(state, asked).targets.length > 0;
}

/** allowed lists the steps that are allowed in a state; where they are not known in advance, those of an alphabet. */
export function allowed<S>(
  automaton: SpecificationAutomaton<S>,
  state: number,
  alphabet: Iterable<Step>,
): readonly Step[] {
  return automaton.steps?.(state) ?? [...alphabet].filter((each) => allows(automaton, state, each));
}
