// The exact store: packed states, found again by their hash. The hash only picks where to look; equality of all words
// decides. With fingerprintStore.ts and search.ts this is the hot loop: flat typed arrays, no allocation per state.

import type { Layout } from '../multiprocessor/layout.js';
import type { State } from '../multiprocessor/multiprocessor.js';
import { QuiesceError } from '../program/errors.js';
import { widened } from '../threads/widened.js';
import { hashOf } from '../threads/wordHash.js';
import type { Format } from './format.js';
import { Packing } from './packing.js';
import { type Comparison, Places } from './places.js';
import type { Store } from './store.js';

const chunkBits = 16;
const chunkMask = (1 << chunkBits) - 1;

/** Candidates there is room for at first. */
const stagedMin = 256;
/** States are packed anew while there are so few, and then each time there are so many times more, up to some. */
const fewStates = 1024;
const timesMore = 4;
const manyStates = 1 << 17;

export class ExactStore implements Store, Comparison {
  count = 0;
  readonly collisionProbability = 0;
  /** How its states are packed: whoever goes on with them, goes on with it. */
  readonly packing: Packing;
  #chunks: Int32Array[] = [];
  readonly #places = new Places(this);
  /** Staged candidates: packed words one after the other, and their hashes. */
  #staged: Int32Array<ArrayBuffer>;
  #hashes = new Int32Array(stagedMin);
  /** By candidate: the id that its search looks at first, as it was when it was fetched. */
  #firsts = new Int32Array(stagedMin);
  #stagedCount = 0;
  /** Where fetch leaves what it read, so that no compiler takes the reading out. */
  readonly #fetched = new Int32Array(1);
  #packedAnewAt = 0;

  constructor(layout: Layout) {
    this.packing = new Packing(layout);
    this.#staged = new Int32Array(this.packing.words * stagedMin);
  }

  get bytes(): number {
    const states = this.#chunks.length * this.packing.words * 4 * (chunkMask + 1);
    return this.#places.bytes + states + this.packing.bytes;
  }

  get wordsPerState(): number {
    return this.packing.words;
  }

  load(id: number, state: State): void {
    this.packing.unpack(this.#chunks[id >>> chunkBits]!, (id & chunkMask) * this.packing.words, state);
  }

  /** Forgets all states: somebody else has them. */
  clear(): void {
    this.#chunks = [];
    this.#places.clear();
  }

  /** Copies state `id` as it is packed. */
  copyPacked(id: number, into: Int32Array, at: number): void {
    const { words } = this.packing;
    const offset = (id & chunkMask) * words;
    for (let word = 0; word < words; word++) into[at + word] = this.#chunks[id >>> chunkBits]![offset + word]!;
  }

  add(state: State): number {
    this.#widen(state);
    this.#stageWhole(state);
    this.fetch();
    return this.resolve(0);
  }

  stage(base: number, state: State, touched: Int32Array, count: number): void {
    const packing = this.packing;
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
   * for one after the other as it comes to each. First the buckets, then the states that they lead to. It changes nothing.
   */
  fetch(): void {
    const firsts = this.#firsts;
    const count = this.#stagedCount;
    this.#places.firsts(this.#hashes, count, firsts);
    let sum = 0;
    const { words } = this.packing;
    for (let candidate = 0; candidate < count; candidate++) {
      const id = firsts[candidate]!;
      if (id >= 0) sum += this.#chunks[id >>> chunkBits]![(id & chunkMask) * words]!;
    }
    this.#fetched[0] = sum;
    this.#stagedCount = 0;
  }

  resolve(candidate: number): number {
    const found = this.#places.find(this.#hashes[candidate]!, candidate);
    return found < 0 ? this.#add(candidate) : ~found;
  }

  /** The candidate that is looked up here is staged behind all others. */
  lookup(state: State): number {
    const { words, width } = this.packing;
    if (this.#stagedCount === this.#hashes.length) this.#makeRoom();
    const at = this.#stagedCount * words;
    for (let slot = 0; slot < width; slot++) if (!this.packing.put(this.#staged, at, slot, state[slot]!)) return -1;
    return this.#places.find(hashOf(this.#staged, at, words), this.#stagedCount);
  }

  isCandidate(id: number, candidate: number): boolean {
    const { words } = this.packing;
    const staged = this.#staged;
    const at = candidate * words;
    const chunk = this.#chunks[id >>> chunkBits]!;
    const offset = (id & chunkMask) * words;
    for (let word = 0; word < words; word++) if (chunk[offset + word] !== staged[at + word]) return false;
    return true;
  }

  /** Adds a candidate that was looked for and not found. */
  #add(candidate: number): number {
    const { words } = this.packing;
    const staged = this.#staged;
    const at = candidate * words;
    const id = this.count++;
    if ((id & chunkMask) === 0) this.#chunks.push(new Int32Array(words * (chunkMask + 1)));
    const chunk = this.#chunks[id >>> chunkBits]!;
    const offset = (id & chunkMask) * words;
    for (let word = 0; word < words; word++) chunk[offset + word] = staged[at + word]!;
    this.#places.add(this.#hashes[candidate]!, id);
    return id;
  }

  /** The fields are made such that a state fits. Rare, and where there are many states, cheap. */
  #widen(state: State): void {
    const before = this.packing.format;
    const repacking = this.packing.widen(state, isPackedAnew(this.count, this.#packedAnewAt));
    if (repacking === 'widen') this.#addWords(before.words);
    if (repacking === 'anew') this.#packAnew(before);
  }

  /** Adds words of 0 to all states and to what is staged; their hashes are what they were. */
  #addWords(before: number): void {
    const { words } = this.packing;
    for (let chunk = 0; chunk < this.#chunks.length; chunk++)
      this.#chunks[chunk] = withWords(this.#chunks[chunk]!, before, words);
    this.#staged = withWords(this.#staged, before, words);
  }

  /** All states, and what is staged, are packed anew. */
  #packAnew(before: Format): void {
    const packing = this.packing;
    const each = new Int32Array(packing.width);
    this.#widenStaged(before, each);
    const { count } = this;
    this.#packedAnewAt = count;
    const old = this.#chunks;
    this.#chunks = [];
    this.count = 0;
    this.#places.clear();
    for (let id = 0; id < count; id++) {
      packing.unpackFrom(before, old[id >>> chunkBits]!, (id & chunkMask) * before.words, each);
      this.#stageWhole(each);
      this.resolve(--this.#stagedCount);
    }
  }

  #widenStaged(format: Format, each: State): void {
    const old = this.#staged;
    const count = this.#stagedCount;
    this.#staged = new Int32Array(this.#hashes.length * this.packing.words);
    this.#stagedCount = 0;
    for (let candidate = 0; candidate < count; candidate++) {
      this.packing.unpackFrom(format, old, candidate * format.words, each);
      this.#stageWhole(each);
    }
  }

  #stageWhole(state: State): void {
    if (this.#stagedCount === this.#hashes.length) this.#makeRoom();
    const { words } = this.packing;
    const at = this.#stagedCount * words;
    this.#packWhole(this.#staged, at, state);
    this.#hashes[this.#stagedCount++] = hashOf(this.#staged, at, words);
  }

  #packWhole(words: Int32Array, at: number, state: State): void {
    for (let slot = 0; slot < this.packing.width; slot++) {
      if (!this.packing.put(words, at, slot, state[slot]!))
        throw new QuiesceError('QSC901', `slot ${slot} does not fit its field`);
    }
  }

  #makeRoom(): void {
    this.#staged = widened(this.#staged);
    this.#hashes = widened(this.#hashes);
    this.#firsts = widened(this.#firsts);
  }
}

/** Whether so many states, packed anew when there were fewer, are packed anew where one does not fit. */
export function isPackedAnew(states: number, packedAnewAt: number): boolean {
  return states < fewStates || (states < manyStates && states > packedAnewAt * timesMore);
}

/** Records of so many words, each with words of 0 at its end. */
function withWords(from: Int32Array, before: number, words: number): Int32Array<ArrayBuffer> {
  const records = from.length / before;
  const wider = new Int32Array(records * words);
  for (let record = 0; record < records; record++)
    for (let word = 0; word < before; word++) wider[record * words + word] = from[record * before + word]!;
  return wider;
}
