// What a component means, without any concurrency: its sequential specification, as plain data and one pure function.
// A component family has one, however its members keep their state; linearizability (P2) is judged against it.
// A nested call is an operation of its own: the specification of the outer method leaves the inner call's effect out.

import type { Value } from '../engine/program/value.js';

/** What one call may do to the state, and what it gives back: a result, or the exception it throws. */
export type Effect<S extends Value = Value> =
  | { readonly state: S; readonly result: Value }
  | { readonly state: S; readonly threw: Value };

/**
 * A sequential specification: every call is one step from a state to an outcome. States are plain data and equal when
 * their canonical encodings are. `apply` must be pure; it returns several outcomes where the component may choose.
 */
export interface SequentialSpecification<S extends Value = Value> {
  readonly initial: S;
  apply(state: S, method: string, args: Value): Effect<S> | readonly Effect<S>[];
  /**
   * anyTime (unless told): an exception may end any call, whose effect then may or may not have happened.
   * asApplied: a call throws exactly what `apply` says.
   */
  readonly exceptions?: 'anyTime' | 'asApplied';
}
