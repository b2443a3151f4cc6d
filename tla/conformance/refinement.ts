// Refinement, checked on every transition of every interleaving: the specification runs beside the implementation, as
// the memory of an invariant. The memory is the set of states in which the specification can be, given the events so
// far; it is plain data and finite. An event that no state of it allows refutes, and so does a state of the
// implementation that none of them can stand for.
//
// Two things are bridged, and nothing else. Hidden actions: `redispatch` has no event. And `generation` is reported one
// step after the exchange that makes it true: the specification may take it early, and owes the event until then.

import { canonical, type Event } from '../../engine/program/index.js';
import {
  type InvariantProperty,
  invariant,
  type StateView,
  type Violation,
  violated,
} from '../../engine/watch/property.js';
import type { TlaValue } from '../value.js';
import type { Claim } from './abstraction.js';
import { labelText, type SpecAutomaton } from './automaton.js';
import { ruleFor, type SpecRule } from './rules.js';

/** The actions that no event says. */
export const hiddenActions: readonly string[] = Object.freeze(['redispatch']);

/** What an event asks of the specification. */
export interface Asked {
  readonly states: readonly number[];
  readonly means: string;
  /** The action that it is, or whose being enabled it says. */
  readonly action?: string;
  /** The action is allowed there, but what the event says besides is not true. */
  readonly isAllowed: boolean;
}

/** A state of the specification with the generations that it still owes the event of, as one number. */
export type Member = number;

const owedBits = 4;
const stateOf = (member: Member) => member >> owedBits;
const owedOf = (member: Member) => member & ((1 << owedBits) - 1);
const memberOf = (state: number, owed: number): Member => (state << owedBits) | owed;

/** statesOf lists the states of the specification in a memory. */
export function statesOf(memory: readonly Member[]): readonly number[] {
  return [...new Set(memory.map(stateOf))];
}

export class Refinement {
  readonly spec: SpecAutomaton;
  readonly property: InvariantProperty;
  /** Edges of the specification that some interleaving may take: `from label to`. */
  readonly taken = new Set<string>();
  /** How often each rule was asked, for distinct memories and events. */
  readonly ruleUses = new Map<string, number>();
  /** The largest memory: how much the events leave open. */
  membersMax = 0;
  readonly #claims: readonly Claim[];
  readonly #processors: readonly TlaValue[];
  readonly #calls: readonly TlaValue[];

  constructor(spec: SpecAutomaton, claims: readonly Claim[]) {
    this.spec = spec;
    this.#claims = claims;
    this.#processors = spec.domain('advanced');
    this.#calls = spec.domain('at');
    this.property = invariant(
      'refinesSpecification',
      (view, memory) => this.#stands(view, memory as readonly Member[]),
      {
        statement:
          'every step is one that the TLA+ specification allows, and leads to a state that stands for one of its own',
        memory: {
          init: this.#closed(spec.graph.initial.map((state) => memberOf(state, 0))),
          on: (memory, event) => this.#counted(memory as readonly Member[], event),
        },
      },
    );
  }

  /** All members that hidden steps lead to, the generations owed included. In order, so that equal memories are equal. */
  #closed(members: readonly Member[]): readonly Member[] {
    const found = new Set(members);
    for (const member of found) for (const next of this.#hiddenSteps(member)) found.add(next);
    this.membersMax = Math.max(this.membersMax, found.size);
    return Object.freeze([...found].sort((a, b) => a - b));
  }

  #hiddenSteps(member: Member): readonly Member[] {
    const redispatched = hiddenActions.flatMap((action) =>
      this.#calls.flatMap((call) => this.#step(member, labelText(action, call))),
    );
    const early = this.#processors.flatMap((processor, index) =>
      (owedOf(member) & (1 << index)) !== 0
        ? []
        : this.#step(member, labelText('generation', processor)).map((next) => next | (1 << index)),
    );
    return [...redispatched, ...early];
  }

  #step(member: Member, label: string): readonly Member[] {
    const from = stateOf(member);
    return this.spec.after(from, label).map((to) => {
      this.taken.add(`${from} ${label} ${to}`);
      return memberOf(to, owedOf(member));
    });
  }

  #counted(memory: readonly Member[], event: Event): readonly Member[] | Violation {
    const [name] = ruleFor(event);
    this.ruleUses.set(name, (this.ruleUses.get(name) ?? 0) + 1);
    return this.after(memory, event);
  }

  /** after is the memory after an event, or why the specification cannot follow. */
  after(memory: readonly Member[], event: Event): readonly Member[] | Violation {
    const [, rule] = ruleFor(event);
    const next = this.#followed(memory, event, rule);
    return next.length > 0 ? this.#closed(next) : violated(this.#refusal(memory, event));
  }

  #followed(memory: readonly Member[], event: Event, rule: SpecRule): readonly Member[] {
    const data = event.data as Readonly<Record<string, unknown>>;
    if (event.name === 'generation') return this.#discharged(memory, Number(data.processor));
    const current = able(memory, rule);
    const check = (member: Member) => rule.check?.(this.spec, stateOf(member), data) ?? true;
    if (rule.kind === 'observation') return current.filter(check);
    const stepped = current.flatMap((member) => this.#step(member, rule.label!(data))).filter(check);
    const isRefusedRequest = event.name === 'swapRequested' && stepped.length === 0;
    return isRefusedRequest
      ? current.filter((member) => this.spec.value(stateOf(member), 'swapper') !== 'idle')
      : stepped;
  }

  #discharged(memory: readonly Member[], processor: number): readonly Member[] {
    const bit = 1 << this.#processors.indexOf(processor);
    return memory.filter((member) => (owedOf(member) & bit) !== 0).map((member) => member & ~bit);
  }

  /** asked is what an event asks of the specification, and in which of its states. */
  asked(memory: readonly Member[], event: Event): Asked {
    const [, rule] = ruleFor(event);
    const current = able(memory, rule);
    const states = statesOf(current.length > 0 ? current : memory);
    const data = event.data as Readonly<Record<string, unknown>>;
    const action = rule.label?.(data) ?? rule.enables;
    const isAllowed = rule.kind === 'action' && states.some((state) => this.spec.after(state, action!).length > 0);
    return { states, means: rule.means, ...(action === undefined ? {} : { action }), isAllowed };
  }

  #refusal(memory: readonly Member[], event: Event): string {
    const { states, action, means, isAllowed } = this.asked(memory, event);
    const where = `state ${states.join(' or ')}`;
    if (isAllowed) return `the specification takes ${action} in ${where} otherwise: not with ${canonical(event.data)}`;
    const enabled = [...new Set(states.flatMap((state) => this.spec.enabled(state)))].sort();
    const refused = action ?? `that ${means}`;
    return `the specification does not allow ${refused} in ${where}; enabled there: ${enabled.join(', ')}`;
  }

  #stands(view: StateView, memory: readonly Member[]): true | Violation {
    const fits = (member: Member) =>
      this.#claims.every(({ holds }) => holds(view, this.spec, stateOf(member), owedOf(member)));
    if (memory.some(fits)) return true;
    return violated(this.#difference(view, memory));
  }

  #difference(view: StateView, memory: readonly Member[]): string {
    const { state, claims } = this.nearest(view, memory);
    const variables = claims.map(({ variable }) => variable).join(', ');
    return `no state of the specification stands for this one: ${variables} would differ in state ${state}`;
  }

  /** nearest is the state that fits best, and the claims that do not hold of it; none where it stands for this one. */
  nearest(view: StateView, memory: readonly Member[]): { readonly state: number; readonly claims: readonly Claim[] } {
    const failing = memory.map((member) => ({
      state: stateOf(member),
      claims: this.#claims.filter(({ holds }) => !holds(view, this.spec, stateOf(member), owedOf(member))),
    }));
    return failing.reduce((best, each) => (each.claims.length < best.claims.length ? each : best));
  }
}

/** Where the specification can be when something is said: not where it owes what the one who says it did before. */
function able(memory: readonly Member[], rule: SpecRule): readonly Member[] {
  return rule.bySwapper ? memory.filter((member) => owedOf(member) === 0) : memory;
}
