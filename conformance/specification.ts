// A specification as something to be held to: an automaton, and how a system is read as one of its executions. It is data
// and pure functions; everything that is found out about it is found out elsewhere.

import type { Event } from '../engine/program/index.js';
import type { Abstraction } from './abstraction.js';
import type { SpecificationAutomaton, Step } from './automaton.js';
import type { Fair } from './fairness.js';
import type { Rule } from './rules.js';

/** Whether a step may be asked of a state, so that the specification's own graph stays within what a system ever does. */
export type Bounds<S> = (state: S, step: Step) => boolean;

/** An event of a machine that nobody sends, and how it comes: a timer is untimed, whatever its delay. */
export interface EnvironmentUse {
  readonly event: string;
  readonly kind: 'timer' | 'actor';
  /** The state that has it. */
  readonly place: string;
  readonly comes: 'as an event says' | 'at any time' | 'never';
}

export interface Specification<S = unknown> {
  /** The name of the property that a system conforms to it; it stands in schedules. */
  readonly name: string;
  /** In a sentence. */
  readonly statement: string;
  readonly automaton: SpecificationAutomaton<S>;
  readonly abstraction: Abstraction<S>;
  readonly rules: readonly Rule<S>[];
  /** Steps that no event says: they may be made at any time. */
  readonly hidden?: readonly Step[];
  /** What comes from elsewhere; left out where nothing does. */
  readonly environment?: readonly EnvironmentUse[];
  /** Steps that are weakly fair: they are not allowed for ever without being taken. */
  readonly fairness?: readonly Fair[];
  /** Steps whose event comes later than they do: see the rules that are late. */
  readonly late?: readonly Step[];
  /** From all events that a system ever says, what its specification may be asked. Everything, unless told. */
  readonly bounds?: (said: readonly Event[]) => Bounds<S>;
}

/** A specification, whatever its states are. */
export interface AnySpecification {
  readonly name: string;
  readonly statement: string;
  readonly automaton: { readonly name: string; readonly kind: string };
  readonly rules: readonly object[];
}
