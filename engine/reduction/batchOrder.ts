// Whether the order of two batches can matter to any component of the product. What is found out is kept until more
// batches are known.

import type { Batches } from '../threads/batches.js';
import { type Component, hears } from '../watch/component.js';
import { BitRows } from './bits.js';
import { ComponentOrder } from './componentOrder.js';

export class BatchOrder {
  readonly #components: readonly Component[];
  readonly #batches: Batches;
  readonly #orders: readonly ComponentOrder[];
  /** By batch: the components that hear anything of it. */
  readonly #hearers: (readonly number[])[] = [];
  /** By pair of batches, the smaller first: whether it was asked if they may change places, and whether they may. */
  #asked = new BitRows(0, 0);
  #apart = new BitRows(0, 0);
  #size = 0;

  constructor(components: readonly Component[], batches: Batches) {
    this.#components = components;
    this.#batches = batches;
    this.#orders = components.map((component) => new ComponentOrder(component, batches));
  }

  /** Takes into account what batches are known by now. */
  widen(): void {
    const { size } = this.#batches;
    if (size === this.#size) return;
    this.#size = size;
    this.#asked = new BitRows(size, size);
    this.#apart = new BitRows(size, size);
    this.#orders.forEach((order, component) => {
      order.widen([...Array(size).keys()].filter((batch) => this.hearers(batch).includes(component)));
    });
  }

  hearers = (batch: number): readonly number[] => {
    this.#hearers[batch] ??= this.#components.flatMap((component, index) =>
      this.#batches.riders(batch).some((rider) => hears(component, rider)) ? [index] : [],
    );
    return this.#hearers[batch];
  };

  /** Whether the order of two batches matters to nobody. */
  commute(one: number, other: number): boolean {
    const [first, second] = [Math.min(one, other), Math.max(one, other)];
    if (!this.#asked.has(first, second)) {
      this.#asked.add(first, second);
      if (this.#matterToNobody(first, second)) this.#apart.add(first, second);
    }
    return this.#apart.has(first, second);
  }

  #matterToNobody(one: number, other: number): boolean {
    const others = this.hearers(other);
    return this.hearers(one).every(
      (component) => !others.includes(component) || this.#orders[component]!.commutes(one, other),
    );
  }
}
