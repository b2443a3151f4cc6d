// From the events of a system, or of a recorded run, to a specification, as data: the first rule that fits an event says
// what becomes of it.
//   step         the specification makes a step
//   observation  nothing changes there, but what the event says must be true
//   stutter      it concerns the specification, which is too coarse to see it move anything
//   hidden       it is not about what the specification is about
// Every use of a rule is counted and reported: a rule that hides a divergence shows by what it is used for.

import { ofGiven } from '../engine/program/given.js';
import { type Event, QuiesceError, type Value } from '../engine/program/index.js';
import type { Step } from './automaton.js';
import { answersTo } from './descriptor.js';

/** What a rule is about: an event by name, and whose it must be. */
export interface When<Name extends string = string> {
  /** '*' is any event, `mouse.*` any that begins so. */
  readonly event: Name | '*' | `${string}.*`;
  /** Data that it must have. */
  readonly data?: { readonly [datum: string]: Value };
  /** Data that it must have too, with any value but this one. */
  readonly otherThan?: { readonly [datum: string]: Value };
  /** The threads that may have said it; and those that may not. */
  readonly by?: readonly string[];
  readonly notBy?: readonly string[];
}

/** Whether what an event says is true of a state of the specification. Pure. */
export type Check<S> = (state: S, event: Event) => boolean;

/** The step that an event is. */
interface StepRule<S> {
  readonly kind: 'step';
  /** Pure. */
  readonly step: (event: Event) => Step;
  /** What must be true besides in the state after it. */
  readonly check?: Check<S>;
  /** Where no state allows the step, the event is an observation that this is true. */
  readonly otherwise?: Check<S>;
  /**
   * The event is said later than the step that it is about: the specification may have made the step before, and owes
   * the event until it comes. The step is one of the `late` ones of the specification.
   */
  readonly late?: true;
}

interface ObservationRule<S> {
  readonly kind: 'observation';
  readonly holds: Check<S>;
  /** Where the observation is that a step is allowed: which. A refusal is then explained as one of the step. */
  readonly enables?: Step;
}

export type Rule<S = unknown, Name extends string = string> = {
  readonly name: string;
  readonly when: When<Name>;
  /** In words: what it is to the specification, or why it is nothing. */
  readonly why?: string;
  /**
   * Whoever says it has said by then all that it owed: a state that owes something does not fit; or, where others may owe
   * something still, a state that owes this step.
   */
  readonly settled?: true | ((event: Event) => Step);
} & (StepRule<S> | ObservationRule<S> | { readonly kind: 'stutter' | 'hidden' });

/** What the engine says of a program that throws; of a recorded run it is an event like any other. */
export const failureRule = {
  name: 'failed',
  when: { event: 'failed' },
  kind: 'hidden',
  why: 'noFailure is about it',
} as const;

/** ruleFor finds the rule of an event. Throws QSC402 where there is none. */
export function ruleFor<S>(rules: readonly Rule<S>[], event: Event): Rule<S> {
  return ofGiven('QSC407', 'rules, and an event', () => {
    const rule = rules.find(({ when }) => fits(when, event));
    if (rule) return rule;
    throw new QuiesceError('QSC402', `${event.name} ${JSON.stringify(event.data)}, said by ${event.thread}`);
  });
}

function fits({ event, data = {}, otherThan = {}, by, notBy }: When, said: Event): boolean {
  if (!answersTo(said.name, event)) return false;
  if (by?.includes(said.thread) === false || notBy?.includes(said.thread) === true) return false;
  const others = Object.entries(otherThan);
  if (others.some(([datum, value]) => said.data[datum] === undefined || said.data[datum] === value)) return false;
  return Object.entries(data).every(([datum, value]) => said.data[datum] === value);
}
