// A specification as users declare it: an xstate machine or a plain object, with what each event is to it and, where it is
// to be compared, how a state of the system is read. Whatever is left out is inferred: an event that has the name of a
// step is that step, with the event's own data; what is not read is not compared.

import type { AnyStateMachine, StateValue } from 'xstate';
import { type Event, QuiesceError, type Value } from '../engine/program/index.js';
import type { StateView, Violation } from '../engine/watch/property.js';
import { type SpecificationAutomaton, type Step, step } from './automaton.js';
import { PlainAutomaton, type PlainSpecification } from './plain/automaton.js';
import type { Rule } from './rules.js';
import type { Specification } from './specification.js';
import { MachineAutomaton, type MachineState } from './xstate/automaton.js';
import { rootOf } from './xstate/chart.js';
import { MachineText } from './xstate/sources.js';

/** What an event is to a specification. S is its state, N the names of its steps. */
export type EventReading<S, N extends string = string> =
  /** The step of that name, with the event's data. */
  | N
  /** The step of that name with some data, `thread` being who said it; or with what a pure function makes of the event. */
  | { readonly step: N; readonly with?: readonly string[] | ((event: Event) => { readonly [name: string]: Value }) }
  /** Nothing changes, and this must be true of the specification's state. Pure. */
  | { readonly observes: (state: S, event: Event) => boolean; readonly why?: string }
  /** It is not about what is specified, or too fine to be seen there: why. */
  | { readonly hidden: string };

export interface DeclarationOptions<S, A, N extends string> {
  /** The name of the property; `conformsTo` and the name of the specification, unless told. */
  readonly name?: string;
  readonly events?: { readonly [event: string]: EventReading<S, N> };
  /** Which parts of the specification's state can be read off a state of the system; a Violation where it is like none. */
  readonly abstraction?: (state: StateView) => A | Violation;
  /** Whether a step may be asked in a state, when the specification's own graph is walked for coverage. */
  readonly bounds?: (state: S, step: Step) => boolean;
}

/** A machine, by what its states and events are: V the values of its states, C its context, N the names of its events. */
export type MachineOf<V, C, N> = AnyStateMachine & {
  getInitialSnapshot(...given: never[]): { readonly value: V; readonly context: C };
  readonly events: readonly N[];
};

/** A state of a machine, and some of one. A value of several levels is written `as const`. */
interface Whole<V, C> {
  readonly value: V;
  readonly context: C;
}
interface Part<V, C> {
  readonly value?: V;
  readonly context?: Partial<C>;
}

export interface MachineDeclaration<V, C, N extends string> extends DeclarationOptions<Whole<V, C>, Part<V, C>, N> {
  /** What the machine starts with. */
  readonly input?: Value;
  /** The file that the machine is written in, so that a divergence can point at it. */
  readonly file?: string;
}

/** The names of an object's actions are those of its steps. */
type PlainDeclaration<P> =
  P extends PlainSpecification<infer S> ? DeclarationOptions<S, Partial<S>, keyof P['actions'] & string> : never;

/**
 * specification makes one of an xstate 5 machine, or of an object `{ init, actions }`. Throws QSC401 for a machine that
 * keeps what is not plain data, and QSC407 for a step that it does not have.
 *
 * @example
 * specification({ init: 0, actions: { tick: (count) => count + 1 } }).automaton.arrows // => ['tick']
 */
export function specification<V extends StateValue, C, N extends string>(
  machine: MachineOf<V, C, N>,
  options?: MachineDeclaration<NoInfer<V>, NoInfer<C>, NoInfer<N>>,
): Specification<MachineState>;
export function specification<S, P extends PlainSpecification<S>>(
  plain: P & PlainSpecification<S>,
  options?: PlainDeclaration<P>,
): Specification<S>;
export function specification(source: object, options: object = {}): object {
  return isMachine(source) ? ofMachine(source, options as AnyDeclaration) : ofPlain(source, options as AnyDeclaration);
}

type AnyDeclaration = DeclarationOptions<never, unknown, string> & { readonly input?: Value; readonly file?: string };

/** The machine may be made by another copy of xstate than ours. */
function isMachine(source: object): source is AnyStateMachine {
  const { root, transition } = source as Partial<AnyStateMachine>;
  return root !== undefined && typeof transition === 'function' && 'implementations' in source;
}

function ofPlain(source: object, options: AnyDeclaration): Specification<never> {
  return declared(new PlainAutomaton<never>(asPlain(source)), undefined, options);
}

function ofMachine(source: AnyStateMachine, { input, file, ...options }: AnyDeclaration): Specification<MachineState> {
  const text = file === undefined ? undefined : MachineText.of([file]);
  const automaton = new MachineAutomaton(source, { ...(input === undefined ? {} : { input }), text });
  return declared<MachineState>(
    automaton,
    eventsOf(source),
    options as DeclarationOptions<MachineState, unknown, string>,
  );
}

/** Everything that a machine listens to, and that is no event of xstate's own. */
function eventsOf(machine: AnyStateMachine): readonly string[] {
  const own = rootOf(machine) as unknown as { readonly machine: { readonly events: readonly string[] } };
  return own.machine.events.filter((name) => !name.startsWith('xstate.') && name !== '*');
}

function asPlain(source: object): PlainSpecification<never> {
  const { init, actions } = source as Partial<PlainSpecification<never>>;
  const isPlain = init !== undefined && typeof actions === 'object' && actions !== null;
  const wrong = isPlain ? Object.entries(actions).find(([, action]) => typeof action !== 'function') : undefined;
  if (isPlain && !wrong) return source as PlainSpecification<never>;
  const seen = wrong
    ? `the action ${wrong[0]} is no function`
    : `it has ${Object.keys(source).join(', ') || 'nothing'}`;
  throw new QuiesceError('QSC407', `neither an xstate 5 machine nor { init, actions }: ${seen}`);
}

function declared<S>(
  automaton: SpecificationAutomaton<S>,
  steps: readonly string[] = automaton.arrows,
  { name = `conformsTo.${automaton.name}`, events = {}, abstraction, bounds }: DeclarationOptions<S, unknown, string>,
): Specification<S> {
  refuseUnknownSteps(automaton.name, steps, events);
  const inferred = steps.filter((each) => !Object.hasOwn(events, each));
  return {
    name,
    statement: `every step is one that ${automaton.name} allows`,
    automaton,
    abstraction: abstraction
      ? { kind: 'partial', of: abstraction as (view: StateView) => Partial<S> | Violation }
      : { kind: 'claims', claims: [] },
    rules: [
      ...Object.entries(events).map(([event, reading]) => ruleOf(event, reading)),
      ...inferred.map((each) => ruleOf<S>(each, each)),
      { name: 'failed', when: { event: 'failed' }, kind: 'hidden', why: 'noFailure is about it' },
    ],
    ...(bounds ? { bounds: () => bounds } : {}),
  };
}

function ruleOf<S>(event: string, reading: EventReading<S>): Rule<S> {
  const named = { name: event, when: { event } };
  if (typeof reading === 'string') return { ...named, kind: 'step', step: ({ data }) => step(reading, data) };
  if ('step' in reading) {
    const { step: name, with: parameters } = reading;
    const of = typeof parameters === 'function' ? parameters : (said: Event) => chosen(said, parameters);
    return { ...named, kind: 'step', step: (said) => step(name, of(said)) };
  }
  if ('hidden' in reading) return { ...named, kind: 'hidden', why: reading.hidden };
  const { observes: holds, why } = reading;
  return { ...named, kind: 'observation', holds, ...(why === undefined ? {} : { why }) };
}

function chosen({ data, thread }: Event, names?: readonly string[]): { readonly [name: string]: Value } {
  if (!names) return data;
  return Object.fromEntries(names.map((name) => [name, name === 'thread' ? thread : data[name]]));
}

function refuseUnknownSteps(
  name: string,
  steps: readonly string[],
  events: { readonly [event: string]: EventReading<never> },
): void {
  for (const [event, reading] of Object.entries(events)) {
    const wanted = typeof reading === 'string' ? reading : 'step' in reading ? reading.step : undefined;
    if (wanted === undefined || steps.includes(wanted)) continue;
    throw new QuiesceError('QSC407', `the event ${event} is to be ${wanted}, and ${name} has ${steps.join(', ')}`);
  }
}
