// Predicates over states, evaluated as rarely as is sound. A predicate is a pure function of the slots it reads. Say it
// was true of state s. A successor that differs from s in no slot that the predicate has ever read gives it the same
// answers, so it is true there too: by induction along the search, asking again only on a change of a read slot
// misses nothing. Where only a part of a slot was read (the label of a node), only a change of that part counts.

import type { Machine, State } from '../machine/machine.js';
import { QuiesceError } from '../program/errors.js';
import type { Candidates } from './candidates.js';
import { DecisionTree } from './decisionTree.js';
import type { Product } from './product.js';
import { StateReader, UNREAD, WHOLE } from './stateReader.js';

/** A predicate; it may read the state and must be pure. */
export type Predicate = (reader: StateReader) => boolean;

export class Predicates {
  readonly #reader: StateReader;
  readonly #predicates: readonly Predicate[];
  readonly #names: readonly string[];
  readonly #reads: Uint8Array[];
  /** By predicate, the components of the product whose memory it has read. */
  readonly #components: number[][];
  readonly #trees: readonly DecisionTree[];
  /** Slots that any predicate has read. */
  readonly #anyReads: Uint8Array;

  constructor(
    machine: Machine,
    product: Product,
    predicates: readonly { readonly name: string; readonly predicate: Predicate }[],
  ) {
    if (predicates.length > 31)
      throw new QuiesceError('QSC112', `${predicates.length} state predicates in one exploration; at most 31`);
    this.#reader = new StateReader(machine, product);
    this.#predicates = predicates.map(({ predicate }) => predicate);
    this.#names = predicates.map(({ name }) => name);
    this.#reads = predicates.map(() => new Uint8Array(machine.layout.width));
    this.#components = predicates.map(() => []);
    this.#trees = predicates.map(() => new DecisionTree());
    this.#anyReads = new Uint8Array(machine.layout.width);
  }

  get count(): number {
    return this.#predicates.length;
  }

  /** The truth of every predicate, as bits. */
  all(state: State): number {
    let bits = 0;
    for (let index = 0; index < this.#predicates.length; index++) if (this.#ask(index, state)) bits |= 1 << index;
    return bits;
  }

  /** The truth of every predicate in a state that differs from one with `bits` in what a candidate wrote. */
  after(bits: number, state: State, candidates: Candidates, candidate: number): number {
    let relevant = false;
    const end = candidates.firstWrite[candidate + 1]!;
    for (let write = candidates.firstWrite[candidate]!; write < end; write++)
      if (this.#anyReads[candidates.slot[write]!] !== UNREAD) relevant = true;
    return relevant ? this.#askAgain(bits, state, candidates, candidate) : bits;
  }

  #askAgain(bits: number, state: State, candidates: Candidates, candidate: number): number {
    let result = bits;
    for (let index = 0; index < this.#predicates.length; index++) {
      if (!this.#isConcerned(index, candidates, candidate)) continue;
      if (this.#ask(index, state)) result |= 1 << index;
      else result &= ~(1 << index);
    }
    return result;
  }

  #isConcerned(predicate: number, candidates: Candidates, candidate: number): boolean {
    const reads = this.#reads[predicate]!;
    const components = this.#components[predicate]!;
    const end = candidates.firstWrite[candidate + 1]!;
    for (let write = candidates.firstWrite[candidate]!; write < end; write++) {
      const slot = candidates.slot[write]!;
      const how = reads[slot]!;
      if (how === UNREAD) continue;
      if (how === WHOLE || this.#reader.differs(slot, candidates.before[write]!, candidates.after[write]!, components))
        return true;
    }
    return false;
  }

  /**
   * The answer of a predicate, from its decision tree where the path is known. Walking a known path marks the slots
   * behind its questions too: what a status depends on differs from node to node.
   */
  #ask(index: number, state: State): boolean {
    const reads = this.#reads[index]!;
    const reader = this.#reader;
    reader.reads = reads;
    reader.components = this.#components[index]!;
    reader.at(state);
    const tree = this.#trees[index]!;
    let result = tree.find(reader);
    if (result === undefined) {
      result = this.#evaluate(index, state);
      tree.keep(reader.questions, reader, result);
    }
    this.#union(reads);
    return result;
  }

  #evaluate(index: number, state: State): boolean {
    try {
      return this.#predicates[index]!(this.#reader.of(state));
    } catch (error) {
      if (error instanceof QuiesceError) throw error;
      throw new QuiesceError('QSC509', `${this.#names[index]}: ${String(error)}`, { cause: error });
    }
  }

  #union(reads: Uint8Array): void {
    if (!this.#reader.marked) return;
    this.#reader.marked = false;
    for (let slot = 0; slot < reads.length; slot++) if (reads[slot] !== UNREAD) this.#anyReads[slot] = WHOLE;
  }
}
