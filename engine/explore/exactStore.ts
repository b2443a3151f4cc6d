// The exact store: packed states in an open-addressing table. The hash only picks where to look; equality of all words
// decides. With fingerprintStore.ts and search.ts this is the hot loop: flat typed arrays, no allocation per state.

import type { Layout } from '../machine/layout.js';
import type { State } from '../machine/machine.js';
import { QuiesceError } from '../program/errors.js';
import { Packing } from './packing.js';
import type { Store } from './store.js';

const chunkBits = 16;
const chunkMask = (1 << chunkBits) - 1;

export class ExactStore implements Store {
  count = 0;
  readonly collisionProbability = 0;
  readonly #packing: Packing;
  #chunks: Int32Array[] = [];
  /**
   * An entry is id + 1 in as many low bits as the table has places for, and the high bits of the hash above; 0 marks a free place. The place
   * itself comes from the low bits of the hash, so an entry needs one word and most unequal states are told apart in it.
   */
  #table = new Int32Array(1 << 12);
  #base: Int32Array;
  #baseId = -1;
  #work: Int32Array;

  constructor(layout: Layout) {
    this.#packing = new Packing(layout);
    this.#base = new Int32Array(this.#packing.words);
    this.#work = new Int32Array(this.#packing.words);
  }

  get bytes(): number {
    return this.#table.byteLength + this.#chunks.length * this.#packing.words * 4 * (chunkMask + 1);
  }

  get wordsPerState(): number {
    return this.#packing.words;
  }

  load(id: number, state: State): void {
    const chunk = this.#chunks[id >>> chunkBits]!;
    const words = this.#packing.words;
    const offset = (id & chunkMask) * words;
    for (let word = 0; word < words; word++) this.#base[word] = chunk[offset + word]!;
    this.#baseId = id;
    this.#packing.unpack(chunk, offset, state);
  }

  insert(state: State, touched: Int32Array, count: number): number {
    const work = this.#work;
    const base = this.#base;
    const packing = this.#packing;
    const words = packing.words;
    for (let word = 0; word < words; word++) work[word] = base[word]!;
    for (let index = 0; index < count; index++) {
      const slot = touched[index]!;
      if (!packing.put(work, slot, state[slot]!)) return this.#widenAndInsert(state);
    }
    return this.#find(work, words);
  }

  lookup(state: State): number {
    for (let slot = 0; slot < this.#packing.width; slot++) {
      if (!this.#packing.put(this.#work, slot, state[slot]!)) return -1;
    }
    const found = this.#place(this.#work, this.#packing.words, hashOf(this.#work, this.#packing.words));
    return found < 0 ? -1 : found;
  }

  /** Looks a packed state up; adds it when it is new. */
  #find(work: Int32Array, words: number): number {
    const hash = hashOf(work, words);
    const found = this.#place(work, words, hash);
    return found < 0 ? this.#add(work, words, hash, ~found) : ~found;
  }

  /** The id of a packed state, or ~(the free place where it belongs). */
  #place(work: Int32Array, words: number, hash: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    const tag = (hash & ~mask) | 0;
    let place = hash & mask;
    for (;;) {
      const entry = table[place]!;
      if (entry === 0) return ~place;
      if ((entry & ~mask) === tag) {
        const id = (entry & mask) - 1;
        if (this.#equals(id, work, words)) return id;
      }
      place = (place + 1) & mask;
    }
  }

  #equals(id: number, work: Int32Array, words: number): boolean {
    const chunk = this.#chunks[id >>> chunkBits]!;
    const offset = (id & chunkMask) * words;
    for (let word = 0; word < words; word++) if (chunk[offset + word] !== work[word]) return false;
    return true;
  }

  #add(work: Int32Array, words: number, hash: number, place: number): number {
    const id = this.count++;
    if ((id & chunkMask) === 0) this.#chunks.push(new Int32Array(words * (chunkMask + 1)));
    const chunk = this.#chunks[id >>> chunkBits]!;
    const offset = (id & chunkMask) * words;
    for (let word = 0; word < words; word++) chunk[offset + word] = work[word]!;
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
      const hash = hashAt(this.#chunks[id >>> chunkBits]!, (id & chunkMask) * words, words);
      let place = hash & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = (hash & ~mask) | (id + 1);
    }
  }

  /** A value did not fit its field: all states are packed anew with wider fields. Rare. */
  #widenAndInsert(state: State): number {
    const old = this.#chunks;
    const packing = this.#packing;
    const before = { words: packing.words, unpack: snapshot(packing) };
    packing.widen(state);
    this.#chunks = [];
    const { count } = this;
    this.count = 0;
    this.#table.fill(0);
    this.#work = new Int32Array(packing.words);
    const each = new Int32Array(packing.width);
    for (let id = 0; id < count; id++) {
      before.unpack(old[id >>> chunkBits]!, (id & chunkMask) * before.words, each);
      this.#insertWhole(each);
      if ((id & chunkMask) === chunkMask) old[id >>> chunkBits] = each;
    }
    this.#restoreBase();
    return this.#insertWhole(state);
  }

  #insertWhole(state: State): number {
    const work = this.#work;
    for (let slot = 0; slot < this.#packing.width; slot++) {
      if (!this.#packing.put(work, slot, state[slot]!))
        throw new QuiesceError('QSC901', `slot ${slot} does not fit its field`);
    }
    return this.#find(work, this.#packing.words);
  }

  #restoreBase(): void {
    const { words } = this.#packing;
    this.#base = new Int32Array(words);
    if (this.#baseId < 0) return;
    const offset = (this.#baseId & chunkMask) * words;
    this.#base.set(this.#chunks[this.#baseId >>> chunkBits]!.subarray(offset, offset + words));
  }
}

function hashOf(work: Int32Array, words: number): number {
  return hashAt(work, 0, words);
}

function hashAt(from: Int32Array, offset: number, words: number): number {
  let hash = 0x2545f491;
  for (let word = 0; word < words; word++) {
    hash = Math.imul(hash ^ from[offset + word]!, 0x9e3779b1 | 0);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b | 0);
  return hash ^ (hash >>> 13);
}

/** Unpacking as it is before the fields are widened. */
function snapshot(packing: Packing): Packing['unpack'] {
  const frozen: Packing = Object.assign(Object.create(Packing.prototype) as Packing, {
    width: packing.width,
    bits: packing.bits.slice(),
    word: packing.word.slice(),
    shift: packing.shift.slice(),
    signed: packing.signed,
    fields: packing.fields,
  });
  return (words, offset, state) => frozen.unpack(words, offset, state);
}
