// Tuples of integers, all of one length, interned: a tuple has an id, from 0 in order of discovery. Flat, because the
// product of monitors asks for every part of nearly every state.

import { widened } from '../threads/widened.js';
import { hashOf } from '../threads/wordHash.js';

export class Tuples {
  count = 0;
  readonly length: number;
  /** Part `index` of tuple `id` is at id * length + index. */
  #parts = new Int32Array(1024);
  /** Id + 1 by hash, open addressing; 0 is free. */
  #table = new Int32Array(256);

  constructor(length: number) {
    this.length = length;
  }

  get bytes(): number {
    return this.#parts.byteLength + this.#table.byteLength;
  }

  part(id: number, index: number): number {
    return this.#parts[id * this.length + index]!;
  }

  /** Copies the parts of a tuple. */
  copy(id: number, into: Int32Array): void {
    const first = id * this.length;
    for (let index = 0; index < this.length; index++) into[index] = this.#parts[first + index]!;
  }

  /** The id of a tuple, which is copied when it is new. */
  id(tuple: Int32Array): number {
    let place = hashOf(tuple, 0, this.length) & (this.#table.length - 1);
    for (;;) {
      const entry = this.#table[place]!;
      if (entry === 0) return this.#add(tuple, place);
      if (this.#equals(entry - 1, tuple)) return entry - 1;
      place = (place + 1) & (this.#table.length - 1);
    }
  }

  #equals(id: number, tuple: Int32Array): boolean {
    for (let index = 0; index < this.length; index++) if (this.part(id, index) !== tuple[index]) return false;
    return true;
  }

  #add(tuple: Int32Array, place: number): number {
    const id = this.count++;
    const first = id * this.length;
    if (first + this.length > this.#parts.length) this.#parts = widened(this.#parts, first + this.length);
    this.#parts.set(tuple, first);
    this.#table[place] = id + 1;
    if (this.count * 2 > this.#table.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    this.#table = new Int32Array(this.#table.length * 4);
    const mask = this.#table.length - 1;
    for (let id = 0; id < this.count; id++) {
      let place = hashOf(this.#parts, id * this.length, this.length) & mask;
      while (this.#table[place] !== 0) place = (place + 1) & mask;
      this.#table[place] = id + 1;
    }
  }
}
