// The states that the kernel holds, as the rest of a search reads them: looked at again, looked up, and the way to each. They
// stand in chunks, each with the links of its states.

import type { Exports, Memory } from '../kernel/kernel.js';
import type { State } from '../multiprocessor/multiprocessor.js';
import type { Parents } from './graph.js';
import type { Packing } from './packing.js';
import type { States } from './store.js';

export const chunkStates = 1 << 16;

/** Some states one after the other, as they are packed, and where each was found from. */
export interface Chunk {
  readonly states: Int32Array<ArrayBuffer>;
  readonly parents: Int32Array<ArrayBuffer>;
  readonly vias: Uint16Array<ArrayBuffer>;
}

/** States that are looked at in place of those that the kernel has: it does not have them yet. */
export interface StandIn extends Parents {
  readonly count: number;
  load(id: number, state: State): void;
}

export class KernelStates implements States, Parents {
  readonly collisionProbability = 0;
  readonly packing: Packing;
  readonly #exports: Exports;
  readonly #memory: Memory;
  #words: Int32Array<ArrayBuffer>;
  standIn: StandIn | undefined;

  constructor(exports: Exports, memory: Memory, packing: Packing) {
    this.packing = packing;
    this.#exports = exports;
    this.#memory = memory;
    this.#words = new Int32Array(memory.buffer);
  }

  /** The kernel's memory in words, as long as it is now: what grows is another buffer from then on. */
  get memory(): Int32Array<ArrayBuffer> {
    if (this.#words.length === 0) this.#words = new Int32Array(this.#memory.buffer);
    return this.#words;
  }

  get count(): number {
    return this.standIn?.count ?? this.#exports.count.value;
  }

  get bytes(): number {
    return this.#exports.used() + this.packing.bytes;
  }

  load(id: number, state: State): void {
    if (this.standIn) this.standIn.load(id, state);
    else this.packing.unpack(this.memory, this.#exports.stateAt(id) >>> 2, state);
  }

  lookup(state: State): number {
    const at = this.#exports.stagingAt() >>> 2;
    for (let slot = 0; slot < this.packing.width; slot++)
      if (!this.packing.put(this.memory, at, slot, state[slot]!)) return -1;
    return this.#exports.seek();
  }

  parentOf(id: number): number {
    return this.standIn?.parentOf(id) ?? this.memory[this.#exports.parentAt(id) >>> 2]!;
  }

  viaOf(id: number): number {
    if (this.standIn) return this.standIn.viaOf(id);
    const at = this.#exports.viaAt(id);
    return (this.memory[(at & ~3) >>> 2]! >>> ((at & 2) * 8)) & 0xffff;
  }

  /** The states of a chunk where they are: read or written before anything else is asked of the kernel. */
  chunk(index: number, states: number): Chunk {
    const first = index * chunkStates;
    const { buffer } = this.memory;
    return {
      states: new Int32Array(buffer, this.#exports.stateAt(first), states * this.packing.words),
      parents: new Int32Array(buffer, this.#exports.parentAt(first), states),
      vias: new Uint16Array(buffer, this.#exports.viaAt(first), states),
    };
  }
}
