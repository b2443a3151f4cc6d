// A specification as users declare it: an xstate machine or a plain object, with what each event is to it and, where it is
// to be compared, how a state of the system is read. Whatever is left out is inferred: an event that has the name of a
// step is that step, with the event's own data; what is not read is not compared.

import type { AnyStateMachine, StateValue } from 'xstate';
import { canonical, type Event, isRecord, QuiesceError, type Value } from '../engine/program/index.js';
import type { StateView, Violation } from '../engine/watch/property.js';
import { type SpecificationAutomaton, type Step, step } from './automaton.js';
import { answersTo, isForMany } from './descriptor.js';
import type { Fair } from './fairness.js';
import { PlainAutomaton, type PlainSpecification } from './plain/automaton.js';
import { failureRule, type Rule } from './rules.js';
import type { EnvironmentUse, Specification } from './specification.js';
import { OwnGraphAutomaton, type PlainTlaState, type TlaModule } from './tla/ownAutomaton.js';
import type { TlaState } from './tla/state.js';
import { refuseOddReading, refuseUnknownFields } from './wellDeclared.js';
import { MachineAutomaton, type MachineState } from './xstate/automaton.js';
import { descriptorsOf } from './xstate/chart.js';
import { type EnvironmentEvent, environmentOf, refuseUnknownInvocations } from './xstate/environment.js';
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

/** A step that no event says: by name, all that are known of that name; or with which data. */
export type Unsaid<N extends string = string> = N | { readonly step: N; readonly with: readonly Data[] };

export interface DeclarationOptions<S, A, N extends string> {
  /** The name of the property; `conformsTo` and the name of the specification, unless told. */
  readonly name?: string;
  readonly events?: { readonly [event: string]: EventReading<S, N> };
  /** Which parts of the specification's state can be read off a state of the system; a Violation where it is like none. */
  readonly abstraction?: (state: StateView) => A | Violation;
  /** Steps that the specification takes by itself, at any time, and that the system says nothing of. None unless told. */
  readonly hidden?: readonly Unsaid<N>[];
  /** Steps that are weakly fair, by name or with their parameters. None unless told. */
  readonly fairness?: readonly Fair<N>[];
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

/** Data of an event. */
type Data = { readonly [name: string]: Value };

/** An event may be said to be one of xstate's own: a timer, the end of an actor. */
export interface MachineDeclaration<V, C, N extends string>
  extends DeclarationOptions<Whole<V, C>, Part<V, C>, N | `xstate.${string}`> {
  /** What the machine starts with. */
  readonly input?: Value;
  /**
   * What comes to the machine at any time without being said by the system: by the event's name, each data that it may
   * come with; none where it never comes. Timers come at any time unless an event is said to be them.
   */
  readonly environment?: { readonly [event: string]: readonly Data[] };
  /** The file that the machine is written in, so that a divergence can point at it. */
  readonly file?: string;
}

/** The names of an object's actions are those of its steps. */
type PlainDeclaration<P> =
  P extends PlainSpecification<infer S> ? DeclarationOptions<S, Partial<S>, keyof P['actions'] & string> : never;

/**
 * specification makes one of an xstate 5 machine, of an object `{ init, actions }`, or of a TLA+ module (`tlaModule`). Throws QSC401 for a machine that
 * keeps what is not plain data, and QSC407 for a step that it does not have.
 *
 * @example
 * specification({ init: 0, actions: { tick: (count) => count + 1 } }).automaton.arrows // => ['tick']
 */
export function specification<V extends StateValue, C, N extends string>(
  machine: MachineOf<V, C, N>,
  options?: MachineDeclaration<NoInfer<V>, NoInfer<C>, NoInfer<N>>,
): Specification<MachineState>;
export function specification(
  module: TlaModule,
  options?: DeclarationOptions<TlaState, PlainTlaState, string>,
): Specification<TlaState>;
export function specification<S, P extends PlainSpecification<S>>(
  plain: P & PlainSpecification<S>,
  options?: PlainDeclaration<P>,
): Specification<S>;
export function specification(source: object, options: object = {}): object {
  if (typeof source !== 'object' || source === null)
    throw new QuiesceError('QSC407', `neither an xstate 5 machine nor { init, actions }: ${String(source)}`);
  const isOfMachine = !isTla(source) && isMachine(source);
  refuseUnknownFields('the options', options, isOfMachine ? [...optionFields, ...machineFields] : optionFields);
  if (isTla(source)) return declared(new OwnGraphAutomaton(source), undefined, options as AnyTlaDeclaration);
  return isOfMachine ? ofMachine(source, options as AnyDeclaration) : ofPlain(source, options as AnyDeclaration);
}

const optionFields = ['name', 'events', 'abstraction', 'hidden', 'fairness', 'bounds'];
const machineFields = ['input', 'environment', 'file'];

type AnyDeclaration = DeclarationOptions<never, unknown, string> &
  Pick<MachineDeclaration<StateValue, unknown, string>, 'input' | 'file' | 'environment'>;

type AnyTlaDeclaration = DeclarationOptions<TlaState, unknown, string>;

function isTla(source: object): source is TlaModule {
  return (source as Partial<TlaModule>).kind === 'tla' && 'graph' in source;
}

/** The machine may be made by another copy of xstate than ours. */
function isMachine(source: object): source is AnyStateMachine {
  const { root, transition } = source as Partial<AnyStateMachine>;
  return root !== undefined && typeof transition === 'function' && 'implementations' in source;
}

function ofPlain(source: object, options: AnyDeclaration): Specification<never> {
  return declared(new PlainAutomaton<never>(asPlain(source)), undefined, options);
}

function ofMachine(source: AnyStateMachine, declaration: AnyDeclaration): Specification<MachineState> {
  const { input, file, environment = {}, ...options } = declaration;
  for (const [event, reading] of Object.entries(options.events ?? {})) refuseOddReading(event, reading);
  const text = file === undefined ? undefined : MachineText.of([file]);
  const said = Object.values(options.events ?? {}).flatMap((reading) => stepNamed(reading) ?? []);
  const known = new Set([...said, ...Object.keys(environment)]);
  refuseUnknownInvocations(source, known);
  const automaton = new MachineAutomaton(source, { ...(input === undefined ? {} : { input }), text, declared: known });
  const outside = environmentOf(automaton.machine).map((each) => ({
    ...each,
    comes: comingOf(each, said, environment),
  }));
  const steps = [...eventsOf(source), ...outside.map(({ event }) => event), ...said.filter(isActorEvent)];
  const atAnyTime = outside.filter(({ comes, event }) => comes === 'at any time' && !Object.hasOwn(environment, event));
  const hidden = [
    ...atAnyTime.map(({ event }) => step(event)),
    ...Object.entries(environment).flatMap(([event, data]) => data.map((each) => step(event, each))),
  ];
  const made = declared<MachineState>(
    automaton,
    steps,
    options as DeclarationOptions<MachineState, unknown, string>,
    eventsOf(source),
  );
  return {
    ...made,
    ...hiddenOnes([...(made.hidden ?? []), ...hidden]),
    ...(outside.length > 0 ? { environment: outside } : {}),
  };
}

/** How an event comes that nobody sends. */
function comingOf({ event }: EnvironmentEvent, said: readonly string[], environment: object): EnvironmentUse['comes'] {
  if (said.includes(event)) return 'as an event says';
  const data = (environment as { readonly [event: string]: readonly Data[] | undefined })[event];
  return data?.length === 0 ? 'never' : 'at any time';
}

function isActorEvent(name: string): boolean {
  return /^xstate\.(done\.actor|error\.actor|snapshot)\./.test(name);
}

function stepNamed(reading: EventReading<never>): string | undefined {
  return typeof reading === 'string' ? reading : 'step' in reading ? reading.step : undefined;
}

/**
 * Everything that a machine listens to, and that is no event of xstate's own; what it takes and does nothing with, too. What
 * stands for several events comes after those that have a name, and the longer before the shorter.
 */
function eventsOf(machine: AnyStateMachine): readonly string[] {
  const descriptors = descriptorsOf(machine).filter((name) => !name.startsWith('xstate.'));
  const forMany = descriptors.filter(isForMany).sort((one, other) => other.length - one.length);
  return [...descriptors.filter((name) => !isForMany(name)), ...forMany];
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
  declaration: DeclarationOptions<S, unknown, string>,
  sayable: readonly string[] = steps,
): Specification<S> {
  const { name = `conformsTo.${automaton.name}`, events = {}, abstraction, hidden, bounds, fairness } = declaration;
  refuseUnknownSteps(automaton.name, steps, events);
  refuseUnknownHidden(automaton.name, steps, hidden);
  refuseUnknownFairness(automaton.name, steps, fairness);
  const own = (asked: Step, isOrdered: boolean) => automaton.ownStep?.(asked, isOrdered) ?? asked;
  const inferred = sayable.filter((each) => !Object.hasOwn(events, each));
  return {
    name,
    statement: `every step is one that ${automaton.name} allows`,
    automaton,
    abstraction: abstraction
      ? { kind: 'partial', of: abstraction as (view: StateView) => Partial<S> | Violation }
      : { kind: 'claims', claims: [] },
    rules: [
      ...Object.entries(events).map(([event, reading]) => ruleOf(event, reading, own)),
      ...inferred
        .filter((each) => !isForMany(each))
        .map((each) => ({ ...ruleOf<S>(each, each, own), why: inferredWhy })),
      failureRule,
      ...inferred.filter(isForMany).map((each): Rule<S> => ruleOfMany(each)),
    ],
    ...hiddenOnes((hidden ?? []).flatMap((each) => unsaidSteps(automaton, each))),
    ...(bounds ? { bounds: () => bounds } : {}),
    ...(fairness ? { fairness } : {}),
  };
}

function hiddenOnes(hidden: readonly Step[]): { readonly hidden?: readonly Step[] } {
  return hidden.length > 0 ? { hidden } : {};
}

function unsaidSteps<S>(automaton: SpecificationAutomaton<S>, unsaid: Unsaid): readonly Step[] {
  if (typeof unsaid !== 'string')
    return unsaid.with.map((data) => step(unsaid.step, data)).map((each) => automaton.ownStep?.(each) ?? each);
  return automaton.alphabet?.filter((each) => each.name === unsaid) ?? [step(unsaid)];
}

/** Why an event is a step that nobody said it is. */
const inferredWhy = 'it has the name of the step';

function ruleOf<S>(event: string, reading: EventReading<S>, own: (asked: Step, isOrdered: boolean) => Step): Rule<S> {
  const named = { name: event, when: { event } };
  if (typeof reading === 'string')
    return { ...named, kind: 'step', step: ({ data }) => own(step(reading, data), false) };
  if ('step' in reading) {
    const { step: name, with: parameters } = reading;
    const of =
      typeof parameters === 'function'
        ? (said: Event) => dataFrom(event, parameters(said))
        : (said: Event) => chosen(said, parameters);
    return { ...named, kind: 'step', step: (said) => own(step(name, of(said)), parameters !== undefined) };
  }
  if ('hidden' in reading) return { ...named, kind: 'hidden', why: reading.hidden };
  const { observes: holds, why } = reading;
  return { ...named, kind: 'observation', holds, ...(why === undefined ? {} : { why }) };
}

/** Each of the events is the step of its own name. */
function ruleOfMany<S>(descriptor: string): Rule<S> {
  const when = { event: descriptor as '*' };
  return {
    name: descriptor,
    when,
    kind: 'step',
    step: ({ name, data }) => step(name, data),
    why: `it is of ${descriptor}`,
  };
}

/** What a function makes of an event: what is no record would be taken for no data. Throws QSC405. */
function dataFrom(event: string, data: unknown): Data {
  if (isRecord(data)) return data as Data;
  const seen = typeof data === 'object' && data !== null ? 'no record' : String(data);
  throw new QuiesceError('QSC405', `what is made of the event ${event} is ${seen}, and not the data of a step by name`);
}

/** Throws QSC407 for an event that has none of a name: without it the step would be another. */
function chosen({ name: event, data, thread }: Event, names?: readonly string[]): Data {
  if (!names) return data;
  const absent = names.find((name) => name !== 'thread' && !Object.hasOwn(data, name));
  if (absent !== undefined)
    throw new QuiesceError('QSC407', `the event ${event} is read with ${absent}, and has ${canonical(data)}`);
  return Object.fromEntries(names.map((name) => [name, name === 'thread' ? thread : data[name]]));
}

function isAmong(steps: readonly string[], name: string): boolean {
  return !isForMany(name) && steps.some((each) => answersTo(name, each));
}

function refuseUnknownSteps(
  name: string,
  steps: readonly string[],
  events: { readonly [event: string]: EventReading<never> },
): void {
  for (const [event, reading] of Object.entries(events)) {
    refuseOddReading(event, reading);
    const wanted = stepNamed(reading);
    if (wanted === undefined || isAmong(steps, wanted)) continue;
    throw new QuiesceError('QSC407', `the event ${event} is to be ${wanted}, and ${name} has ${steps.join(', ')}`);
  }
}

function refuseUnknownHidden(name: string, steps: readonly string[], hidden: readonly Unsaid[] = []): void {
  if (!Array.isArray(hidden)) throw new QuiesceError('QSC407', `${name}: 'hidden' is to be a list of steps`);
  for (const unsaid of hidden as readonly unknown[]) {
    const { step: wanted, with: data } = isRecord(unsaid) ? unsaid : { step: unsaid, with: [] };
    if (typeof wanted !== 'string' || !Array.isArray(data) || !data.every(isRecord))
      throw new QuiesceError('QSC407', `${name}: a hidden step is a name, or { step, with: [data] }`);
    if (!isAmong(steps, wanted))
      throw new QuiesceError('QSC407', `${name}: ${wanted} is to be hidden, and it has ${steps.join(', ')}`);
  }
}

/** Weak fairness of steps by name is all that is checked. */
function refuseUnknownFairness(name: string, steps: readonly string[], fairness: readonly Fair[] = []): void {
  for (const fair of fairness) {
    const wanted: unknown = typeof fair === 'string' ? fair : fair.step;
    if (typeof wanted !== 'string') throw new QuiesceError('QSC410', `${name}: ${JSON.stringify(fair)}`);
    if (isAmong(steps, wanted)) continue;
    throw new QuiesceError('QSC407', `${name}: ${wanted} is to be fair, and it has ${steps.join(', ')}`);
  }
}
