// Packing: a state vector as few 32-bit words, one bit field a slot. What a cell holds is mostly one of a few values, so a
// field holds its number in the order in which the slot came to hold it; nodes and product states are numbers already.
// Fields start as narrow as can be. One that turns out too narrow gets a further part of bits that nobody has, in a word
// more where there are none: these bits are 0 in all states that are packed already, so those stay as they are. Only while
// there are few states are they packed anew, each field in one part.

import type { Layout } from '../multiprocessor/layout.js';
import type { State } from '../multiprocessor/multiprocessor.js';
import { Contents } from './contents.js';
import { FIRST_PART, type Format, MASK, NUMBERED, PARTS, perField, perPart, VALUES } from './format.js';
import { type Unpacker, unpackerOf } from './unpacker.js';

/** Bits that a node and a product state are given beyond those they need: there come more all along. */
const nodeReserve = 1;
const monitorsReserve = 3;

/** Bits of a field at most: nothing in a state needs more. */
const bitsMost = 31;

/** States of one format that are unpacked before it is worth its own code. */
const manyUnpacked = 1 << 12;

/** What has to be done to the states that are packed already: nothing, words of 0 added, all packed anew. */
export type Repacking = 'none' | 'widen' | 'anew';

/** Bits of a word that no field has. */
interface Gap {
  readonly word: number;
  shift: number;
  bits: number;
}

export class Packing {
  readonly width: number;
  format: Format;
  /** By slot: the numbers of its contents; undefined where the field holds the content itself. */
  readonly #contents: readonly (Contents | undefined)[];
  /** By slot: bits of its field, all parts together. */
  readonly #bits: Int32Array;
  #fields: Int32Array<ArrayBuffer>;
  /** By slot: where the values of its numbers begin. */
  readonly #firstValue: Int32Array;
  /** By slot: its further parts. */
  #parts: number[][];
  #gaps: Gap[] = [];
  /** States that were unpacked in this format, and the code that does so once they are many. */
  #unpacked = 0;
  #unpacker: Unpacker | undefined = undefined;

  constructor(layout: Layout) {
    this.width = layout.width;
    const isNumber = (slot: number) => slot === layout.monitors || (slot >= layout.nodes && slot < layout.permits);
    this.#contents = Array.from({ length: layout.width }, (_, slot) => (isNumber(slot) ? undefined : new Contents()));
    this.#bits = new Int32Array(layout.width);
    this.#firstValue = new Int32Array(layout.width);
    this.#fields = new Int32Array(layout.width * perField);
    this.#parts = this.#contents.map(() => []);
    this.format = this.#layOut();
  }

  get words(): number {
    return this.format.words;
  }

  /** What it takes to know which number stands for which content. */
  get bytes(): number {
    const known = this.#contents.reduce((sum, contents) => sum + (contents?.bytes ?? 0), 0);
    return known + this.format.values.byteLength;
  }

  /** What the field of a slot holds for a content; -1 where no packed state has it. */
  number(slot: number, content: number): number {
    return this.#contents[slot]?.of(content) ?? content;
  }

  /** Whether a product state, a node or the number of a content has room in the field of its slot. */
  hasRoom(slot: number, coded: number): boolean {
    return neededBits(coded) <= this.#bits[slot]!;
  }

  /** Writes one field of the words at `at`; false when the value does not fit. */
  put(words: Int32Array, at: number, slot: number, value: number): boolean {
    const { fields } = this.format;
    const field = slot * perField;
    const coded = fields[field + NUMBERED] === 0 ? value : this.#contents[slot]!.of(value);
    const mask = fields[field + MASK]!;
    if ((coded & ~mask) !== 0 || fields[field + PARTS] !== 0) {
      if (!this.#putParts(words, at, slot, coded)) return false;
    }
    const word = at + fields[field]!;
    const shift = fields[field + 1]!;
    words[word] = (words[word]! & ~(mask << shift)) | ((coded & mask) << shift);
    return true;
  }

  #putParts(words: Int32Array, at: number, slot: number, coded: number): boolean {
    if (coded < 0 || neededBits(coded) > this.#bits[slot]!) return false;
    const { fields, parts } = this.format;
    const first = fields[slot * perField + FIRST_PART]!;
    const end = first + fields[slot * perField + PARTS]! * perPart;
    for (let part = first; part < end; part += perPart) {
      const word = at + parts[part + 1]!;
      const shift = parts[part + 2]!;
      const mask = parts[part + 3]!;
      words[word] = (words[word]! & ~(mask << shift)) | (((coded >>> parts[part + 4]!) & mask) << shift);
    }
    return true;
  }

  /** Reads every field of the words at `offset` into a state. */
  unpack(words: Int32Array, offset: number, state: State): void {
    if (this.#unpacker !== undefined) this.#unpacker(words, offset, state, this.format.values);
    else {
      this.unpackFrom(this.format, words, offset, state);
      if (++this.#unpacked === manyUnpacked) this.#unpacker = unpackerOf(this.format);
    }
  }

  /** Reads fields that may have been packed in an earlier format. */
  unpackFrom(format: Format, words: Int32Array, offset: number, state: State): void {
    const { fields, parts, late, values } = format;
    const { width } = this;
    for (let slot = 0, at = 0; slot < width; slot++, at += perField) {
      const coded = (words[offset + fields[at]!]! >>> fields[at + 1]!) & fields[at + MASK]!;
      const first = fields[at + VALUES]!;
      state[slot] = first < 0 ? coded : values[first + coded]!;
    }
    for (let part = 0; part < parts.length; part += perPart) {
      const bits = (words[offset + parts[part + 1]!]! >>> parts[part + 2]!) & parts[part + 3]!;
      state[parts[part]!]! |= bits << parts[part + 4]!;
    }
    for (let index = 0; index < late.length; index += 2)
      state[late[index]!] = values[late[index + 1]! + state[late[index]!]!]!;
  }

  /** Makes a state fit, and says what that takes. `mayPackAnew`: whether packing all states anew costs little. */
  widen(state: State, mayPackAnew: boolean): Repacking {
    const { words } = this;
    let isShort = false;
    for (let slot = 0; slot < this.width; slot++) {
      const coded = this.#learn(slot, state[slot]!);
      const more = neededBits(coded) - this.#bits[slot]!;
      if (more <= 0) continue;
      isShort = true;
      this.#lengthen(slot, Math.min(more + this.#reserveOf(slot), bitsMost - this.#bits[slot]!));
    }
    if (!isShort) return 'none';
    if (mayPackAnew) this.#arrange();
    this.format = this.#layOut();
    this.#unpacked = 0;
    this.#unpacker = undefined;
    if (mayPackAnew) return 'anew';
    return words === this.words ? 'none' : 'widen';
  }

  /** What a field holds for a content; where that is a new number that fits, it stands for the content from now on. */
  #learn(slot: number, content: number): number {
    const contents = this.#contents[slot];
    if (!contents) return content;
    const number = contents.learn(content);
    if (neededBits(number) <= this.#bits[slot]!) this.format.values[this.#firstValue[slot]! + number] = content;
    return number;
  }

  #reserveOf(slot: number): number {
    if (this.#contents[slot]) return 0;
    return slot === this.width - 1 ? monitorsReserve : nodeReserve;
  }

  /** Gives a field a further part. */
  #lengthen(slot: number, more: number): void {
    const { word, shift } = this.#room(more);
    this.#parts[slot]!.push(slot, word, shift, maskOf(more), this.#bits[slot]!);
    this.#bits[slot]! += more;
  }

  /** Bits that nobody has, in the first word that has so many. */
  #room(bits: number): { readonly word: number; readonly shift: number } {
    let gap = this.#gaps.find((each) => each.bits >= bits);
    if (!gap) {
      gap = { word: this.#gaps.length, shift: 0, bits: 32 };
      this.#gaps.push(gap);
    }
    const { word, shift } = gap;
    gap.shift += bits;
    gap.bits -= bits;
    return { word, shift };
  }

  /** Lays the fields out anew, the widest first, each in one part. */
  #arrange(): void {
    this.#fields = new Int32Array(this.width * perField);
    this.#parts = this.#contents.map(() => []);
    this.#gaps = [];
    this.#reserve();
    for (const slot of this.#widestFirst()) {
      const bits = this.#bits[slot]!;
      const { word, shift } = this.#room(bits);
      this.#fields.set([word, shift, maskOf(bits)], slot * perField);
    }
  }

  /** Hands the bits that are left of the last word out to the widest fields of numbers of contents. */
  #reserve(): void {
    this.#contents.forEach((contents, slot) => {
      if (contents) this.#bits[slot] = neededBits(contents.count - 1);
    });
    const used = this.#bits.reduce((sum, bits) => sum + bits, 0);
    let free = (32 - (used % 32)) % 32;
    for (const slot of this.#widestFirst()) {
      if (free === 0 || this.#contents[slot] === undefined || this.#bits[slot] === bitsMost) continue;
      this.#bits[slot]!++;
      free--;
    }
  }

  #widestFirst(): number[] {
    return Array.from(this.#bits.keys()).sort((one, other) => this.#bits[other]! - this.#bits[one]!);
  }

  #layOut(): Format {
    const fields = this.#fields.slice();
    const parts: number[] = [];
    const late: number[] = [];
    let values = 0;
    this.#contents.forEach((contents, slot) => {
      const field = slot * perField;
      const further = this.#parts[slot]!;
      const isLate = further.length > 0;
      fields[field + PARTS] = further.length / perPart;
      fields[field + FIRST_PART] = parts.length;
      parts.push(...further);
      fields[field + VALUES] = contents && !isLate ? values : -1;
      fields[field + NUMBERED] = contents ? 1 : 0;
      if (contents && isLate) late.push(slot, values);
      this.#firstValue[slot] = values;
      if (contents) values += 2 ** this.#bits[slot]!;
    });
    return {
      words: Math.max(1, this.#gaps.length),
      fields,
      parts: Int32Array.from(parts),
      late: Int32Array.from(late),
      values: this.#valuesOf(values),
    };
  }

  /** What numbers of contents stand for, slot by slot, with room for those that the bits of a field can still tell apart. */
  #valuesOf(length: number): Int32Array<ArrayBuffer> {
    const values = new Int32Array(length);
    this.#contents.forEach((contents, slot) => {
      if (contents) values.set(contents.list, this.#firstValue[slot]!);
    });
    return values;
  }
}

function neededBits(coded: number): number {
  return 32 - Math.clz32(coded);
}

function maskOf(bits: number): number {
  return 2 ** bits - 1;
}
