// The joint transitions of the monitors in the order in which a search took them, each with the first step that did:
// the state that it left and its via. Whatever has to be known of what a search has done to a monitor (which of its
// transitions are realised, by which schedule) is computed from this afterwards; so a monitor need note nothing itself.

import { widened } from '../threads/widened.js';

/** Words of a transition: product state, batch, target, the state that was left, via. */
const words = 5;

export interface JointTransition {
  readonly from: number;
  readonly batch: number;
  readonly to: number;
  /** The state that the first step left; -1 is the start of the execution, which leaves none. */
  readonly leaving: number;
  readonly via: number;
}

export class JointTransitions {
  count = 0;
  #table = new Int32Array(words << 6);

  add(from: number, batch: number, to: number, leaving: number, via: number): void {
    const at = this.count++ * words;
    if (at === this.#table.length) this.#table = widened(this.#table);
    this.#table[at] = from;
    this.#table[at + 1] = batch;
    this.#table[at + 2] = to;
    this.#table[at + 3] = leaving;
    this.#table[at + 4] = via;
  }

  /** A transition by its position, from 0. */
  get(index: number): JointTransition {
    const table = this.#table;
    const at = index * words;
    return {
      from: table[at]!,
      batch: table[at + 1]!,
      to: table[at + 2]!,
      leaving: table[at + 3]!,
      via: table[at + 4]!,
    };
  }
}
