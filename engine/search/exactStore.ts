// The exact store: packed states in an open-addressing table. The hash only picks where to look; equality of all words
// decides. With fingerprintStore.ts and search.ts this is the hot loop: flat typed arrays, no allocation per state.

import type { Layout } from '../multiprocessor/layout.js';
import type { State } from '../multiprocessor/multiprocessor.js';
import { QuiesceError } from '../program/errors.js';
import { widened } from '../threads/widened.js';
import { hashOf } from '../threads/wordHash.js';
import type { Format } from './format.js';
import { Packing } from './packing.js';
import type { Store } from './store.js';

const chunkBits = 16;
const chunkMask = (1 << chunkBits) - 1;

/** Candidates there is room for at first. */
const stagedMin = 256;
/** States that are entered together into a larger table. */
const together = 64;
/** States are packed anew while there are so few, and then each time there are so many times more, up to some. */
const fewStates = 1024;
const timesMore = 4;
const manyStates = 1 << 17;

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
  /** By candidate: the entry where its search begins, as it was when it was fetched. */
  #entries = new Int32Array(stagedMin);
  #stagedCount = 0;
  /** Where fetch leaves what it read, so that no compiler takes the reading out. */
  readonly #fetched = new Int32Array(1);
  #packedAnewAt = 0;
  readonly #entered = new Int32Array(together);

  constructor(layout: Layout) {
    this.#packing = new Packing(layout);
    this.#staged = new Int32Array(this.#packing.words * stagedMin);
  }

  get bytes(): number {
    const states = this.#chunks.length * this.#packing.words * 4 * (chunkMask + 1);
    return this.#table.byteLength + states + this.#packing.bytes;
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
   * for one after the other as it comes to each. First the entries, then the states that they lead to. It changes nothing.
   */
  fetch(): void {
    const table = this.#table;
    const hashes = this.#hashes;
    const entries = this.#entries;
    const mask = table.length - 1;
    const count = this.#stagedCount;
    for (let candidate = 0; candidate < count; candidate++) entries[candidate] = table[hashes[candidate]! & mask]!;
    let sum = 0;
    const { words } = this.#packing;
    for (let candidate = 0; candidate < count; candidate++) {
      const entry = entries[candidate]!;
      if (entry === 0 || ((entry ^ hashes[candidate]!) & ~mask) !== 0) continue;
      const id = (entry & mask) - 1;
      sum += this.#chunks[id >>> chunkBits]![(id & chunkMask) * words]!;
    }
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

  /** A larger table: the states are entered again, as many at a time as are looked up together. */
  #growTable(): void {
    this.#table = new Int32Array(this.#table.length * (this.#table.length < 1 << 22 ? 4 : 2));
    for (let first = 0; first < this.count; first += together)
      this.#enterAgain(first, Math.min(first + together, this.count));
  }

  #enterAgain(first: number, end: number): void {
    const { words } = this.#packing;
    const table = this.#table;
    const mask = table.length - 1;
    const hashes = this.#entered;
    let sum = 0;
    for (let id = first; id < end; id++) {
      const hash = hashOf(this.#chunks[id >>> chunkBits]!, (id & chunkMask) * words, words);
      hashes[id - first] = hash;
      sum += table[hash & mask]!;
    }
    this.#fetched[0] = sum;
    for (let id = first; id < end; id++) {
      const hash = hashes[id - first]!;
      let place = hash & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = (hash & ~mask) | (id + 1);
    }
  }

  /** The fields are made such that a state fits. Rare, and where there are many states, cheap. */
  #widen(state: State): void {
    const before = this.#packing.format;
    const isWorthwhile = this.count < manyStates && this.count > this.#packedAnewAt * timesMore;
    const repacking = this.#packing.widen(state, this.count < fewStates || isWorthwhile);
    if (repacking === 'widen') this.#addWords(before.words);
    if (repacking === 'anew') this.#packAnew(before);
  }

  /** Adds words of 0 to all states and to what is staged; their hashes are what they were. */
  #addWords(before: number): void {
    const { words } = this.#packing;
    for (let chunk = 0; chunk < this.#chunks.length; chunk++)
      this.#chunks[chunk] = withWords(this.#chunks[chunk]!, before, words);
    this.#staged = withWords(this.#staged, before, words);
  }

  /** All states, and what is staged, are packed anew. */
  #packAnew(before: Format): void {
    const packing = this.#packing;
    const each = new Int32Array(packing.width);
    this.#widenStaged(before, each);
    const { count } = this;
    this.#packedAnewAt = count;
    const old = this.#chunks;
    this.#chunks = [];
    this.count = 0;
    this.#table.fill(0);
    const work = new Int32Array(packing.words);
    for (let id = 0; id < count; id++) {
      packing.unpackFrom(before, old[id >>> chunkBits]!, (id & chunkMask) * before.words, each);
      this.#packWhole(work, 0, each);
      const hash = hashOf(work, 0, packing.words);
      this.#add(work, 0, packing.words, hash, ~this.#place(work, 0, packing.words, hash));
    }
  }

  #widenStaged(format: Format, each: State): void {
    const old = this.#staged;
    const count = this.#stagedCount;
    this.#staged = new Int32Array(this.#hashes.length * this.#packing.words);
    this.#stagedCount = 0;
    for (let candidate = 0; candidate < count; candidate++) {
      this.#packing.unpackFrom(format, old, candidate * format.words, each);
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
    this.#entries = widened(this.#entries);
  }
}

/** Records of so many words, each with words of 0 at its end. */
function withWords(from: Int32Array, before: number, words: number): Int32Array<ArrayBuffer> {
  const records = from.length / before;
  const wider = new Int32Array(records * words);
  for (let record = 0; record < records; record++)
    for (let word = 0; word < before; word++) wider[record * words + word] = from[record * before + word]!;
  return wider;
}
