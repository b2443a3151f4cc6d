// Monitors in product: all event automata of an exploration as one lazily built automaton. A state of it is one slot of
// the state vector; a step without events costs nothing, one with events a look-up. Each monitor's own function is asked
// once per distinct (state, event), and the check still covers every transition of every interleaving.

import { Interner } from '../operations/interner.js';
import { QuiesceError } from '../program/errors.js';
import { enter, leave } from '../program/nowRunning.js';
import { canonical, type Value } from '../program/value.js';
import { type Batches, isFact, type Rider } from '../threads/batches.js';
import { arrivalsOf } from '../threads/orders.js';
import { widened } from '../threads/widened.js';
import { guarded, truthOf } from './answers.js';
import { type Component, hears, tell } from './component.js';
import type { Inquiry } from './inquiry.js';
import { JointTransitions } from './jointTransitions.js';
import { type AskedTransition, premiseInquiry, riderText, transitionInquiry } from './monitorInquiry.js';
import { Violation } from './property.js';
import { TransitionTable } from './transitionTable.js';
import { Tuples } from './tuples.js';

/** Id of the absorbing state of a refuted component. */
const REFUTED = -1;
/** What a step leaves that no search takes: a walk, a replay. */
const NOWHERE = -2;

class Running {
  readonly component: Component;
  readonly states = new Interner();
  readonly #next: Int32Array[] = [];
  readonly reasons = new Map<string, string>();
  /** Whether the premise was true of a state, and of how many states it was asked before and then. */
  reached = false;
  #premiseAsked = 0;
  /** What it was asked: state and batch, one after the other. */
  readonly #asked: number[] = [];
  /** Whether an event came that it handles, or where it names none, one that changed its state. */
  heard = false;

  constructor(component: Component) {
    this.component = component;
    if (component.init === undefined) throw new QuiesceError('QSC509', `${component.name} starts in undefined`);
    this.id(component.init);
  }

  id(state: Value): number {
    const id = this.states.id(state);
    if (id === this.#next.length) {
      this.#next.push(new Int32Array(0));
      this.#lookForPremise(id);
    }
    return id;
  }

  #lookForPremise(id: number): void {
    if (this.reached) return;
    this.reached = this.#isPremise(this.states.values[id]);
    this.#premiseAsked = id + 1;
  }

  /** What a component, this one or its like, was asked. */
  inquiries(component: Component, batches: Batches): Inquiry[] {
    const { states, reached } = this;
    const at = (position: number): AskedTransition => {
      const [from, batch] = [this.#asked[2 * position]!, this.#asked[2 * position + 1]!];
      const to = this.#next[from]![batch]!;
      return { from, batch, answer: to === REFUTED ? new Violation(this.reasons.get(`${from},${batch}`)!) : to };
    };
    const transitions = { count: this.#asked.length / 2, at };
    const premise = { count: this.#premiseAsked, reached };
    return [
      transitionInquiry(component, transitions, states, batches),
      ...(component.premise ? [premiseInquiry(component, premise, states)] : []),
    ];
  }

  #isPremise(state: Value): boolean {
    const { name, premise } = this.component;
    if (!premise) return false;
    const asked = `premise of ${name}`;
    return truthOf(
      asked,
      guarded(asked, () => premise(state)),
    );
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
      row[batch] = this.#compute(state, batch, batches.riders(batch));
      this.#compareOrders(state, row[batch]!, batch, batches);
      this.#asked.push(state, batch);
    }
    return row[batch]!;
  }

  #compute(from: number, batch: number, riders: readonly Rider[]): number {
    const { handles } = this.component;
    let state = from;
    for (const rider of riders) {
      if (!hears(this.component, rider)) continue;
      const next = this.#on(this.states.values[state], rider);
      if (next instanceof Violation) {
        this.reasons.set(`${from},${batch}`, next.reason);
        return REFUTED;
      }
      const id = this.id(next);
      this.heard ||= (handles !== undefined && !isFact(rider)) || id !== state;
      state = id;
    }
    return state;
  }

  /** Refuses a component that comes to another state when it is told the same in another order. */
  #compareOrders(from: number, to: number, batch: number, batches: Batches): void {
    const riders = batches.riders(batch);
    const heard = [...riders.keys()].filter((position) => hears(this.component, riders[position]!));
    if (heard.length < 2) return;
    const expected = to === REFUTED ? 'violated' : this.states.texts[to]!;
    const arrivals = arrivalsOf<Value | Violation>(this.states.values[from], {
      count: heard.length,
      precedes: (before, after) => batches.precedes(batch, heard[before]!, heard[after]!),
      tell: (state, position) => (state instanceof Violation ? state : this.#on(state, riders[heard[position]!]!)),
      textOf: (state) => this.#textOf(state),
    });
    for (const { state, order } of arrivals) {
      if (this.#textOf(state) === expected) continue;
      const orders = [heard, order.map((position) => heard[position]!)];
      const [told, otherwise] = orders.map((positions) => eventTexts(positions.map((position) => riders[position]!)));
      throw new QuiesceError(
        'QSC514',
        `${this.component.name} in state ${this.states.texts[from]}: ${expected} on ${told}; ${this.#textOf(state)} on ${otherwise}`,
      );
    }
  }

  #textOf(state: Value | Violation): string {
    return state instanceof Violation ? 'violated' : this.states.textOf(state);
  }

  #on(state: Value, rider: Rider): Value | Violation {
    const next = this.#told(state, rider);
    if (next === undefined) throw this.#misbehaves(state, rider, 'returned undefined; a forgotten return?');
    return next;
  }

  #told(state: Value, rider: Rider): Value | Violation {
    const around = enter(`on of ${this.component.name}`);
    try {
      return tell(this.component, state, rider);
    } catch (error) {
      if (error instanceof QuiesceError) throw error;
      throw this.#misbehaves(state, rider, String(error), error);
    } finally {
      leave(around);
    }
  }

  #misbehaves(state: Value, rider: Rider, what: string, cause?: unknown): QuiesceError {
    const heard = isFact(rider) ? `the fact ${canonical(rider)}` : `${rider.name} ${canonical(rider.data)}`;
    const asked = `${this.component.name} in state ${canonical(state)} on ${heard}`;
    return new QuiesceError('QSC509', `${asked}: ${what}`, { cause });
  }
}

function eventTexts(riders: readonly Rider[]): string {
  return riders
    .filter((rider) => !isFact(rider))
    .map(riderText)
    .join(', ');
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
  /** By batch: the components that hear anything of it. */
  readonly #hearers: (readonly number[])[] = [];
  /** What a search has made of this automaton. */
  readonly taken = new JointTransitions();
  /** How many components are refuted in a product state: more after a step than before means a new refutation. */
  refutedCount = new Int32Array(256);

  constructor(components: readonly Component[], batches: Batches) {
    this.#running = components.map((component) => new Running(component));
    this.#batches = batches;
    this.#tuples = new Tuples(components.length);
    this.#work = new Int32Array(components.length);
    this.#tuples.id(this.#work);
  }

  /** The monitors, memories and premises that it is made of. */
  get components(): readonly Component[] {
    return this.#running.map(({ component }) => component);
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

  /**
   * The product state after a batch. A search says which state its step leaves (-1: it starts) and by which via: of the
   * first step that takes a transition this is kept.
   */
  next(state: number, batch: number, leaving = NOWHERE, via = 0): number {
    const known = this.#transitions.get(state, batch);
    if (known >= 0) return known;
    const target = this.#compute(state, batch);
    if (leaving !== NOWHERE) this.taken.add(state, batch, target, leaving, via);
    return target;
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

  /** All states that a component has been in. */
  statesOf(component: number): readonly Value[] {
    return this.#running[component]!.states.values;
  }

  /** What components were asked; asked again are those given, which are these or their like from a fresh module. */
  inquiries(components: readonly Component[]): Inquiry[] {
    return this.#running.flatMap((running, index) => running.inquiries(components[index]!, this.#batches));
  }

  /** Whether the component's premise was ever true. */
  isPremiseReached(component: number): boolean {
    return this.#running[component]!.reached;
  }

  /** Whether the component ever heard an event that it handles, or where it names none, one that changed its state. */
  hasHeard(component: number): boolean {
    return this.#running[component]!.heard;
  }

  #compute(state: number, batch: number): number {
    const tuple = this.#work;
    this.#tuples.copy(state, tuple);
    let refuted = this.refutedCount[state]!;
    const hearing = this.#hearing(batch);
    for (let index = 0; index < hearing.length; index++) {
      const component = hearing[index]!;
      const from = tuple[component]!;
      if (from === REFUTED) continue;
      tuple[component] = this.#running[component]!.after(from, batch, this.#batches);
      if (tuple[component] === REFUTED) refuted++;
    }
    const target = this.#tuples.id(tuple);
    if (target >= this.refutedCount.length) this.refutedCount = widened(this.refutedCount);
    this.refutedCount[target] = refuted;
    this.#transitions.set(state, batch, target);
    return target;
  }

  /** The components that hear anything of a batch: the others stay where they are. */
  #hearing(batch: number): readonly number[] {
    this.#hearers[batch] ??= this.#hearersOf(batch);
    return this.#hearers[batch];
  }

  #hearersOf(batch: number): number[] {
    const riders = this.#batches.riders(batch);
    return this.#running.flatMap(({ component }, index) =>
      riders.some((rider) => hears(component, rider)) ? [index] : [],
    );
  }
}
