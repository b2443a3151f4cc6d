// What monitors have heard along an execution. One execution often begins as the one before it, so that of the next they hear
// only what is new: their states are kept step by step, in one array.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { widened } from '../threads/widened.js';
import type { Product, Refutation } from '../watch/product.js';

export class Heard {
  /** Steps that have been heard of. */
  length = 0;
  readonly #product: Product;
  readonly #monitors: number;
  /** The product state before each step, and after the last; and what is refuted where it begins, and by each step. */
  #states = new Int32Array(64);
  readonly #refuted: (readonly Refutation[])[] = [];
  readonly #end: State;

  constructor(multiprocessor: Multiprocessor, product: Product) {
    const { state, batch } = multiprocessor.initial();
    this.#product = product;
    this.#monitors = multiprocessor.layout.monitors;
    this.#end = state;
    this.#refuted[0] = product.refutations(product.initial, batch);
    this.#states[0] = product.next(product.initial, batch);
  }

  /** Steps from this one on are others now. */
  forget(from: number): void {
    this.length = Math.min(this.length, from);
  }

  /** The next step says a batch. */
  hear(batch: number): void {
    const product = this.#product;
    const before = this.#states[this.length]!;
    const after = product.next(before, batch);
    const isMore = product.refutedCount[after]! > product.refutedCount[before]!;
    this.length++;
    if (this.length === this.#states.length) this.#states = widened(this.#states);
    this.#states[this.length] = after;
    this.#refuted[this.length] = isMore ? product.refutations(before, batch) : [];
  }

  /** A state to which these steps have led, with what the monitors are at; and all that is refuted on the way. */
  at(state: State): { readonly state: State; readonly refuted: readonly Refutation[] } {
    const product = this.#states[this.length]!;
    this.#end.set(state);
    this.#end[this.#monitors] = product;
    const isAny = this.#product.refutedCount[product] !== 0;
    return { state: this.#end, refuted: isAny ? this.#refuted.slice(0, this.length + 1).flat() : [] };
  }
}
