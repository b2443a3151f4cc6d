// Conformance: the machine runs as a monitor in product with the exhaustive exploration, one for each reference that is
// swapped. Every event of every step of every interleaving must be accepted, and the state that the machine is in then
// must be the abstraction of the implementation's. Both sides are compared in every state, by what both can see.

import { canonical, type Event, QuiesceError } from '../engine/program/index.js';
import { type InvariantProperty, invariant, type StateView, Violation, violated } from '../engine/watch/property.js';
import type { Abstraction } from './abstraction.js';
import {
  type Answer,
  type Arrow,
  type MachineAutomaton,
  type ModelEvent,
  type ModelState,
  pathText,
  type Question,
  question,
} from './automaton.js';
import { type Rule, ruleFor, type Subject, translated } from './rules.js';

/** What is compared with what. */
export interface Pairing {
  readonly subject: Subject;
  readonly automaton: MachineAutomaton;
  readonly abstraction: Abstraction;
  readonly rules: readonly Rule[];
}

/** A transition of the machine that some interleaving makes, and the first step that does. */
export interface Realised {
  readonly state: number;
  readonly question: Question;
  readonly arrow: Arrow;
  readonly target: number;
  /** The implementation's state that the step leaves (-1: none), and the step. */
  readonly leaving: number;
  readonly via: number;
}

/** Where an exploration is: Search, or whoever else drives. */
export interface Whereabouts {
  readonly leaving: number;
  readonly via: number;
}

/** An event of the implementation with its rule, and what the machine is asked, if it is. */
export interface Read {
  readonly id: number;
  readonly rule: Rule;
  readonly question?: Question;
}

export class Conformance {
  readonly pairing: Pairing;
  readonly property: InvariantProperty;
  /** By state and event of the machine, in the order of discovery. */
  readonly realised = new Map<string, Realised>();
  /** Distinct states in which each rule has been used, for distinct events. */
  readonly ruleUses = new Map<string, number>();
  /** Every event that the machine was asked about, by its text: what this scenario has to do with the machine at all. */
  readonly alphabet = new Map<string, Question>();
  /** How deep each thread calls: the most calls of one name's family that it makes through the reference. */
  readonly depths = new Map<string, number>();
  whereabouts: Whereabouts = { leaving: -1, via: 0 };
  readonly #used = new Set<number>();
  readonly #read = new Map<Event, Read>();
  readonly #families = new Map<string, Set<string>>();

  constructor(pairing: Pairing) {
    const { automaton, subject } = pairing;
    this.pairing = pairing;
    for (const { name } of pairing.rules) this.ruleUses.set(name, 0);
    this.property = invariant(propertyName(subject.ref), (state, memory) => this.#agrees(state, memory as number), {
      statement: `every step of the swaps of ${subject.ref} is one that the machine allows`,
      memory: { init: automaton.initial, on: (state, event) => this.#after(state as number, event) },
    });
  }

  /** The rule for an event, and what the machine is asked. */
  read(event: Event): Read {
    let read = this.#read.get(event);
    if (!read) {
      const rule = ruleFor(this.pairing.rules, event, this.pairing.subject);
      const asked = rule.kind === 'step' ? { question: question(translated(rule, event)) } : {};
      read = { id: this.#read.size, rule, ...asked };
      this.#read.set(event, read);
      if (read.question) this.alphabet.set(read.question.text, read.question);
      if (event.name === 'invoke' && rule.kind === 'step') this.#measure(event);
    }
    return read;
  }

  /** `c1.0/2` is of the family `c1.0`: calls of one family are inside each other. */
  #measure({ thread, data }: Event): void {
    const [family] = String(data.call).split('/');
    const key = `${thread} ${family}`;
    const calls = this.#families.get(key) ?? new Set<string>();
    this.#families.set(key, calls.add(String(data.call)));
    this.depths.set(thread, Math.max(this.depths.get(thread) ?? 0, calls.size));
  }

  #after(state: number, event: Event): number | Violation {
    const read = this.read(event);
    const { rule } = read;
    this.#countUse(state, read);
    if (rule.kind === 'part') return this.#partOf(rule, state);
    if (!read.question) return state;
    const { automaton } = this.pairing;
    const answer = automaton.next(state, read.question);
    if (!answer.accepted)
      return violated(refusalText(automaton.state(state), read.question.event, answer.guards.false));
    this.#note(state, read.question, answer);
    return answer.state;
  }

  #partOf(rule: Extract<Rule, { kind: 'part' }>, state: number): number | Violation {
    const here = pathText(this.pairing.automaton.state(state).value);
    return rule.within.includes(here)
      ? state
      : violated(`${rule.name} is part of ${rule.of}, and the machine is in ${here}`);
  }

  #countUse(state: number, { id, rule: { name } }: Read): void {
    const key = state * 2 ** 24 + id;
    if (this.#used.has(key)) return;
    this.#used.add(key);
    this.ruleUses.set(name, this.ruleUses.get(name)! + 1);
  }

  #note(state: number, asked: Question, { arrow, state: target }: Extract<Answer, { accepted: true }>): void {
    const key = transitionKey(state, asked);
    if (this.realised.has(key)) return;
    const { leaving, via } = this.whereabouts;
    this.realised.set(key, { state, question: asked, arrow, target, leaving, via });
  }

  #agrees(view: StateView, memory: number): true | Violation {
    const seen = abstracted(this.pairing.abstraction, view);
    if (seen instanceof Violation) return seen;
    const { automaton } = this.pairing;
    if (automaton.find(seen) === memory) return true;
    return violated(differenceText(automaton.state(memory), seen));
  }
}

/** transitionKey names a transition of the machine by state and event. */
export function transitionKey(state: number, { text }: Question): string {
  return `${state} ${text}`;
}

/** The abstraction's answer. Throws QSC403 where it has none. */
export function abstracted(abstraction: Abstraction, view: StateView): ModelState | Violation {
  let seen: ModelState | Violation | undefined;
  try {
    seen = abstraction(view);
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError('QSC403', `it threw ${String(error)}; ${whereText(view)}`, { cause: error });
  }
  if (seen === undefined) throw new QuiesceError('QSC403', `it answered nothing; ${whereText(view)}`);
  return seen;
}

function whereText(view: StateView): string {
  const labels = view.threads.map((thread) => `${thread}: ${view.label(thread)?.name ?? view.status(thread)}`);
  return `threads were at ${labels.join(', ')}`;
}

export function propertyName(ref: string): string {
  return `conforms.${ref}`;
}

/** eventText writes an event for people: `counted.in {"thread":"c1"}`. */
export function eventText({ type, ...data }: ModelEvent): string {
  return Object.keys(data).length === 0 ? type : `${type} ${canonical(data)}`;
}

function refusalText(state: ModelState, event: ModelEvent, guards: readonly string[]): string {
  const why = guards.length === 0 ? 'it has no arrow for it there' : `${guards.join(' and ')} is false`;
  return `the machine is in ${pathText(state.value)} and does not accept ${eventText(event)}: ${why}`;
}

/** A field in which two states differ. */
export interface FieldDifference {
  readonly field: string;
  readonly machine: string;
  readonly implementation: string;
}

/** differences lists the fields in which the machine's state and the abstraction differ. */
export function differences(model: ModelState, seen: ModelState): readonly FieldDifference[] {
  const fields = [...new Set([...Object.keys(model.context), ...Object.keys(seen.context)])];
  const pairs: [string, string, string][] = [
    ['state', pathText(model.value), pathText(seen.value)],
    ...fields.map((field): [string, string, string] => [
      field,
      canonical(model.context[field]),
      canonical(seen.context[field]),
    ]),
  ];
  return pairs
    .filter(([, machine, implementation]) => machine !== implementation)
    .map(([field, machine, implementation]) => ({ field, machine, implementation }));
}

function differenceText(model: ModelState, seen: ModelState): string {
  const texts = differences(model, seen).map(
    ({ field, machine, implementation }) => `${field} is ${machine} in the machine and ${implementation} here`,
  );
  return texts.join('; ');
}
