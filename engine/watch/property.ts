// Properties: what is checked. Each is a monitor over events, a predicate over states, or a liveness claim over both.
// A property is a positive claim, readable after "it is always true that"; its premise says what makes it say something.

import type { Cell } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import type { Event, Label } from '../program/event.js';
import { listGiven, recordGiven } from '../program/given.js';
import { deepFreeze, type Value } from '../program/value.js';
import type { Fact, Listening } from '../threads/facts.js';
import type { History } from './history.js';

export type ThreadStatus = 'dormant' | 'ready' | 'blocked' | 'finished' | 'failed' | 'crashed';

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
    if (typeof reason !== 'string' || reason === '') throw new QuiesceError('QSC521', 'violated() without a reason');
    this.reason = reason;
  }
}

/** violated is what a monitor returns instead of its next state, or a predicate instead of true. */
export function violated(reason: string): Violation {
  return new Violation(reason);
}

/** How a monitor hears facts: those that it listens for, and what becomes of its state. */
export interface FactHandler<S = Value> {
  readonly of: Listening;
  readonly on: (state: S, fact: Fact) => S | Violation;
}

/** A premise over events: a small automaton, and in which of its states the premise has been reached. */
export interface PremiseAutomaton {
  readonly init: Value;
  readonly on: (state: Value, event: Event) => Value;
  readonly facts?: FactHandler;
  readonly holds: (state: Value) => boolean;
}

/** What a property needs to say anything at all: a predicate over what it looks at, or an automaton over events. */
export type Premise<Seen> = ((seen: Seen) => boolean) | PremiseAutomaton;

interface Named {
  readonly name: string;
  /** One sentence for people; reports show it. */
  readonly statement: string;
}

/**
 * A deterministic automaton over events. Its states are plain data, interned; `on` must be pure and total, and is
 * called once per distinct (state, event). `atEnd` is asked at every normal end.
 *
 * A monitor that never hears what it is about says nothing. Unless it declares a premise, its premise is that an event
 * came that it handles: one whose name is in `handles`, or, where it names none, one that changed its state. A monitor
 * of a single state therefore has to name its events, or to declare a premise.
 */
export interface MonitorProperty<S = Value> extends Named {
  readonly kind: 'monitor';
  readonly init: S;
  readonly on: (state: S, event: Event) => S | Violation;
  /** What it hears besides what programs say: who uses whose memory, which threads begin and end. */
  readonly facts?: FactHandler<S>;
  /** Names of the events that it is about; `on` is not asked of any other. All events unless told. */
  readonly handles?: readonly string[];
  readonly atEnd?: (state: S) => boolean | Violation;
  /** As a predicate: over the monitor's states. */
  readonly premise?: Premise<S>;
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
  /** What only a path shows of a memory that leaves something open. */
  readonly along?: Along;
  /** As a predicate: over every reachable state. */
  readonly premise?: Premise<StateView>;
}

/**
 * What an invariant claims of paths. A memory hears events only; where it leaves open what is the case, each state on the way
 * may decide part of that, and what is decided stays so. Looked at where no state by itself violates the claim.
 */
export interface Along {
  /** Whether a memory leaves anything open; where none does, paths say no more than states. */
  readonly isOpen: (memory: Value) => boolean;
  /** What is left open after the events of a step (at first, of the start), in the state that it leads to. */
  readonly after: (memory: Value, events: readonly Event[], state: StateView) => Value | Violation;
}

/** isAboutPaths tells a property that claims something of paths too. */
export function isAboutPaths(property: Property): boolean {
  return property.kind === 'invariant' && property.along !== undefined;
}

/** A predicate over every normal end: all threads but daemons finished, each daemon blocked or looping. */
export interface AtEndProperty extends Named {
  readonly kind: 'atEnd';
  readonly holds: (state: StateView) => boolean | Violation;
  /** As a predicate: over every normal end. */
  readonly premise?: Premise<StateView>;
}

/** Built in: no deadlock, no stuck thread, no failed assertion and no uncaught exception. Checked unless switched off. */
export interface BuiltInProperty extends Named {
  readonly kind: 'noDeadlock' | 'noStuck' | 'noFailure';
  /** noDeadlock and noStuck: only these threads count; all that are not daemons unless told. */
  readonly threads?: readonly string[];
  readonly premise?: PremiseAutomaton;
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
  return recordGiven('QSC522', 'a property', property).kind === 'leadsTo';
}

type Naming = { readonly statement?: string };

function optionsGiven<O extends Naming>(options: O): O {
  return recordGiven('QSC522', 'the options of a property', options);
}

/** invariant claims that `holds` is true (and returns no Violation) in every reachable state. */
export function invariant(
  name: string,
  holds: InvariantProperty['holds'],
  options: Naming & Pick<InvariantProperty, 'premise' | 'memory' | 'along'> = {},
): InvariantProperty {
  const { statement = name } = optionsGiven(options);
  return Object.freeze({ kind: 'invariant', name, holds, ...options, statement });
}

/** atEnd claims that `holds` is true at every normal end. */
export function atEnd(
  name: string,
  holds: AtEndProperty['holds'],
  options: Naming & Pick<AtEndProperty, 'premise'> = {},
): AtEndProperty {
  const { statement = name } = optionsGiven(options);
  return Object.freeze({ kind: 'atEnd', name, holds, ...options, statement });
}

/**
 * monitor claims that the automaton { init, on } never returns a Violation, whatever happens. The compiler takes the type of
 * its states from `init`, literals widened; the states are plain data, or it is QSC503.
 */
export function monitor<S>(
  name: string,
  automaton: Pick<MonitorProperty<S>, 'init' | 'on' | 'facts' | 'handles' | 'atEnd' | 'premise' | 'history'>,
  options: Naming = {},
): MonitorProperty {
  recordGiven('QSC522', 'an automaton: { init, on }', automaton);
  const { statement = name } = optionsGiven(options);
  const made = { kind: 'monitor' as const, name, ...automaton, statement };
  deepFreeze(made.init);
  return Object.freeze(made) as unknown as MonitorProperty;
}

/** noDeadlock claims that in every reachable state a thread is enabled, or it is a normal end. */
export const noDeadlock: BuiltInProperty = Object.freeze({
  kind: 'noDeadlock',
  name: 'noDeadlock',
  statement: 'in every reachable state some thread can step, or all that are no daemons have finished',
});

/** noStuck claims that no thread but a daemon ever comes to where it can never step again, whoever else runs. */
export const noStuck: BuiltInProperty = Object.freeze({
  kind: 'noStuck',
  name: 'noStuck',
  statement: 'a thread that is no daemon and has not finished can step, now or later',
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
  const { statement = name } = optionsGiven(options);
  return Object.freeze({ kind: 'leadsTo', name, from, to, ...options, statement });
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
  const isName = (each: unknown) => typeof each === 'string';
  const names = Object.freeze([...listGiven('QSC522', 'a list of names of threads', threads, isName)]);
  return eventually('termination', (state) => names.every((name) => ended(state, name)), {
    statement: 'every thread finishes, in every weakly fair execution',
  });
}

function always(): boolean {
  return true;
}

function ended(state: StateView, thread: string): boolean {
  const status = state.status(thread);
  return status === 'finished' || status === 'failed' || status === 'crashed';
}
