// What each thread may still do from each of its nodes, as far as threads are compiled: the things that it may read and
// write and the batches that it may say, on any way through its automaton. A step depends on a future when they touch
// one thing and one of them writes it, or when the order of their batches matters.
// Made anew when threads have grown: what has been decided by an older one is looked at again (search/search.ts).

import type { BatchOrder } from './batchOrder.js';
import { BitRows } from './bits.js';
import { loopClosers } from './loops.js';
import { accumulation, type Compiled, type Touch, ways } from './touches.js';

export class Futures {
  readonly #compiled: Compiled;
  readonly #order: BatchOrder;
  readonly #closers: ReadonlySet<number>;
  // By node, all threads numbered through.
  readonly #reads: BitRows;
  readonly #writes: BitRows;
  readonly #accumulates: BitRows;
  readonly #batches: BitRows;
  /** What depends on the step from a node: batches whose order after its own matters. Row n is made when it is asked for. */
  readonly #against: BitRows;
  readonly #isMade: Uint8Array;
  readonly #batchCount: number;
  /** By pair of nodes, whether the step of the one depends on the future of the other: 0 not asked, 1 no, 2 yes. */
  readonly #known: Uint8Array | undefined;

  constructor(compiled: Compiled, order: BatchOrder, batchCount: number) {
    this.#compiled = compiled;
    this.#order = order;
    this.#batchCount = batchCount;
    this.#closers = loopClosers(compiled);
    const nodes = compiled.touches.length;
    this.#reads = new BitRows(nodes, compiled.things);
    this.#writes = new BitRows(nodes, compiled.things);
    this.#accumulates = new BitRows(nodes, compiled.things * ways);
    this.#batches = new BitRows(nodes, batchCount);
    this.#against = new BitRows(nodes, batchCount);
    this.#isMade = new Uint8Array(nodes);
    this.#known = nodes <= pairedMax ? new Uint8Array(nodes * nodes) : undefined;
    compiled.touches.forEach(({ reads, writes, accumulates, batches }, node) => {
      for (const thing of reads) this.#reads.add(node, thing);
      for (const thing of writes) this.#writes.add(node, thing);
      for (const each of accumulates) this.#accumulates.add(node, each);
      for (const batch of batches) this.#batches.add(node, batch);
    });
    while (this.#pass());
  }

  /** Nodes mostly lead to later ones, so a few passes from the last to the first come to an end. */
  #pass(): boolean {
    let grown = false;
    for (let node = this.#compiled.next.length - 1; node >= 0; node--) {
      for (const next of this.#compiled.next[node]!) {
        const more = [this.#reads, this.#writes, this.#accumulates, this.#batches].map((rows) => rows.join(node, next));
        grown ||= more.includes(true);
      }
    }
    return grown;
  }

  /** Whether the step of a thread from a node may close a loop. */
  closesLoop(thread: number, node: number): boolean {
    return this.#closers.has(this.#compiled.base[thread]! + node);
  }

  /** Whether the step of a thread from a node depends on anything that another may still do from where it is. */
  depends(thread: number, node: number, other: number, otherNode: number): boolean {
    const [one, another] = [this.#compiled.base[thread]! + node, this.#compiled.base[other]! + otherNode];
    const known = this.#known;
    if (!known) return this.#dependsOn(one, another);
    const pair = one * this.#compiled.touches.length + another;
    if (known[pair] === 0) known[pair] = this.#dependsOn(one, another) ? 2 : 1;
    return known[pair] === 2;
  }

  #dependsOn(step: number, future: number): boolean {
    const touch = this.#compiled.touches[step]!;
    if (this.#shareThings(touch, future)) return true;
    if (touch.batches.size === 0) return false;
    if (this.#isMade[step] === 0) this.#make(step, touch.batches);
    return this.#against.meets(step, this.#batches, future);
  }

  #shareThings({ reads, writes, accumulates }: Touch, future: number): boolean {
    for (const thing of writes) if (this.#reads.has(future, thing) || this.#isChanged(future, thing)) return true;
    for (const thing of reads) if (this.#isChanged(future, thing)) return true;
    for (const each of accumulates) {
      const thing = Math.floor(each / ways);
      if (this.#reads.has(future, thing) || this.#isChanged(future, thing, each)) return true;
    }
    return false;
  }

  /** Whether a thing is written, or added to in any way but the one. */
  #isChanged(future: number, thing: number, butFor = -1): boolean {
    if (this.#writes.has(future, thing)) return true;
    for (let way = 0; way < ways; way++) {
      const each = accumulation(thing, way);
      if (each !== butFor && this.#accumulates.has(future, each)) return true;
    }
    return false;
  }

  #make(step: number, batches: ReadonlySet<number>): void {
    this.#isMade[step] = 1;
    for (const batch of batches)
      for (let other = 1; other < this.#batchCount; other++)
        if (!this.#order.commute(batch, other)) this.#against.add(step, other);
  }

  /** Whether everything is as it is there. */
  equals(other: Futures): boolean {
    return (
      this.#reads.equals(other.#reads) &&
      this.#writes.equals(other.#writes) &&
      this.#accumulates.equals(other.#accumulates) &&
      this.#batches.equals(other.#batches) &&
      [...this.#closers].every((node) => other.#closers.has(node)) &&
      this.#closers.size === other.#closers.size
    );
  }
}

/** Nodes of all threads together for which pairs are remembered. */
const pairedMax = 4096;
