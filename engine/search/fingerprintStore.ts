// The fingerprint store: 64 bits a state instead of the state. Two states of one fingerprint are taken for one, so a
// search over it proves nothing; its verdicts are inconclusive, with the probability that any state was missed.

import type { State } from '../multiprocessor/multiprocessor.js';
import type { Store } from './store.js';

export class FingerprintStore implements Store {
  count = 0;
  /** Triples (id + 1, high, low). */
  #table = new Int32Array(3 << 12);
  #mask = (1 << 12) - 1;
  /** States not yet expanded. */
  readonly #frontier = new Map<number, State>();
  readonly #staged: State[] = [];
  #stagedCount = 0;
  readonly #width: number;

  constructor(layout: { readonly width: number }) {
    this.#width = layout.width;
  }

  get bytes(): number {
    return this.#table.byteLength + this.#frontier.size * (this.#width * 4 + 64);
  }

  /** Birthday bound: pairs of states over fingerprints. */
  get collisionProbability(): number {
    return Math.min(1, (this.count * (this.count - 1)) / 2 / 2 ** 64);
  }

  load(id: number, state: State): void {
    state.set(this.#frontier.get(id)!);
    this.#frontier.delete(id);
  }

  add(state: State): number {
    this.#stagedCount = 0;
    this.stage(-1, state);
    this.fetch();
    return this.resolve(0);
  }

  stage(_base: number, state: State): void {
    const staged = this.#staged[this.#stagedCount];
    if (staged) staged.set(state);
    else this.#staged.push(state.slice());
    this.#stagedCount++;
  }

  fetch(): void {
    this.#stagedCount = 0;
  }

  resolve(candidate: number): number {
    const state = this.#staged[candidate]!;
    const high = hashOf(state, 0x2545f491, 0x9e3779b1);
    const low = hashOf(state, 0x6c078965, 0x85ebca6b);
    let place = low & this.#mask;
    for (;;) {
      const entry = this.#table[place * 3]!;
      if (entry === 0) return this.#add(state, high, low, place);
      if (this.#table[place * 3 + 1] === high && this.#table[place * 3 + 2] === low) return ~(entry - 1);
      place = (place + 1) & this.#mask;
    }
  }

  /** A fingerprint is not the state: it cannot tell. */
  lookup(): number {
    return -1;
  }

  #add(state: State, high: number, low: number, place: number): number {
    const id = this.count++;
    this.#frontier.set(id, state.slice());
    this.#put(place, id + 1, high, low);
    if (this.count * 2 > this.#mask) this.#grow();
    return id;
  }

  #put(place: number, entry: number, high: number, low: number): void {
    this.#table[place * 3] = entry;
    this.#table[place * 3 + 1] = high;
    this.#table[place * 3 + 2] = low;
  }

  #grow(): void {
    const old = this.#table;
    this.#mask = this.#mask * 2 + 1;
    this.#table = new Int32Array((this.#mask + 1) * 3);
    for (let index = 0; index < old.length; index += 3) {
      if (old[index] === 0) continue;
      let place = old[index + 2]! & this.#mask;
      while (this.#table[place * 3] !== 0) place = (place + 1) & this.#mask;
      this.#put(place, old[index]!, old[index + 1]!, old[index + 2]!);
    }
  }
}

function hashOf(state: State, seed: number, factor: number): number {
  let hash = seed;
  for (let slot = 0; slot < state.length; slot++) {
    hash = Math.imul(hash ^ state[slot]!, factor | 0);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0xc2b2ae35 | 0);
    hash ^= hash >>> 13;
  }
  return hash;
}
