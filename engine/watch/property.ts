// Properties: what is checked. Each is a monitor over events, a predicate over states, or a liveness claim over both.
// A property is a positive claim, readable after "it is always true that"; its witness says that its premise was reached.

import type { Cell } from '../program/cell.js';
import type { Event, Label } from '../program/event.js';
import { deepFreeze, type Value } from '../program/value.js';
import type { Fact, Listening } from '../threads/facts.js';
import type { History } from './history.js';

export type ThreadStatus = 'dormant' | 'ready' | 'blocked' | 'finished' | 'failed';

/** What a predicate may see of a state: cells, and per thread its status and label. Reads are tracked. */
export interface StateView {
  read<T>(cell: Cell<T>): T;
  status(thread: string): ThreadStatus;
  /** The label of the thread's position, or undefined before the first. */
  label(thread: string): Label | undefined;
  /** The names of all threads, in slot order. */
  readonly threads: readonly string[];
}

/** Why a property is violated; made by `violated`. */
export class Violation {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** violated is what a monitor returns instead of its next state, or a predicate instead of true. */
export function violated(reason: string): Violation {
  return new Violation(reason);
}

/** How a monitor hears facts: those that it listens for, and what becomes of its state. */
export interface FactHandler<S extends Value = Value> {
  readonly of: Listening;
  readonly on: (state: S, fact: Fact) => S | Violation;
}

/** A small monitor that tells whether a property's premise was reached. */
export interface Premise {
  readonly init: Value;
  readonly on: (state: Value, event: Event) => Value;
  readonly reached: (state: Value) => boolean;
}

interface Named {
  readonly name: string;
  /** One sentence for people; reports show it. */
  readonly statement: string;
  /** For any safety property: its witness over events. Monitors and predicates may use `witness` instead. */
  readonly premise?: Premise;
}

/**
 * A deterministic automaton over events. Its states are plain data, interned; `on` must be pure and total, and is
 * called once per distinct (state, event). `atEnd` is asked at every normal end.
 */
export interface MonitorProperty<S extends Value = Value> extends Named {
  readonly kind: 'monitor';
  readonly init: S;
  readonly on: (state: S, event: Event) => S | Violation;
  /** What it hears besides what programs say: who uses whose memory, which threads begin and end. */
  readonly facts?: FactHandler<S>;
  readonly atEnd?: (state: S) => true | Violation;
  /** True of a monitor state in which the property's premise has been reached. */
  readonly witness?: (state: S) => boolean;
  /** For a path that violates it: what clients saw, where that is the reason. Asked once, for reports. */
  readonly history?: (events: readonly Event[]) => History | undefined;
}

/** A small finite automaton over events that a predicate looks at beside the state. */
export interface Memory {
  readonly init: Value;
  readonly on: (state: Value, event: Event) => Value;
}

/**
 * A predicate over every reachable state; asked again only when a cell or thread it has ever read has changed. With a
 * `memory` it relates states to events: a specification that runs beside, compared with an abstraction of the state. A
 * memory whose `on` returns a Violation refutes the property too.
 */
export interface InvariantProperty extends Named {
  readonly kind: 'invariant';
  readonly memory?: {
    readonly init: Value;
    readonly on: (state: Value, event: Event) => Value | Violation;
    readonly facts?: FactHandler;
  };
  readonly holds: (state: StateView, memory: Value) => boolean | Violation;
  readonly witness?: (state: StateView) => boolean;
}

/** A predicate over every normal end: all threads but daemons finished, each daemon blocked or looping. */
export interface AtEndProperty extends Named {
  readonly kind: 'atEnd';
  readonly holds: (state: StateView) => boolean | Violation;
  readonly witness?: (state: StateView) => boolean;
}

/** Built in: no deadlock and no stuck thread ('noDeadlock'), no failed assertion and no uncaught exception ('noFailure'). */
export interface BuiltInProperty extends Named {
  readonly kind: 'noDeadlock' | 'noFailure';
  /** noDeadlock: only these threads count; all that are not daemons unless told. */
  readonly threads?: readonly string[];
}

/**
 * A liveness claim under weak fairness: whenever `from` holds, `to` follows. Both are predicates over the state and
 * the property's own finite monitor (`memory`, which sees events). `eventually` is the case of `onlyAtStart`.
 */
export interface LeadsToProperty extends Named {
  readonly kind: 'leadsTo';
  readonly memory?: Memory;
  readonly from: (state: StateView, memory: Value) => boolean;
  /** True: `from` counts in the initial state only. */
  readonly onlyAtStart?: boolean;
  readonly to: (state: StateView, memory: Value) => boolean;
}

export type SafetyProperty = MonitorProperty | InvariantProperty | AtEndProperty | BuiltInProperty;
export type LivenessProperty = LeadsToProperty;
export type Property = SafetyProperty | LivenessProperty;

export function isLiveness(property: Property): property is LivenessProperty {
  return property.kind === 'leadsTo';
}

type Naming = { readonly statement?: string };

/** invariant claims that `holds` is true (and returns no Violation) in every reachable state. */
export function invariant(
  name: string,
  holds: InvariantProperty['holds'],
  options: Naming & Pick<InvariantProperty, 'witness' | 'memory'> = {},
): InvariantProperty {
  return Object.freeze({ kind: 'invariant', name, holds, ...options, statement: options.statement ?? name });
}

/** atEnd claims that `holds` is true at every normal end. */
export function atEnd(
  name: string,
  holds: AtEndProperty['holds'],
  options: Naming & Pick<AtEndProperty, 'witness'> = {},
): AtEndProperty {
  return Object.freeze({ kind: 'atEnd', name, holds, ...options, statement: options.statement ?? name });
}

/** monitor claims that the automaton { init, on } never returns a Violation, whatever happens. */
export function monitor<S extends Value>(
  name: string,
  automaton: Pick<MonitorProperty<S>, 'init' | 'on' | 'facts' | 'atEnd' | 'witness' | 'history'>,
  options: Naming = {},
): MonitorProperty {
  const made = { kind: 'monitor' as const, name, ...automaton, statement: options.statement ?? name };
  deepFreeze(made.init);
  return Object.freeze(made) as unknown as MonitorProperty;
}

/** noDeadlock claims that every reachable state can move on or is a normal end, and that no thread is stuck for ever. */
export const noDeadlock: BuiltInProperty = Object.freeze({
  kind: 'noDeadlock',
  name: 'noDeadlock',
  statement: 'no reachable state is a deadlock, and no thread that is not a daemon is stuck for ever',
});

/** noFailure claims that no program fails an assertion and no exception leaves a thread. */
export const noFailure: BuiltInProperty = Object.freeze({
  kind: 'noFailure',
  name: 'noFailure',
  statement: 'no assertion fails and no exception leaves a thread',
});

/** leadsTo claims that whenever `from` holds, `to` holds then or later, in every weakly fair execution. */
export function leadsTo(
  name: string,
  from: LeadsToProperty['from'],
  to: LeadsToProperty['to'],
  options: Naming & Pick<LeadsToProperty, 'memory'> = {},
): LeadsToProperty {
  return Object.freeze({ kind: 'leadsTo', name, from, to, ...options, statement: options.statement ?? name });
}

/** eventually claims that `to` holds at some time in every weakly fair execution. */
export function eventually(
  name: string,
  to: LeadsToProperty['to'],
  options: Naming & Pick<LeadsToProperty, 'memory'> = {},
): LeadsToProperty {
  return Object.freeze({ ...leadsTo(name, always, to, options), onlyAtStart: true });
}

/** termination claims that every thread that is not a daemon finishes, in every weakly fair execution. */
export function termination(threads: readonly string[]): LeadsToProperty {
  const names = Object.freeze([...threads]);
  return eventually('termination', (state) => names.every((name) => ended(state, name)), {
    statement: 'every thread finishes, in every weakly fair execution',
  });
}

function always(): boolean {
  return true;
}

function ended(state: StateView, thread: string): boolean {
  const status = state.status(thread);
  return status === 'finished' || status === 'failed';
}
