// The contents that one slot of a state has held, numbered from 0 in the order in which it came to hold them.

import { widened } from '../threads/widened.js';

/** Contents from -below up to `most` are numbered by a table of their own, the others by one that is hashed. */
const below = 16;
const most = 1 << 16;

export class Contents {
  count = 0;
  /** By number. */
  #list = new Int32Array(2);
  /** By content + below: its number + 1; 0 where it has none. */
  #near = new Int32Array(0);
  /** Numbers + 1 of the contents that are far, open addressing; 0 is free. */
  #far = new Int32Array(0);
  #farCount = 0;

  /** By number. */
  get list(): Int32Array {
    return this.#list.subarray(0, this.count);
  }

  get bytes(): number {
    return this.#list.byteLength + this.#near.byteLength + this.#far.byteLength;
  }

  /** The number of a content; -1 where it has none yet. */
  of(content: number): number {
    const at = content + below;
    if (at >= 0 && at < most) return at < this.#near.length ? this.#near[at]! - 1 : -1;
    return this.#far.length === 0 ? -1 : this.#far[this.#place(content)]! - 1;
  }

  /** The number of a content, which is given one where it has none. */
  learn(content: number): number {
    const known = this.of(content);
    if (known >= 0) return known;
    const number = this.count++;
    if (number === this.#list.length) this.#list = widened(this.#list);
    this.#list[number] = content;
    const at = content + below;
    if (at < 0 || at >= most) this.#learnFar(content, number);
    else {
      if (at >= this.#near.length) this.#near = widened(this.#near, Math.min(most, Math.max(2 * below, at * 2)));
      this.#near[at] = number + 1;
    }
    return number;
  }

  #learnFar(content: number, number: number): void {
    if (2 * (this.#farCount + 1) > this.#far.length) this.#growFar();
    this.#far[this.#place(content)] = number + 1;
    this.#farCount++;
  }

  #growFar(): void {
    const old = this.#far;
    this.#far = new Int32Array(Math.max(16, old.length * 2));
    for (const entry of old) if (entry !== 0) this.#far[this.#place(this.#list[entry - 1]!)] = entry;
  }

  /** Where a far content stands, or belongs. */
  #place(content: number): number {
    const far = this.#far;
    const mask = far.length - 1;
    const hash = Math.imul(content ^ (content >>> 15), 0x9e3779b1 | 0);
    let place = (hash ^ (hash >>> 15)) & mask;
    while (far[place] !== 0 && this.#list[far[place]! - 1] !== content) place = (place + 1) & mask;
    return place;
  }
}
