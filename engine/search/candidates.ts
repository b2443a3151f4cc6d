// Candidates: the successors of a few states, between the steps that lead to them and their look-up in the store. Each
// step is taken in place and taken back; what it wrote is kept, so that a candidate that turns out to be new can be had
// again without another step. Part of the hot loop.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { widened } from '../threads/widened.js';

export class Candidates {
  count = 0;
  /** By candidate: the step that leads to it, the product state there, and where its writes begin. */
  via = new Int32Array(256);
  product = new Int32Array(256);
  firstWrite = new Int32Array(257);
  /** The writes of all candidates, one after the other: slot, what it held before, what it holds after. */
  slot = new Int32Array(1024);
  before = new Int32Array(1024);
  after = new Int32Array(1024);

  clear(): void {
    this.count = 0;
  }

  /** Keeps the step that the multiprocessor has just taken from a state, and takes it back. */
  keep(multiprocessor: Multiprocessor, state: State, via: number, product: number): void {
    const { touched, before, touchedCount } = multiprocessor;
    const candidate = this.count++;
    const first = this.firstWrite[candidate]!;
    if (this.count === this.via.length || first + touchedCount > this.slot.length) this.#makeRoom();
    this.via[candidate] = via;
    this.product[candidate] = product;
    this.firstWrite[candidate + 1] = first + touchedCount;
    for (let index = touchedCount - 1; index >= 0; index--) {
      const slot = touched[index]!;
      this.slot[first + index] = slot;
      this.before[first + index] = before[index]!;
      this.after[first + index] = state[slot]!;
      state[slot] = before[index]!;
    }
  }

  /** Makes a candidate of the state that it was found from. */
  redo(state: State, candidate: number): void {
    const end = this.firstWrite[candidate + 1]!;
    for (let write = this.firstWrite[candidate]!; write < end; write++) state[this.slot[write]!] = this.after[write]!;
  }

  undo(state: State, candidate: number): void {
    const first = this.firstWrite[candidate]!;
    for (let write = this.firstWrite[candidate + 1]! - 1; write >= first; write--)
      state[this.slot[write]!] = this.before[write]!;
  }

  #makeRoom(): void {
    for (const table of ['via', 'product', 'firstWrite', 'slot', 'before', 'after'] as const) {
      this[table] = widened(this[table]);
    }
  }
}
