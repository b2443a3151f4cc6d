// Packing: a state vector as few 32-bit words, one bit field a slot. Fields start narrow; one that turns out too narrow
// is widened, and the store packs its states anew. Signed slots are zigzag coded.

import type { Layout } from '../machine/layout.js';
import type { State } from '../machine/machine.js';

/** Bits beyond those needed, when a field is widened: product states are the most, and come late. */
const fieldReserve = 2;
const monitorsReserve = 7;

export class Packing {
  readonly bits: Int32Array;
  readonly word: Int32Array;
  readonly shift: Int32Array;
  readonly signed: Uint8Array;
  readonly width: number;
  /** By slot: word, shift, mask and whether it is signed, side by side for unpack. */
  fields = new Int32Array(0);
  /** Words a state. */
  words = 0;

  constructor(layout: Layout) {
    this.width = layout.width;
    this.bits = new Int32Array(layout.width);
    this.word = new Int32Array(layout.width);
    this.shift = new Int32Array(layout.width);
    this.signed = Uint8Array.from(layout.signed, (signed) => (signed ? 1 : 0));
    for (let slot = 0; slot < layout.width; slot++) this.bits[slot] = initialBits(layout, slot);
    this.#arrange();
  }

  /** Writes one field of the words at `at`; false when the value does not fit. */
  put(words: Int32Array, at: number, slot: number, value: number): boolean {
    const { fields } = this;
    const field = slot << 2;
    const coded = fields[field + 3] === 1 ? (value << 1) ^ (value >> 31) : value;
    const mask = fields[field + 2]!;
    if ((coded & ~mask) !== 0) return false;
    const shift = fields[field + 1]!;
    const word = at + fields[field]!;
    words[word] = (words[word]! & ~(mask << shift)) | (coded << shift);
    return true;
  }

  /** Reads every field of the words at `offset` into a state. */
  unpack(words: Int32Array, offset: number, state: State): void {
    const { fields, width } = this;
    for (let slot = 0, at = 0; slot < width; slot++, at += 4) {
      const coded = (words[offset + fields[at]!]! >>> fields[at + 1]!) & fields[at + 2]!;
      state[slot] = fields[at + 3] === 1 ? (coded >>> 1) ^ -(coded & 1) : coded;
    }
  }

  /** Widens the fields of a state that do not fit. */
  widen(state: State): void {
    for (let slot = 0; slot < this.width; slot++) {
      const value = state[slot]!;
      const coded = this.signed[slot] === 1 ? (value << 1) ^ (value >> 31) : value;
      const needed = 32 - Math.clz32(coded);
      const reserve = slot === this.width - 1 ? monitorsReserve : fieldReserve;
      if (needed > this.bits[slot]!) this.bits[slot] = Math.min(31, needed + reserve);
    }
    this.#arrange();
  }

  #describe(): Int32Array<ArrayBuffer> {
    const fields = new Int32Array(this.width * 4);
    for (let slot = 0; slot < this.width; slot++) {
      fields.set(
        [this.word[slot]!, this.shift[slot]!, ((1 << this.bits[slot]!) - 1) | 0, this.signed[slot]!],
        slot * 4,
      );
    }
    return fields;
  }

  #arrange(): void {
    let word = 0;
    let used = 0;
    for (let slot = 0; slot < this.width; slot++) {
      if (used + this.bits[slot]! > 32) {
        word++;
        used = 0;
      }
      this.word[slot] = word;
      this.shift[slot] = used;
      used += this.bits[slot]!;
    }
    this.words = word + 1;
    this.fields = this.#describe();
  }
}

/** Cells up to which fields start wide: packing all states anew costs more than a few bits do. */
const fewCells = 16;

function initialBits(layout: Layout, slot: number): number {
  if (slot < layout.nodes) return layout.nodes <= fewCells ? 6 : 3;
  if (slot < layout.permits) return 9;
  if (slot === layout.permits) return layout.threads.length;
  if (slot === layout.monitors) return 9;
  return 32 - Math.clz32(layout.threads.length);
}
