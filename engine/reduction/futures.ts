// What each thread may still do from each of its nodes, as far as threads are compiled: the things that it may read and
// write and the batches that it may say, on any way through its automaton. A step depends on a future when they touch
// one thing and one of them writes it, or when the order of their batches matters: both are rows of deeds, of which one has
// what may come and the other what must not, and they meet or not.
// Made anew when threads have grown: what has been decided by an older one is looked at again (search/search.ts).

import type { BatchOrder } from './batchOrder.js';
import { BitRows } from './bits.js';
import { Deeds } from './deeds.js';
import { loopClosers } from './loops.js';
import { accumulation, type Compiled, ways } from './touches.js';

export class Futures {
  readonly #compiled: Compiled;
  readonly #order: BatchOrder;
  readonly #closers: ReadonlySet<number>;
  readonly #deeds: Deeds;
  // By node, all threads numbered through.
  /** What may be done from it on. */
  readonly #may: BitRows;
  /** What its step itself does: by it is decided what that depends on. */
  readonly #own: Int32Array;
  /** What the step from it depends on, where anybody else may still do it. A row is made when it is asked for. */
  readonly #against: BitRows;
  readonly #isMade: Uint8Array;
  readonly #batchCount: number;

  constructor(compiled: Compiled, order: BatchOrder, batchCount: number) {
    this.#compiled = compiled;
    this.#order = order;
    this.#batchCount = batchCount;
    this.#closers = loopClosers(compiled);
    this.#deeds = new Deeds(compiled.things);
    const nodes = compiled.touches.length;
    this.#may = new BitRows(nodes, this.#deeds.before + batchCount);
    this.#against = new BitRows(nodes, this.#deeds.before + batchCount);
    this.#isMade = new Uint8Array(nodes);
    compiled.touches.forEach(({ reads, writes, accumulates, batches }, node) => {
      for (const thing of reads) this.#may.add(node, this.#deeds.read(thing));
      for (const thing of writes) this.#may.add(node, this.#deeds.write(thing));
      for (const each of accumulates) this.#may.add(node, this.#deeds.accumulate(each));
      for (const batch of batches) this.#may.add(node, this.#deeds.say(batch));
    });
    this.#own = this.#may.data.slice();
    while (this.#pass());
  }

  /** Nodes mostly lead to later ones, so a few passes from the last to the first come to an end. */
  #pass(): boolean {
    let grown = false;
    for (let node = this.#compiled.next.length - 1; node >= 0; node--)
      for (const next of this.#compiled.next[node]!) grown = this.#may.join(node, next) || grown;
    return grown;
  }

  /** By thread, the number of its node 0 among all nodes, and how many of its nodes have been looked at. */
  get numbering(): Pick<Compiled, 'base' | 'size'> {
    return this.#compiled;
  }

  /** Words of a row, and by number of a node what may be done from it on. */
  get may(): Pick<BitRows, 'words' | 'data'> {
    return this.#may;
  }

  /** By number of a node, what its step depends on. */
  against(step: number): Int32Array {
    if (this.#isMade[step] === 0) this.#make(step);
    return this.#against.row(step);
  }

  /** The number of a node; -1 where it was compiled since: nothing is known of it then, and nothing depends on it. */
  number(thread: number, node: number): number {
    return node < this.#compiled.size[thread]! ? this.#compiled.base[thread]! + node : -1;
  }

  /** Whether the step from a node may close a loop. */
  closesLoop(step: number): boolean {
    return this.#closers.has(step);
  }

  /** Whether the step from a node depends on anything that another may still do from where it is. */
  depends(step: number, future: number): boolean {
    if (step < 0 || future < 0) return false;
    if (this.#isMade[step] === 0) this.#make(step);
    return this.#against.meets(step, this.#may, future);
  }

  #make(step: number): void {
    this.#isMade[step] = 1;
    const { reads, writes, accumulates, batches } = this.#compiled.touches[step]!;
    for (const thing of writes) this.#dependsOn(step, this.#deeds.read(thing), ...this.#changes(thing));
    for (const thing of reads) this.#dependsOn(step, ...this.#changes(thing));
    for (const each of accumulates) {
      const thing = Math.floor(each / ways);
      this.#dependsOn(step, this.#deeds.read(thing), ...this.#changes(thing, each));
    }
    for (const batch of batches) this.#dependsOn(step, ...this.#toldApart(batch));
  }

  #dependsOn(step: number, ...deeds: readonly number[]): void {
    for (const deed of deeds) this.#against.add(step, deed);
  }

  /** All ways to write a thing, or to add to it, but for the one. */
  #changes(thing: number, butFor = -1): readonly number[] {
    const all = Array.from({ length: ways }, (_, way) => accumulation(thing, way));
    const accumulations = all.filter((each) => each !== butFor);
    return [this.#deeds.write(thing), ...accumulations.map((each) => this.#deeds.accumulate(each))];
  }

  /** The batches whose order before or after the one matters. */
  #toldApart(batch: number): readonly number[] {
    const others = Array.from({ length: this.#batchCount }, (_, other) => other).slice(1);
    return others.filter((other) => !this.#order.commute(batch, other)).map((other) => this.#deeds.say(other));
  }

  /**
   * Whether everything is as it is there. What may be done from a node on can stay as it was where the step from it has come to do
   * more: what it does now, it could do later before.
   */
  equals(other: Futures): boolean {
    return (
      this.#may.equals(other.#may) &&
      this.#own.every((word, index) => word === other.#own[index]) &&
      [...this.#closers].every((node) => other.#closers.has(node)) &&
      this.#closers.size === other.#closers.size
    );
  }
}
