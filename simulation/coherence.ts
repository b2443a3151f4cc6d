// MESI: which caches hold which lines, and what an access costs. A cell is a line of its own. One cache may own a line
// (modified or exclusive), or several share it. What a processor does to a line that others are busy with waits its turn:
// transactions of one line come one after the other, and on a machine with a bus all of them.

import type { Costs } from './parameters.js';

const nobody = -1;

export class Coherence {
  /** Accesses that a processor's own cache could not serve. */
  misses = 0;
  readonly #costs: Costs;
  /** By line: the processor that owns it. */
  readonly #owner: Int32Array;
  /** By line, the processors that share it, a bit each. */
  readonly #sharers: Uint32Array;
  readonly #shared: Int32Array;
  readonly #words: number;
  /** By line: the processor whose memory it is in, and when its last transaction is over. */
  readonly #home: Int32Array;
  readonly #freeAt: Float64Array;
  #busFreeAt = 0;

  /** `homes` has the processor whose memory a line is in, or -1 for lines that are spread over all nodes. */
  constructor(costs: Costs, homes: readonly number[], processors: number) {
    this.#costs = costs;
    this.#words = (processors + 31) >>> 5;
    this.#owner = new Int32Array(homes.length).fill(nobody);
    this.#sharers = new Uint32Array(homes.length * this.#words);
    this.#shared = new Int32Array(homes.length);
    this.#home = Int32Array.from(homes, (home, line) => (home === nobody ? line % processors : home));
    this.#freeAt = new Float64Array(homes.length);
  }

  /** When a load that begins at `now` is over. */
  read(line: number, processor: number, now: number): number {
    const { operation } = this.#costs;
    if (this.#owner[line] === processor || this.#holds(line, processor)) return now + operation;
    const cost = this.#fetch(line, processor);
    const owner = this.#owner[line]!;
    const isAlone = owner === nobody && this.#shared[line] === 0;
    if (owner !== nobody) this.#share(line, owner);
    this.#owner[line] = isAlone ? processor : nobody;
    if (!isAlone) this.#share(line, processor);
    return this.#transaction(line, now, cost);
  }

  /** When a store that begins at `now` is over. */
  write(line: number, processor: number, now: number): number {
    const { operation } = this.#costs;
    if (this.#owner[line] === processor) return now + operation;
    const cost = this.#holds(line, processor) ? 0 : this.#fetch(line, processor);
    const others = this.#shared[line]! - (this.#holds(line, processor) ? 1 : 0);
    const invalidating = others > 0 ? this.#costs.invalidation + others * this.#costs.copy : 0;
    this.#own(line, processor);
    return this.#transaction(line, now, cost + invalidating);
  }

  /** When an atomic read-modify-write is over. */
  modify(line: number, processor: number, now: number): number {
    return this.write(line, processor, now) + this.#costs.atomic;
  }

  /** What it costs to get a line that the cache does not hold: from its owner, the nearest copy, or memory. */
  #fetch(line: number, processor: number): number {
    const owner = this.#owner[line]!;
    if (owner !== nobody) return this.#transfer(owner, processor);
    const home = this.#home[line]!;
    const memory = this.#sameNode(home, processor) ? this.#costs.memory : this.#costs.remoteMemory;
    return this.#shared[line]! > 0 && this.#hasNeighbour(line, processor)
      ? Math.min(memory, this.#costs.transfer)
      : memory;
  }

  #transfer(from: number, to: number): number {
    return this.#sameNode(from, to) ? this.#costs.transfer : this.#costs.remoteTransfer;
  }

  #sameNode(one: number, other: number): boolean {
    const { node } = this.#costs;
    return Math.floor(one / node) === Math.floor(other / node);
  }

  /** Whether a processor of the same node shares the line. */
  #hasNeighbour(line: number, processor: number): boolean {
    const { node } = this.#costs;
    const first = Math.floor(processor / node) * node;
    const last = Math.min(first + node, this.#words << 5);
    for (let other = first; other < last; other++) if (this.#holds(line, other)) return true;
    return false;
  }

  #holds(line: number, processor: number): boolean {
    return ((this.#sharers[line * this.#words + (processor >>> 5)]! >>> (processor & 31)) & 1) === 1;
  }

  #share(line: number, processor: number): void {
    if (this.#holds(line, processor)) return;
    const at = line * this.#words + (processor >>> 5);
    this.#sharers[at] = this.#sharers[at]! | (1 << (processor & 31));
    this.#shared[line] = this.#shared[line]! + 1;
  }

  #own(line: number, processor: number): void {
    if (this.#shared[line]! > 0) this.#sharers.fill(0, line * this.#words, (line + 1) * this.#words);
    this.#shared[line] = 0;
    this.#owner[line] = processor;
  }

  /** Waits for the line, and for the bus where there is one. */
  #transaction(line: number, now: number, cost: number): number {
    this.misses++;
    const { bus, operation } = this.#costs;
    const begins = Math.max(now, this.#freeAt[line]!, bus > 0 ? this.#busFreeAt : 0);
    if (bus > 0) this.#busFreeAt = begins + bus;
    this.#freeAt[line] = begins + cost;
    return begins + cost + operation;
  }
}
