// What an exploration has made of a specification that ran beside it: which of its transitions some interleaving takes and
// by which steps, how often each rule was used, everything that was said. Computed afterwards from the transitions of the
// monitor, each with the first step that took it, so that the monitor itself notes nothing.

import type { Choice, ExploredGraph, Schedule } from '../engine/index.js';
import { canonical, type Event } from '../engine/program/index.js';
import type { Step } from './automaton.js';
import type { Conformance } from './conformance.js';
import type { Made, Memory } from './following.js';

/** A transition that some interleaving takes, and the first step of the exploration that does. */
export interface RealisedTransition extends Made {
  /** The state of the system that the step leaves, and the step; undefined where it is the start. */
  readonly first: { readonly state: number; readonly step: Choice } | undefined;
}

export interface Realised {
  /** By transitionKey, in the order of discovery. */
  readonly transitions: ReadonlyMap<string, RealisedTransition>;
  /** By rule, for how many distinct memories and events it was used. */
  readonly uses: ReadonlyMap<string, number>;
  /** Everything that the specification was asked, by its text. */
  readonly alphabet: ReadonlyMap<string, Step>;
  /** Every event that was said. */
  readonly said: readonly Event[];
  /** The most states that the specification may have been in at once: how much the events leave open. */
  readonly membersMax: number;
}

/** transitionKey names a transition. */
export function transitionKey({ from, step, to }: Pick<Made, 'from' | 'step' | 'to'>): string {
  return `${from} ${step.text} ${to}`;
}

/** realisedIn reads off a graph what was made of a conformance that was checked there. */
export function realisedIn<S>(conformance: Conformance<S>, graph: ExploredGraph): Realised {
  const reading = new ReadingOff(conformance);
  for (const { from, events, first } of graph.transitionsOf(conformance.property.name))
    reading.read(from as Memory, events, first);
  return reading;
}

/** scheduleOf is a schedule that ends with the step that takes a transition. */
export function scheduleOf(graph: ExploredGraph, { first }: RealisedTransition): Schedule {
  return first ? graph.scheduleTo(first.state, [first.step]) : graph.scheduleTo(0);
}

class ReadingOff<S> implements Realised {
  readonly transitions = new Map<string, RealisedTransition>();
  readonly uses: Map<string, number>;
  readonly alphabet = new Map<string, Step>();
  membersMax: number;
  readonly #conformance: Conformance<S>;
  readonly #said = new Map<string, Event>();
  readonly #asked = new Set<string>();

  constructor(conformance: Conformance<S>) {
    this.#conformance = conformance;
    this.uses = new Map(conformance.specification.rules.map(({ name }) => [name, 0]));
    this.membersMax = conformance.following.initial.length;
    this.#note(conformance.following.madeAtFirst(), undefined);
  }

  get said(): readonly Event[] {
    return [...this.#said.values()];
  }

  /** Follows the events of one step; what refuses ends it. */
  read(from: Memory, events: readonly Event[], first: RealisedTransition['first']): void {
    const { following } = this.#conformance;
    let memory = from;
    for (const event of events) {
      this.#count(memory, event);
      this.#note(following.made(memory, event), first);
      const next = following.after(memory, event);
      if (!Array.isArray(next)) return;
      memory = next as Memory;
      this.membersMax = Math.max(this.membersMax, memory.length);
    }
  }

  #count(memory: Memory, event: Event): void {
    const said = canonical(event);
    this.#said.set(said, event);
    const { rule, step } = this.#conformance.following.read(event);
    if (step) this.alphabet.set(step.text, step);
    const members = this.#conformance.following.members(memory).map(({ state, owed }) => [state, ...owed].join());
    const asked = `${members.join(';')} ${said}`;
    if (this.#asked.has(asked)) return;
    this.#asked.add(asked);
    this.uses.set(rule.name, this.uses.get(rule.name)! + 1);
  }

  #note(made: readonly Made[], first: RealisedTransition['first']): void {
    for (const each of made) {
      const key = transitionKey(each);
      if (!this.transitions.has(key)) this.transitions.set(key, { ...each, first });
    }
  }
}
