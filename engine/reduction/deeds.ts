// What a thread may do, as numbers for rows of bits: read a thing, write it, add to it in some way, say a batch.

import { ways } from './touches.js';

export class Deeds {
  readonly #things: number;

  constructor(things: number) {
    this.#things = things;
  }

  read(thing: number): number {
    return thing;
  }

  write(thing: number): number {
    return this.#things + thing;
  }

  /** A thing and a way: see `accumulation`. */
  accumulate(each: number): number {
    return 2 * this.#things + each;
  }

  say(batch: number): number {
    return this.before + batch;
  }

  /** Where the batches begin, which are the last. */
  get before(): number {
    return (2 + ways) * this.#things;
  }
}
