// Conformance: a specification runs beside the exhaustive exploration of a system, as the memory of an invariant. Every
// event of every step of every interleaving must be one that it can follow, and the state that it is in then must be one
// that stands for the system's. The property is pure; what the exploration made of it is in realised.ts.

import type { Event, Value } from '../engine/program/index.js';
import {
  type Along,
  type InvariantProperty,
  invariant,
  type StateView,
  Violation,
  violated,
} from '../engine/watch/property.js';
import { abstracted, type Claim, claimed } from './abstraction.js';
import { Following, type Member, type Memory } from './following.js';
import type { Specification } from './specification.js';

/** A part in which the specification's state and the implementation's differ. */
export interface FieldDifference {
  readonly field: string;
  readonly specification: string;
  readonly implementation: string;
}

/** The state of the specification that fits best, and in what it differs. */
export interface Nearest {
  readonly state: number;
  readonly differences: readonly FieldDifference[];
}

export class Conformance<S = unknown> {
  readonly specification: Specification<S>;
  readonly following: Following<S>;
  readonly property: InvariantProperty;

  constructor(specification: Specification<S>) {
    this.specification = specification;
    this.following = new Following(specification);
    const on = (memory: Value, event: Event) => this.following.after(memory as Memory, event);
    const along: Along = {
      isOpen: (memory) => (memory as Memory).length > 1,
      after: (memory, events, view) => this.#seenAfter(memory as Memory, events, view),
    };
    this.property = invariant(specification.name, (view, memory) => this.#stands(view, memory as Memory), {
      statement: specification.statement,
      memory: { init: this.following.initial, on },
      ...(specification.abstraction.kind === 'partial' ? { along } : {}),
    });
  }

  /** A state that does not fit what is seen is left for good, and must not be what a later step is allowed by. */
  #seenAfter(before: Memory, events: readonly Event[], view: StateView): Memory | Violation {
    let memory = before;
    for (const event of events) {
      const next = this.following.after(memory, event);
      if (next instanceof Violation) return next;
      memory = next;
    }
    return this.narrowed(view, memory) ?? violated(this.#differenceText(view, memory));
  }

  #stands(view: StateView, memory: Memory): true | Violation {
    const members = this.following.members(memory);
    const { automaton, abstraction } = this.specification;
    if (abstraction.kind === 'claims') {
      if (members.some((member) => this.#failing(view, member, abstraction.claims).next().done)) return true;
    } else {
      const seen = abstracted<Partial<S> | Violation>(abstraction.of, view);
      if (seen instanceof Violation) return seen;
      const isExact = abstraction.kind === 'exact';
      const found = isExact ? automaton.find(seen as S) : undefined;
      if (members.some((member) => (isExact ? member.state === found : this.#differing(member, seen).length === 0)))
        return true;
    }
    return violated(this.#differenceText(view, memory));
  }

  /** The claims that do not hold of a member, one by one. */
  *#failing(view: StateView, { state, owed }: Member, claims: readonly Claim<S>[]): Generator<Claim<S>, void> {
    const shown = this.specification.automaton.show(state);
    const owes = (step: string) => owed.includes(step);
    for (const claim of claims) if (!claimed(claim, view, shown, owes)) yield claim;
  }

  /** The members that fit what is seen of a state, as a memory; undefined where none does. Claims are not narrowed. */
  narrowed(view: StateView, memory: Memory): Memory | undefined {
    const { abstraction } = this.specification;
    if (abstraction.kind !== 'partial') return memory;
    const seen = abstracted<Partial<S> | Violation>(abstraction.of, view);
    if (seen instanceof Violation) return undefined;
    return this.following.keeping(memory, (state) => this.#differing({ state, owed: [] }, seen).length === 0);
  }

  #differenceText(view: StateView, memory: Memory): string {
    const { automaton } = this.specification;
    const { state, differences } = this.nearest(view, memory)!;
    const name = automaton.nameOf(state);
    const texts = differences.map(
      ({ field, specification, implementation }) =>
        `${field} is ${specification} in the ${automaton.kind} and ${implementation} here`,
    );
    const isNamed = differences.some(({ specification }) => specification === name);
    return `${isNamed ? '' : `in ${name} `}${texts.join('; ')}`;
  }

  /** The state that fits best, and what differs; undefined where the abstraction has no state to compare. */
  nearest(view: StateView, memory: Memory): Nearest | undefined {
    const { abstraction } = this.specification;
    const seen = abstraction.kind === 'claims' ? {} : abstracted<Partial<S> | Violation>(abstraction.of, view);
    if (seen instanceof Violation) return undefined;
    const compared = this.following.members(memory).map((member): Nearest => {
      const differences =
        abstraction.kind === 'claims'
          ? this.#claimedDifferences(view, member, abstraction.claims)
          : this.#differing(member, seen);
      return { state: member.state, differences };
    });
    return compared.reduce((best, each) => (each.differences.length < best.differences.length ? each : best));
  }

  #claimedDifferences(view: StateView, member: Member, claims: readonly Claim<S>[]): readonly FieldDifference[] {
    const { automaton } = this.specification;
    const fields = new Map(automaton.fields(automaton.show(member.state)));
    return [...this.#failing(view, member, claims)].map(({ field, shows }) => ({
      field,
      specification: fields.get(field) ?? 'nothing',
      implementation: shows(view),
    }));
  }

  /** The parts in which a state differs from what is seen; of what is not seen, where all should be, too. */
  #differing({ state }: Member, seen: Partial<S>): readonly FieldDifference[] {
    const { automaton, abstraction } = this.specification;
    const [there, here] = [new Map(automaton.fields(automaton.show(state))), new Map(automaton.fields(seen as S))];
    const compared =
      abstraction.kind === 'partial' ? [...here.keys()] : [...new Set([...there.keys(), ...here.keys()])];
    return compared
      .filter((field) => there.get(field) !== here.get(field))
      .map((field) => ({
        field,
        specification: there.get(field) ?? 'nothing',
        implementation: here.get(field) ?? 'nothing',
      }));
  }
}
