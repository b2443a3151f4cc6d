// Checks: the properties of one exploration, sorted by how they are evaluated. Monitors, premises and memories go into
// the product; predicates over states are asked when what they read changes; ends are looked at where executions end.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { QuiesceError } from '../program/errors.js';
import type { Value } from '../program/value.js';
import { type EndClaim, EndQuestions } from './endQuestions.js';
import type { Inquiry } from './inquiry.js';
import type { Predicate } from './predicates.js';
import { type Component, Product } from './product.js';
import {
  type AtEndProperty,
  type BuiltInProperty,
  type InvariantProperty,
  type LeadsToProperty,
  type MonitorProperty,
  type Property,
  type StateView,
  Violation,
} from './property.js';
import { StateReader } from './stateReader.js';
import { concernedThreads } from './stuckThreads.js';

export interface Indexed<P extends Property> {
  readonly property: P;
  readonly index: number;
}

export class Checks {
  readonly properties: readonly Property[];
  readonly product: Product;
  readonly invariants: readonly Indexed<InvariantProperty>[];
  readonly atEnds: readonly Indexed<AtEndProperty>[];
  readonly monitors: readonly Indexed<MonitorProperty>[];
  readonly deadlocks: readonly Indexed<BuiltInProperty>[];
  readonly leadsTos: readonly Indexed<LeadsToProperty>[];
  /** By component of the product: the property it refutes, or undefined for premises and memories. */
  readonly refutes: readonly (number | undefined)[];
  readonly #components: Component[] = [];
  readonly #premises = new Map<number, number>();
  readonly #memories = new Map<number, number>();
  readonly #own = new Map<number, number>();
  readonly #witnessed = new Set<number>();
  readonly #reader: StateReader;
  readonly #multiprocessor: Multiprocessor;
  readonly #ends = new EndQuestions();

  constructor(multiprocessor: Multiprocessor, properties: readonly Property[]) {
    refuseDuplicates(properties);
    refuseUnspeakable(properties);
    for (const property of properties) concernedThreads(multiprocessor, property);
    this.properties = properties;
    const refutes: (number | undefined)[] = [];
    properties.forEach((property, index) => {
      for (const [component, kind] of componentsOf(property)) {
        const at = this.#components.push(component) - 1;
        refutes.push(kind === 'own' || (kind === 'memory' && property.kind === 'invariant') ? index : undefined);
        this.#place(kind).set(index, at);
      }
    });
    this.refutes = refutes;
    this.product = new Product(this.#components, multiprocessor.batches);
    this.invariants = select(properties, 'invariant');
    this.atEnds = select(properties, 'atEnd');
    this.monitors = select(properties, 'monitor');
    this.deadlocks = select(properties, 'noDeadlock');
    this.leadsTos = select(properties, 'leadsTo');
    this.#reader = new StateReader(multiprocessor);
    this.#multiprocessor = multiprocessor;
  }

  get hasMonitors(): boolean {
    return this.#components.length > 0;
  }

  /** The component that is the memory of an invariant or leadsTo, if it has one. */
  memoryComponent(index: number): number | undefined {
    return this.#memories.get(index);
  }

  /** What the memory of a property holds in a product state. */
  memory(index: number, product: number): Value {
    const component = this.#memories.get(index);
    return component === undefined ? null : this.product.component(product, component)?.value;
  }

  /** The component of a property's own monitor. */
  own(index: number): number | undefined {
    return this.#own.get(index);
  }

  /** Notes that a state predicate's witness was true. */
  witness(index: number): void {
    this.#witnessed.add(index);
  }

  isWitnessed(index: number): boolean {
    return this.#witnessed.has(index);
  }

  /** Whether the premise was reached; undefined where the property declares none. */
  premiseReached(index: number): boolean | undefined {
    const property = this.properties[index]!;
    const premise = this.#premises.get(index);
    if (premise !== undefined) return this.product.reached(premise);
    if (property.kind === 'monitor' && property.witness) return this.product.reached(this.#own.get(index)!);
    if (property.kind === 'leadsTo') return this.#witnessed.has(index);
    if ((property.kind === 'invariant' || property.kind === 'atEnd') && property.witness)
      return this.#witnessed.has(index);
    return undefined;
  }

  /** Why the predicate of an invariant or atEnd is false in a state; undefined where it is true. */
  reason(property: InvariantProperty | AtEndProperty, index: number, state: State): string | undefined {
    if (property.kind === 'atEnd') return reasonOf(this.#askAtEnd(property.name, state, property.holds));
    const view = this.#reader.of(state);
    const memory = this.memory(index, state[state.length - 1]!);
    return property.memory && memory === undefined
      ? undefined
      : reasonOf(guarded(property.name, () => property.holds(view, memory)));
  }

  /** Whether `from` and `to` of a liveness claim hold in a state. */
  claim(property: LeadsToProperty, index: number, state: State): { readonly from: boolean; readonly to: boolean } {
    const memory = this.memory(index, state[state.length - 1]!);
    const view = this.#reader.of(state);
    const from = guarded(property.name, () => property.from(view, memory));
    if (from) this.witness(index);
    return { from, to: guarded(property.name, () => property.to(view, memory)) };
  }

  /** Whether the witness of an atEnd holds in a state. */
  witnesses(property: AtEndProperty, state: State): boolean {
    return property.witness ? this.#askAtEnd(`witness of ${property.name}`, state, property.witness) : false;
  }

  #askAtEnd<A extends boolean | Violation>(name: string, state: State, predicate: (view: StateView) => A): A {
    const answer = guarded(name, () => predicate(this.#reader.of(state)));
    this.#ends.keepPredicate(name, this.#reader, answer === true);
    return answer;
  }

  /** Why a property is violated at a normal end; undefined where it is not. */
  reasonAtEnd(property: Property, index: number, state: State, product: number): string | undefined {
    if (property.kind === 'atEnd') return this.reason(property, index, state);
    if (property.kind !== 'monitor' || !property.atEnd) return undefined;
    const own = this.product.component(product, this.#own.get(index)!);
    if (!own) return undefined;
    const answer = guarded(property.name, () => property.atEnd!(own.value));
    this.#ends.keepMonitor(property.name, own.value, answer);
    return reasonOf(answer);
  }

  /** What the functions of properties were asked but for state predicates; asked again are those of `functions`. */
  inquiries(functions: Checks): Inquiry[] {
    return [
      ...this.product.inquiries(functions.#components),
      ...this.#ends.inquiries(endPredicates(functions), endClaims(functions), this.#multiprocessor, this.product),
    ];
  }

  #place(kind: 'own' | 'premise' | 'memory'): Map<number, number> {
    return kind === 'own' ? this.#own : kind === 'premise' ? this.#premises : this.#memories;
  }
}

function endPredicates({ atEnds }: Checks): Map<string, Predicate> {
  const holds = atEnds.map(({ property: { name, holds } }): [string, Predicate] => [
    name,
    (view) => holds(view) === true,
  ]);
  const witnesses = atEnds.flatMap(({ property: { name, witness } }): [string, Predicate][] =>
    witness ? [[`witness of ${name}`, witness]] : [],
  );
  return new Map([...holds, ...witnesses]);
}

function endClaims({ monitors }: Checks): Map<string, EndClaim> {
  return new Map(monitors.flatMap(({ property: { name, atEnd } }) => (atEnd ? [[name, atEnd]] : [])));
}

/** Names stand in schedules, so they have to be text that can be written and read back. */
function refuseUnspeakable(properties: readonly Property[]): void {
  const unspeakable = properties.find(
    ({ name }) => typeof name !== 'string' || name === '' || /[\uD800-\uDFFF]/u.test(name),
  );
  if (unspeakable) throw new QuiesceError('QSC112', `a property named ${JSON.stringify(unspeakable.name)}`);
}

function refuseDuplicates(properties: readonly Property[]): void {
  const names = properties.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new QuiesceError('QSC112', `two properties named ${twice}`);
}

function reasonOf(answer: boolean | Violation): string | undefined {
  if (answer instanceof Violation) return answer.reason;
  return answer === true ? undefined : 'it is false in this state';
}

/** Runs a function of a property; what it throws becomes a coded error. */
function guarded<T>(name: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError('QSC509', `${name}: ${String(error)}`, { cause: error });
  }
}

function select<K extends Property['kind']>(
  properties: readonly Property[],
  kind: K,
): Indexed<Extract<Property, { kind: K }>>[] {
  return properties.flatMap((property, index) =>
    property.kind === kind ? [{ property: property as Extract<Property, { kind: K }>, index }] : [],
  );
}

function componentsOf(property: Property): [Component, 'own' | 'premise' | 'memory'][] {
  const found: [Component, 'own' | 'premise' | 'memory'][] = [];
  if (property.kind === 'monitor') {
    const { name, init, on, witness } = property;
    found.push([{ name, init, on, ...(witness ? { witness } : {}) }, 'own']);
  }
  if (property.kind === 'noFailure') found.push([{ name: property.name, init: null, on: failure }, 'own']);
  if ((property.kind === 'leadsTo' || property.kind === 'invariant') && property.memory)
    found.push([{ name: `memory of ${property.name}`, ...property.memory }, 'memory']);
  if (property.premise) {
    const { init, on, reached } = property.premise;
    found.push([{ name: `premise of ${property.name}`, init, on, witness: reached }, 'premise']);
  }
  return found;
}

function failure(
  state: Value,
  event: { readonly name: string; readonly thread: string; readonly data: { readonly message?: Value } },
): Value | Violation {
  return event.name === 'failed' ? new Violation(`${event.thread}: ${String(event.data.message)}`) : state;
}
