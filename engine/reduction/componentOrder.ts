// Whether the order of two batches can matter to a component of the product: asked by trying both in every state of the
// component that any known batches could lead to, in whatever order. More than the search will come to, so that nothing
// rests on what a reduced search has seen so far. A premise is asked of the state between two batches too, so that it has to hold
// there in both orders or in neither, unless it holds before or after both as well. Where these states are too many, or the component throws in one of them,
// every two batches that it hears are taken to depend on each other; a component of the engine's own may say instead
// which riders it keeps apart.

import { Interner } from '../operations/interner.js';
import type { Value } from '../program/value.js';
import type { Batches, Rider } from '../threads/batches.js';
import { type Component, hears, tell } from '../watch/component.js';
import { areApart, judgeLives } from '../watch/noUseAfterFree.js';
import { Violation } from '../watch/property.js';

/** States of a component times batches, at most. */
const triesMax = 5_000;
/** The state of a refuted component: it hears nothing any more. */
const REFUTED = -1;

export class ComponentOrder {
  readonly #component: Component;
  readonly #apart: ((one: Rider, other: Rider) => boolean) | undefined;
  readonly #batches: Batches;
  readonly #states = new Interner();
  /** The batches that it hears, and by state where each of them leads. */
  readonly #heard: number[] = [];
  readonly #next: number[][] = [];
  /** By batch: its place among those heard. */
  readonly #places = new Map<number, number>();
  /** By state: whether the premise holds there. */
  readonly #holds: boolean[] = [];
  #isTooLarge = false;

  constructor(component: Component, batches: Batches) {
    this.#component = component;
    this.#apart = component.facts?.on === judgeLives ? areApart : undefined;
    this.#batches = batches;
    this.#states.id(component.init);
  }

  /** Takes more batches, and all states that they lead to, into account. */
  widen(batches: Iterable<number>): void {
    if (this.#isTooLarge || this.#apart) return;
    for (const batch of batches) this.#hear(batch);
    for (let state = 0; state < this.#states.values.length && !this.#isTooLarge; state++) this.#follow(state);
  }

  #hear(batch: number): void {
    if (this.#places.has(batch)) return;
    this.#places.set(batch, this.#heard.length);
    this.#heard.push(batch);
  }

  #follow(state: number): void {
    this.#next[state] ??= [];
    this.#holds[state] ??= this.#asked(state);
    const row = this.#next[state];
    while (row.length < this.#heard.length && !this.#isTooLarge) {
      row.push(this.#after(state, this.#batches.riders(this.#heard[row.length]!)));
      this.#isTooLarge ||= this.#states.values.length * this.#heard.length > triesMax;
    }
  }

  #after(from: number, riders: readonly Rider[]): number {
    let state: Value = this.#states.values[from];
    for (const rider of riders) {
      if (!hears(this.#component, rider)) continue;
      const next = this.#told(state, rider);
      if (next === undefined || next instanceof Violation) return REFUTED;
      state = next;
    }
    return this.#states.id(state);
  }

  /** What it throws in a state that no execution may ever reach is no error; nothing is said of its batches then. */
  #told(state: Value, rider: Rider): Value | Violation {
    try {
      return tell(this.#component, state, rider);
    } catch {
      this.#isTooLarge = true;
      return undefined;
    }
  }

  #asked(state: number): boolean {
    try {
      return this.#component.premise?.(this.#states.values[state]!) === true;
    } catch {
      this.#isTooLarge = true;
      return false;
    }
  }

  /** Whether two batches that it hears may change places. */
  commutes(one: number, other: number): boolean {
    const apart = this.#apart;
    if (apart) return this.#keepsApart(one, other, apart);
    const [first, second] = [this.#places.get(one), this.#places.get(other)];
    if (this.#isTooLarge || first === undefined || second === undefined) return false;
    return this.#next.every((_, state) => this.#isAlike(state, first, second));
  }

  /** Whether either order leads to the same state, and past the premise or not. */
  #isAlike(state: number, first: number, second: number): boolean {
    const end = this.#afterBoth(state, first, second);
    if (end !== this.#afterBoth(state, second, first)) return false;
    const [one, other] = [this.#next[state]![first]!, this.#next[state]![second]!];
    return this.#isMet(state) || this.#isMet(end) || this.#isMet(one) === this.#isMet(other);
  }

  #isMet(state: number): boolean {
    return state !== REFUTED && this.#holds[state]!;
  }

  #afterBoth(state: number, first: number, second: number): number {
    const between = this.#next[state]![first]!;
    return between === REFUTED ? REFUTED : this.#next[between]![second]!;
  }

  #keepsApart(one: number, other: number, apart: (one: Rider, other: Rider) => boolean): boolean {
    const heard = (batch: number) => this.#batches.riders(batch).filter((rider) => hears(this.#component, rider));
    return heard(one).every((rider) => heard(other).every((after) => apart(rider, after)));
  }
}
