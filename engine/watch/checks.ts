// Checks: the properties of one exploration, sorted by how they are evaluated. Monitors, premises and memories go into
// the product; predicates over states are asked when what they read changes; ends are looked at where executions end.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import type { Value } from '../program/value.js';
import { guarded, judgementOf, truthOf } from './answers.js';
import { type Components, componentsOf } from './components.js';
import { refuseMisdeclared } from './declarations.js';
import { type EndClaim, EndQuestions } from './endQuestions.js';
import { refuseImpure } from './functionText.js';
import type { Inquiry } from './inquiry.js';
import type { Predicate } from './predicates.js';
import { type MissingPremise, Premises } from './premises.js';
import { Product } from './product.js';
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
import { type Seen, StateReader } from './stateReader.js';
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
  readonly stucks: readonly Indexed<BuiltInProperty>[];
  readonly leadsTos: readonly Indexed<LeadsToProperty>[];
  readonly premises: Premises;
  readonly #components: Components;
  readonly #reader: StateReader;
  readonly #multiprocessor: Multiprocessor;
  readonly #ends = new EndQuestions();

  constructor(multiprocessor: Multiprocessor, properties: readonly Property[]) {
    refuseMisdeclared(properties);
    refuseImpure(properties);
    for (const property of properties) concernedThreads(multiprocessor, property);
    this.properties = properties;
    this.#components = componentsOf(properties);
    for (const { facts } of this.#components.list) if (facts) multiprocessor.listen(facts.of);
    this.product = new Product(this.#components.list, multiprocessor.batches);
    this.premises = new Premises(this.product);
    this.invariants = select(properties, 'invariant');
    this.atEnds = select(properties, 'atEnd');
    this.monitors = select(properties, 'monitor');
    this.deadlocks = select(properties, 'noDeadlock');
    this.stucks = select(properties, 'noStuck');
    this.leadsTos = select(properties, 'leadsTo');
    this.#reader = new StateReader(multiprocessor);
    this.#multiprocessor = multiprocessor;
  }

  get hasMonitors(): boolean {
    return this.#components.list.length > 0;
  }

  /** By component of the product: the property it refutes, or undefined. */
  get refutes(): readonly (number | undefined)[] {
    return this.#components.refutes;
  }

  /** The component that is the memory of an invariant or leadsTo, if it has one. */
  memoryComponent(index: number): number | undefined {
    return this.#components.memories.get(index);
  }

  /** What the memory of a property holds in a product state. */
  memory(index: number, product: number): Value {
    const component = this.#components.memories.get(index);
    return component === undefined ? null : this.product.component(product, component)?.value;
  }

  /** Whether the memory of an invariant ever left anything open that a path would tell. */
  isOpen({ along }: InvariantProperty, index: number): boolean {
    const component = this.#components.memories.get(index);
    return along !== undefined && component !== undefined && this.product.statesOf(component).some(along.isOpen);
  }

  /** The component of a property's own monitor. */
  own(index: number): number | undefined {
    return this.#components.own.get(index);
  }

  /** The premise of a property that was not reached; undefined where all were, or it has none. */
  missingPremise(index: number): MissingPremise | undefined {
    const components = { own: this.#components.own.get(index), premise: this.#components.premises.get(index) };
    return this.premises.missing(this.properties[index]!, components);
  }

  /** Why the predicate of an invariant or atEnd is false in a state; undefined where it is true. */
  reason(property: InvariantProperty | AtEndProperty, index: number, state: State): string | undefined {
    const asked = `holds of ${property.name}`;
    if (property.kind === 'atEnd') return reasonOf(asked, () => this.#atEnd(property.name, state, property.holds));
    const view = this.#reader.of(state);
    const memory = this.memory(index, state[state.length - 1]!);
    return property.memory && memory === undefined ? undefined : reasonOf(asked, () => property.holds(view, memory));
  }

  /** What the claim of a property reads in a state in which it is false: `holds`, or `to`; of a monitor's end, its state. */
  seen(index: number, state: State): readonly Seen[] {
    const property = this.properties[index]!;
    const product = state[state.length - 1]!;
    if (property.kind === 'monitor') {
      const own = this.product.component(product, this.#components.own.get(index)!);
      return property.atEnd && own ? [{ what: `state of ${property.name}`, value: own.value }] : [];
    }
    const memory = this.memory(index, product);
    const remembered = this.#components.memories.has(index) ? [{ what: 'memory', value: memory }] : [];
    if (property.kind === 'leadsTo') property.to(this.#reader.of(state), memory);
    else if (property.kind !== 'invariant' && property.kind !== 'atEnd') return [];
    else if (this.reason(property, index, state) === undefined) return [];
    return [...this.#reader.seen, ...remembered];
  }

  /** Whether `from` and `to` of a liveness claim hold in a state. */
  claim(property: LeadsToProperty, index: number, state: State): { readonly from: boolean; readonly to: boolean } {
    const memory = this.memory(index, state[state.length - 1]!);
    const view = this.#reader.of(state);
    const from = asked(`from of ${property.name}`, () => property.from(view, memory));
    if (from) this.premises.hold(property);
    return { from, to: asked(`to of ${property.name}`, () => property.to(view, memory)) };
  }

  /** Notes whether the premise of a property, where it is a predicate over states, holds in a state. */
  lookForPremise({ property }: Indexed<InvariantProperty | AtEndProperty>, state: State): void {
    const { name, premise } = property;
    if (typeof premise !== 'function' || this.premises.isHeld(property)) return;
    const what = `premise of ${name}`;
    if (asked(what, () => this.#atEnd(what, state, premise))) this.premises.hold(property);
  }

  /** Asks a predicate of an end state, and keeps the question. */
  #atEnd<A>(name: string, state: State, predicate: (view: StateView) => A): A {
    const answer = predicate(this.#reader.of(state));
    this.#ends.keepPredicate(name, this.#reader, answer === true);
    return answer;
  }

  /** Why a property is violated at a normal end; undefined where it is not. */
  reasonAtEnd(property: Property, index: number, state: State, product: number): string | undefined {
    if (property.kind === 'atEnd') return this.reason(property, index, state);
    if (property.kind !== 'monitor' || !property.atEnd) return undefined;
    const own = this.product.component(product, this.#components.own.get(index)!);
    return own && reasonOf(`atEnd of ${property.name}`, () => this.#claim(property, own.value));
  }

  #claim({ name, atEnd }: MonitorProperty, state: Value): boolean | Violation {
    const answer = atEnd!(state);
    this.#ends.keepMonitor(name, state, answer);
    return answer;
  }

  /** What the functions of properties were asked but for state predicates; asked again are those of `functions`. */
  inquiries(functions: Checks): Inquiry[] {
    return [
      ...this.product.inquiries(functions.#components.list),
      ...this.#ends.inquiries(endPredicates(functions), endClaims(functions), this.#multiprocessor, this.product),
    ];
  }
}

function endPredicates({ atEnds }: Checks): Map<string, Predicate> {
  const claims = atEnds.map(({ property: { name, holds } }): [string, Predicate] => [
    name,
    (view) => holds(view) === true,
  ]);
  const premises = atEnds.flatMap(({ property: { name, premise } }): [string, Predicate][] =>
    typeof premise === 'function' ? [[`premise of ${name}`, premise]] : [],
  );
  return new Map([...claims, ...premises]);
}

function endClaims({ monitors }: Checks): Map<string, EndClaim> {
  return new Map(monitors.flatMap(({ property: { name, atEnd } }) => (atEnd ? [[name, atEnd]] : [])));
}

/** Why a claim is violated where it answers so; undefined where it is not. */
function reasonOf(what: string, ask: () => boolean | Violation): string | undefined {
  const answer = judgementOf(what, guarded(what, ask));
  if (answer instanceof Violation) return answer.reason;
  return answer ? undefined : 'it is false in this state';
}

function asked(what: string, ask: () => boolean): boolean {
  return truthOf(what, guarded(what, ask));
}

function select<K extends Property['kind']>(
  properties: readonly Property[],
  kind: K,
): Indexed<Extract<Property, { kind: K }>>[] {
  return properties.flatMap((property, index) =>
    property.kind === kind ? [{ property: property as Extract<Property, { kind: K }>, index }] : [],
  );
}
