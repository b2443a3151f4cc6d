// The transitions of a lazily built automaton: (state, batch) to state. Asked at nearly every step. Each state has a row
// of its own, a small hash table of the batches that ever met it: all steps that are taken from states with one product
// state look into one row, which by then is near.

import { widened } from '../threads/widened.js';

/** Words of a place of a row: batch + 1 (0: free), target. */
const words = 2;
/** Words that say where a row is: its first word, and its last place. */
const perRow = 2;
/** Places of a row at first. */
const placesMin = 4;

export class TransitionTable {
  /** By state. One without a transition has the empty row at word 0. */
  #rows = new Int32Array(perRow << 8);
  #counts = new Int32Array(1 << 8);
  /** All rows. What a row leaves when it has become too short is not used again: so much as all rows take, at most. */
  #places = new Int32Array(words << 10);
  #used = words;

  /** The target of a transition, or -1 where it is not known yet. */
  get(state: number, batch: number): number {
    const places = this.#places;
    const first = this.#rows[state * perRow]!;
    const mask = this.#rows[state * perRow + 1]!;
    for (let place = hashOf(batch) & mask; ; place = (place + 1) & mask) {
      const key = places[first + place * words]!;
      if (key === batch + 1) return places[first + place * words + 1]!;
      if (key === 0) return -1;
    }
  }

  /** Keeps a transition that is not known yet. */
  set(state: number, batch: number, target: number): void {
    const states = Math.max(state, target) + 1;
    if (states > this.#counts.length) this.#widen(states);
    const count = ++this.#counts[state]!;
    const places = this.#rows[state * perRow + 1]! + 1;
    if (4 * count > 3 * places) this.#move(state, Math.max(placesMin, 2 * places));
    this.#put(state, batch, target);
  }

  /** Every state that is asked for was a target before, or is the first. */
  #widen(states: number): void {
    this.#counts = widened(this.#counts, states);
    this.#rows = widened(this.#rows, this.#counts.length * perRow);
  }

  /** Moves the row of a state to the end, where it has more places. */
  #move(state: number, places: number): void {
    const old = this.#places;
    const first = this.#rows[state * perRow]!;
    const end = first + (this.#rows[state * perRow + 1]! + 1) * words;
    if (this.#used + places * words > old.length) this.#places = widened(old, this.#used + places * words);
    this.#rows[state * perRow] = this.#used;
    this.#rows[state * perRow + 1] = places - 1;
    this.#used += places * words;
    for (let at = first; at < end; at += words) if (old[at] !== 0) this.#put(state, old[at]! - 1, old[at + 1]!);
  }

  #put(state: number, batch: number, target: number): void {
    const places = this.#places;
    const first = this.#rows[state * perRow]!;
    const mask = this.#rows[state * perRow + 1]!;
    let place = hashOf(batch) & mask;
    while (places[first + place * words] !== 0) place = (place + 1) & mask;
    places[first + place * words] = batch + 1;
    places[first + place * words + 1] = target;
  }
}

function hashOf(batch: number): number {
  return Math.imul(batch, 0x9e3779b1 | 0) >>> 12;
}
