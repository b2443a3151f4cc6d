// The exact store: packed states in an open-addressing table. The hash only picks where to look; equality of all words
// decides. With fingerprintStore.ts and search.ts this is the hot loop: flat typed arrays, no allocation per state.

import type { Layout } from '../multiprocessor/layout.js';
import type { State } from '../multiprocessor/multiprocessor.js';
import { QuiesceError } from '../program/errors.js';
import { widened } from '../threads/widened.js';
import { hashOf } from '../threads/wordHash.js';
import { type Format, Packing } from './packing.js';
import type { Store } from './store.js';

const chunkBits = 16;
const chunkMask = (1 << chunkBits) - 1;

/** Candidates there is room for at first. */
const stagedMin = 256;

export class ExactStore implements Store {
  count = 0;
  readonly collisionProbability = 0;
  readonly #packing: Packing;
  #chunks: Int32Array[] = [];
  /**
   * An entry is id + 1 in as many low bits as the table has places for, and the high bits of the hash above; 0 marks a
   * free place. The place itself comes from the low bits of the hash, so an entry needs one word and most unequal
   * states are told apart in it.
   */
  #table = new Int32Array(1 << 12);
  /** Staged candidates: packed words one after the other, and their hashes. */
  #staged: Int32Array<ArrayBuffer>;
  #hashes = new Int32Array(stagedMin);
  #stagedCount = 0;
  /** Where fetch leaves what it read, so that no compiler takes the reading out. */
  readonly #fetched = new Int32Array(1);

  constructor(layout: Layout) {
    this.#packing = new Packing(layout);
    this.#staged = new Int32Array(this.#packing.words * stagedMin);
  }

  get bytes(): number {
    return this.#table.byteLength + this.#chunks.length * this.#packing.words * 4 * (chunkMask + 1);
  }

  get wordsPerState(): number {
    return this.#packing.words;
  }

  load(id: number, state: State): void {
    this.#packing.unpack(this.#chunks[id >>> chunkBits]!, (id & chunkMask) * this.#packing.words, state);
  }

  add(state: State): number {
    this.#widen(state);
    this.#stageWhole(state);
    this.fetch();
    return this.resolve(0);
  }

  stage(base: number, state: State, touched: Int32Array, count: number): void {
    const packing = this.#packing;
    const { words } = packing;
    if (this.#stagedCount === this.#hashes.length) this.#makeRoom();
    const staged = this.#staged;
    const at = this.#stagedCount * words;
    const chunk = this.#chunks[base >>> chunkBits]!;
    const offset = (base & chunkMask) * words;
    for (let word = 0; word < words; word++) staged[at + word] = chunk[offset + word]!;
    for (let index = 0; index < count; index++) {
      const slot = touched[index]!;
      if (!packing.put(staged, at, slot, state[slot]!)) {
        this.#widen(state);
        this.#stageWhole(state);
        return;
      }
    }
    this.#hashes[this.#stagedCount++] = hashOf(staged, at, words);
  }

  /**
   * Reads what the candidates will be compared with, all at once: the processor waits for these words together, and not
   * for one after the other as it comes to each. It changes nothing.
   */
  fetch(): void {
    const table = this.#table;
    const hashes = this.#hashes;
    const mask = table.length - 1;
    let sum = 0;
    for (let candidate = 0; candidate < this.#stagedCount; candidate++) sum += table[hashes[candidate]! & mask]!;
    this.#fetched[0] = sum;
    this.#stagedCount = 0;
  }

  resolve(candidate: number): number {
    const { words } = this.#packing;
    const at = candidate * words;
    const hash = this.#hashes[candidate]!;
    const found = this.#place(this.#staged, at, words, hash);
    return found < 0 ? this.#add(this.#staged, at, words, hash, ~found) : ~found;
  }

  lookup(state: State): number {
    const { words, width } = this.#packing;
    const work = new Int32Array(words);
    for (let slot = 0; slot < width; slot++) if (!this.#packing.put(work, 0, slot, state[slot]!)) return -1;
    const found = this.#place(work, 0, words, hashOf(work, 0, words));
    return found < 0 ? -1 : found;
  }

  /** The id of a packed state, or ~(the free place where it belongs). */
  #place(work: Int32Array, at: number, words: number, hash: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    const tag = (hash & ~mask) | 0;
    let place = hash & mask;
    for (;;) {
      const entry = table[place]!;
      if (entry === 0) return ~place;
      if ((entry & ~mask) === tag) {
        const id = (entry & mask) - 1;
        if (this.#equals(id, work, at, words)) return id;
      }
      place = (place + 1) & mask;
    }
  }

  #equals(id: number, work: Int32Array, at: number, words: number): boolean {
    const chunk = this.#chunks[id >>> chunkBits]!;
    const offset = (id & chunkMask) * words;
    for (let word = 0; word < words; word++) if (chunk[offset + word] !== work[at + word]) return false;
    return true;
  }

  #add(work: Int32Array, at: number, words: number, hash: number, place: number): number {
    const id = this.count++;
    if ((id & chunkMask) === 0) this.#chunks.push(new Int32Array(words * (chunkMask + 1)));
    const chunk = this.#chunks[id >>> chunkBits]!;
    const offset = (id & chunkMask) * words;
    for (let word = 0; word < words; word++) chunk[offset + word] = work[at + word]!;
    this.#table[place] = (hash & ~(this.#table.length - 1)) | (id + 1);
    if (this.count * 3 > this.#table.length * 2 - 8) this.#growTable();
    return id;
  }

  #growTable(): void {
    const { words } = this.#packing;
    this.#table = new Int32Array(this.#table.length * (this.#table.length < 1 << 22 ? 4 : 2));
    const table = this.#table;
    const mask = table.length - 1;
    for (let id = 0; id < this.count; id++) {
      const hash = hashOf(this.#chunks[id >>> chunkBits]!, (id & chunkMask) * words, words);
      let place = hash & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = (hash & ~mask) | (id + 1);
    }
  }

  /** All states, and what is staged, are packed anew, with fields that a state fits. Rare. */
  #widen(state: State): void {
    const packing = this.#packing;
    const before: Format = { words: packing.words, fields: packing.fields };
    const each = new Int32Array(packing.width);
    packing.widen(state);
    this.#widenStaged(before, each);
    const { count } = this;
    const old = this.#chunks;
    this.#chunks = [];
    this.count = 0;
    this.#table.fill(0);
    const work = new Int32Array(packing.words);
    for (let id = 0; id < count; id++) {
      packing.unpack(old[id >>> chunkBits]!, (id & chunkMask) * before.words, each, before.fields);
      this.#packWhole(work, 0, each);
      const hash = hashOf(work, 0, packing.words);
      this.#add(work, 0, packing.words, hash, ~this.#place(work, 0, packing.words, hash));
      if ((id & chunkMask) === chunkMask) old[id >>> chunkBits] = each;
    }
  }

  #widenStaged({ words, fields }: Format, each: State): void {
    const old = this.#staged;
    const count = this.#stagedCount;
    this.#staged = new Int32Array(this.#hashes.length * this.#packing.words);
    this.#stagedCount = 0;
    for (let candidate = 0; candidate < count; candidate++) {
      this.#packing.unpack(old, candidate * words, each, fields);
      this.#stageWhole(each);
    }
  }

  #stageWhole(state: State): void {
    const { words } = this.#packing;
    const at = this.#stagedCount * words;
    this.#packWhole(this.#staged, at, state);
    this.#hashes[this.#stagedCount++] = hashOf(this.#staged, at, words);
  }

  #packWhole(words: Int32Array, at: number, state: State): void {
    for (let slot = 0; slot < this.#packing.width; slot++) {
      if (!this.#packing.put(words, at, slot, state[slot]!))
        throw new QuiesceError('QSC901', `slot ${slot} does not fit its field`);
    }
  }

  #makeRoom(): void {
    this.#staged = widened(this.#staged);
    this.#hashes = widened(this.#hashes);
  }
}
