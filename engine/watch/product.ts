// Monitors in product: all event automata of an exploration as one lazily built automaton. A state of it is one slot of
// the state vector; a step without events costs nothing, one with events a look-up. Each monitor's own function is asked
// once per distinct (state, event), and the check still covers every transition of every interleaving.

import { Interner } from '../operations/interner.js';
import { QuiesceError } from '../program/errors.js';
import type { Event } from '../program/event.js';
import { canonical, type Value } from '../program/value.js';
import type { Batches } from '../threads/batches.js';
import { widened } from '../threads/widened.js';
import type { Inquiry } from './inquiry.js';
import { type AskedTransition, transitionInquiry, witnessInquiry } from './monitorInquiry.js';
import { Violation } from './property.js';
import { TransitionTable } from './transitionTable.js';
import { Tuples } from './tuples.js';

/** One automaton of the product. */
export interface Component {
  readonly name: string;
  readonly init: Value;
  readonly on: (state: Value, event: Event) => Value | Violation;
  /** Asked once of every state of this component; true is remembered in `reached`. */
  readonly witness?: (state: Value) => boolean;
}

/** Id of the absorbing state of a refuted component. */
const REFUTED = -1;

class Running {
  readonly component: Component;
  readonly states = new Interner();
  readonly #next: Int32Array[] = [];
  readonly reasons = new Map<string, string>();
  /** What `on` was asked: state and batch, one after the other. */
  readonly #questions: number[] = [];
  /** How many states the witness was asked of, up to the first of which it was true. */
  #witnessed = 0;
  reached = false;

  constructor(component: Component) {
    this.component = component;
    if (component.init === undefined) throw new QuiesceError('QSC509', `${component.name} starts in undefined`);
    this.id(component.init);
  }

  id(state: Value): number {
    const id = this.states.id(state);
    if (id === this.#next.length) {
      this.#next.push(new Int32Array(0));
      this.#lookForWitness(id);
    }
    return id;
  }

  #lookForWitness(id: number): void {
    if (this.reached) return;
    this.reached = this.#witness(this.states.values[id]);
    this.#witnessed = id + 1;
  }

  /** What the functions of a component, this one or its like, were asked. */
  inquiries({ name, on, witness }: Component, batches: Batches): Inquiry[] {
    const at = (position: number): AskedTransition => {
      const [from, batch] = [this.#questions[2 * position]!, this.#questions[2 * position + 1]!];
      const to = this.#next[from]![batch]!;
      return { from, batch, answer: to === REFUTED ? new Violation(this.reasons.get(`${from},${batch}`)!) : to };
    };
    const transitions = transitionInquiry(
      { name, on },
      { count: this.#questions.length / 2, at },
      this.states,
      batches,
    );
    if (!witness) return [transitions];
    const asked = { count: this.#witnessed, reached: this.reached };
    return [transitions, witnessInquiry(`witness of ${name}`, witness, this.states, asked)];
  }

  #witness(state: Value): boolean {
    try {
      return this.component.witness?.(state) ?? false;
    } catch (error) {
      throw new QuiesceError('QSC509', `witness of ${this.component.name}: ${String(error)}`, { cause: error });
    }
  }

  /** The state after a batch: -1 when it refutes. */
  after(state: number, batch: number, batches: Batches): number {
    let row = this.#next[state]!;
    if (batch >= row.length) {
      const wider = new Int32Array(Math.max(16, batch * 2)).fill(-2);
      wider.set(row);
      row = wider;
      this.#next[state] = row;
    }
    if (row[batch] === -2) {
      row[batch] = this.#compute(state, batch, batches.events(batch));
      this.#questions.push(state, batch);
    }
    return row[batch]!;
  }

  #compute(from: number, batch: number, events: readonly Event[]): number {
    let state: Value = this.states.values[from];
    for (const event of events) {
      const next = this.#on(state, event);
      if (next instanceof Violation) {
        this.reasons.set(`${from},${batch}`, next.reason);
        return REFUTED;
      }
      state = next;
      if (events.length > 1) this.id(state);
    }
    return this.id(state);
  }

  #on(state: Value, event: Event): Value | Violation {
    const next = this.#asked(state, event);
    if (next === undefined) throw this.#misbehaves(state, event, 'returned undefined; a forgotten return?');
    return next;
  }

  #asked(state: Value, event: Event): Value | Violation {
    try {
      return this.component.on(state, event);
    } catch (error) {
      if (error instanceof QuiesceError) throw error;
      throw this.#misbehaves(state, event, String(error), error);
    }
  }

  #misbehaves(state: Value, event: Event, what: string, cause?: unknown): QuiesceError {
    const asked = `${this.component.name} in state ${canonical(state)} on ${event.name} ${canonical(event.data)}`;
    return new QuiesceError('QSC509', `${asked}: ${what}`, { cause });
  }
}

/** A component that a transition of the product has just refuted. */
export interface Refutation {
  readonly component: number;
  readonly reason: string;
}

export class Product {
  readonly #running: readonly Running[];
  readonly #batches: Batches;
  /** By product state: the state of each component. */
  readonly #tuples: Tuples;
  readonly #transitions = new TransitionTable();
  readonly #work: Int32Array;
  /** How many components are refuted in a product state: more after a step than before means a new refutation. */
  refutedCount = new Int32Array(256);

  constructor(components: readonly Component[], batches: Batches) {
    this.#running = components.map((component) => new Running(component));
    this.#batches = batches;
    this.#tuples = new Tuples(components.length);
    this.#work = new Int32Array(components.length);
    this.#tuples.id(this.#work);
  }

  /** The product state before any event. */
  get initial(): number {
    return 0;
  }

  get size(): number {
    return this.#tuples.count;
  }

  /** How many states each component has, by name: what a monitor costs. */
  get sizes(): readonly { readonly name: string; readonly states: number }[] {
    return this.#running.map(({ component, states }) => ({ name: component.name, states: states.values.length }));
  }

  next(state: number, batch: number): number {
    const known = this.#transitions.get(state, batch);
    return known < 0 ? this.#compute(state, batch) : known;
  }

  /** Which components the transition refuted. */
  refutations(state: number, batch: number): Refutation[] {
    const target = this.next(state, batch);
    return this.#running.flatMap(({ reasons }, component) => {
      const from = this.componentId(state, component);
      const isRefutedHere = from !== REFUTED && this.componentId(target, component) === REFUTED;
      return isRefutedHere ? [{ component, reason: reasons.get(`${from},${batch}`) ?? 'violated' }] : [];
    });
  }

  /** The state of one component, or undefined once it is refuted. */
  component(state: number, component: number): { readonly value: Value } | undefined {
    const id = this.componentId(state, component);
    return id === REFUTED ? undefined : { value: this.#running[component]!.states.values[id] };
  }

  /** The id of one component's state in a product state; REFUTED where it is refuted. */
  componentId(state: number, component: number): number {
    return this.#tuples.part(state, component);
  }

  /** The value behind a component's id; undefined once it is refuted. */
  valueOf(component: number, id: number): Value {
    return id === REFUTED ? undefined : this.#running[component]!.states.values[id];
  }

  /** What components were asked; asked again are those given, which are these or their like from a fresh module. */
  inquiries(components: readonly Component[]): Inquiry[] {
    return this.#running.flatMap((running, index) => running.inquiries(components[index]!, this.#batches));
  }

  /** Whether the component's witness was ever true. */
  reached(component: number): boolean {
    return this.#running[component]!.reached;
  }

  #compute(state: number, batch: number): number {
    const tuple = this.#work;
    let refuted = 0;
    for (let component = 0; component < tuple.length; component++) {
      const from = this.#tuples.part(state, component);
      tuple[component] = from === REFUTED ? REFUTED : this.#running[component]!.after(from, batch, this.#batches);
      if (tuple[component] === REFUTED) refuted++;
    }
    const target = this.#tuples.id(tuple);
    if (target >= this.refutedCount.length) this.refutedCount = widened(this.refutedCount);
    this.refutedCount[target] = refuted;
    this.#transitions.set(state, batch, target);
    return target;
  }
}
