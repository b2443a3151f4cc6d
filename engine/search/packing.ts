// Packing: a state vector as few 32-bit words, one bit field a slot. Fields start narrow; one that turns out too narrow
// is widened, and the store packs its states anew. Signed slots are zigzag coded.

import type { Layout } from '../multiprocessor/layout.js';
import type { State } from '../multiprocessor/multiprocessor.js';

/** Bits beyond those needed, when a field is widened: product states are the most, and come late. */
const fieldReserve = 2;
const monitorsReserve = 7;

/** How states are packed: what is needed to unpack them, also once fields have become wider. */
export interface Format {
  /** Words a state. */
  readonly words: number;
  /** By slot: word, shift, mask and whether it is signed, side by side. Never written again. */
  readonly fields: Int32Array<ArrayBuffer>;
}

export class Packing implements Format {
  readonly width: number;
  fields = new Int32Array(0);
  words = 0;
  /** By slot: bits of its field, and whether it is signed. */
  readonly #bits: Int32Array;
  readonly #signed: Uint8Array;

  constructor(layout: Layout) {
    this.width = layout.width;
    this.#bits = Int32Array.from({ length: layout.width }, (_, slot) => initialBits(layout, slot));
    this.#signed = Uint8Array.from(layout.signed, (signed) => (signed ? 1 : 0));
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

  /** Reads every field of the words at `offset` into a state; they may have been packed with earlier fields. */
  unpack(words: Int32Array, offset: number, state: State, fields = this.fields): void {
    const { width } = this;
    for (let slot = 0, at = 0; slot < width; slot++, at += 4) {
      const coded = (words[offset + fields[at]!]! >>> fields[at + 1]!) & fields[at + 2]!;
      state[slot] = fields[at + 3] === 1 ? (coded >>> 1) ^ -(coded & 1) : coded;
    }
  }

  /** Widens the fields of a state that do not fit. */
  widen(state: State): void {
    for (let slot = 0; slot < this.width; slot++) {
      const value = state[slot]!;
      const coded = this.#signed[slot] === 1 ? (value << 1) ^ (value >> 31) : value;
      const needed = 32 - Math.clz32(coded);
      const reserve = slot === this.width - 1 ? monitorsReserve : fieldReserve;
      if (needed > this.#bits[slot]!) this.#bits[slot] = Math.min(31, needed + reserve);
    }
    this.#arrange();
  }

  #arrange(): void {
    const fields = new Int32Array(this.width * 4);
    let word = 0;
    let used = 0;
    for (let slot = 0; slot < this.width; slot++) {
      const bits = this.#bits[slot]!;
      if (used + bits > 32) {
        word++;
        used = 0;
      }
      fields.set([word, used, ((1 << bits) - 1) | 0, this.#signed[slot]!], slot * 4);
      used += bits;
    }
    this.words = word + 1;
    this.fields = fields;
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
