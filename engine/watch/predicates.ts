// Predicates over states, evaluated as rarely as is sound. A predicate is a pure function of the slots it reads. Say it
// was true of state s. A successor that differs from s in no slot that the predicate has ever read gives it the same
// answers, so it is true there too: by induction along the search, asking again only on a change of a read slot
// misses nothing. Where only a part of a slot was read (the label of a node), only a change of that part counts.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { QuiesceError } from '../program/errors.js';
import { guarded } from './answers.js';
import { DecisionTree } from './decisionTree.js';
import type { Inquiry } from './inquiry.js';
import { predicateInquiry } from './predicateInquiry.js';
import type { Product } from './product.js';
import { IN_PART, StateReader, UNREAD, WHOLE } from './stateReader.js';

/** The writes of candidates of a search, one after the other; those of candidate n from firstWrite[n] to firstWrite[n + 1]. */
export interface Writes {
  readonly firstWrite: Int32Array;
  readonly slot: Int32Array;
  readonly before: Int32Array;
  readonly after: Int32Array;
}

/** What a predicate has read. Of which slots it saw a part: the label, of a node; of the monitors' slot, those components. */
export interface PredicateReads {
  readonly slots: ReadonlySet<number>;
  readonly labels: ReadonlySet<number>;
  readonly components: ReadonlySet<number>;
}

/** A predicate; it may read the state and must be pure. */
export type Predicate = (reader: StateReader) => boolean;

export class Predicates {
  readonly #multiprocessor: Multiprocessor;
  readonly #product: Product;
  readonly #reader: StateReader;
  readonly #predicates: readonly Predicate[];
  readonly #names: readonly string[];
  readonly #reads: Uint8Array[];
  /** By predicate, the components of the product whose memory it has read. */
  readonly #components: number[][];
  readonly #trees: readonly DecisionTree[];
  /** How often one has read what it had not read before. */
  marks = 0;
  /** By slot, the predicates that have read it whole, and those that have read a part of it only, as bits. */
  readonly #whole: Int32Array;
  readonly #inPart: Int32Array;

  constructor(
    multiprocessor: Multiprocessor,
    product: Product,
    predicates: readonly { readonly name: string; readonly predicate: Predicate }[],
  ) {
    if (predicates.length > 31)
      throw new QuiesceError('QSC112', `${predicates.length} state predicates in one exploration; at most 31`, {
        next: 'what holds is bits of one integer, and leadsTo has two: check fewer properties at a time (--property)',
      });
    this.#multiprocessor = multiprocessor;
    this.#product = product;
    this.#reader = new StateReader(multiprocessor, product);
    this.#predicates = predicates.map(({ predicate }) => predicate);
    this.#names = predicates.map(({ name }) => name);
    this.#reads = predicates.map(() => new Uint8Array(multiprocessor.layout.width));
    this.#components = predicates.map(() => []);
    this.#trees = predicates.map(() => new DecisionTree());
    this.#whole = new Int32Array(multiprocessor.layout.width);
    this.#inPart = new Int32Array(multiprocessor.layout.width);
  }

  get count(): number {
    return this.#predicates.length;
  }

  /** The slots of which any predicate has read something so far. */
  get readSlots(): number[] {
    return [...this.#whole.keys()].filter((slot) => (this.#whole[slot]! | this.#inPart[slot]!) !== 0);
  }

  /** By predicate, what it has read so far: slots as a whole, slots of which it saw a part, components of the product. */
  get reads(): PredicateReads[] {
    return this.#reads.map((reads, index) => {
      const read = (as: number) => new Set([...reads.keys()].filter((slot) => reads[slot] === as));
      return { slots: read(WHOLE), labels: read(IN_PART), components: new Set(this.#components[index]) };
    });
  }

  /** What the predicates were asked; asked again are those given, which are these or their like from a fresh module. */
  inquiries(predicates: readonly { readonly predicate: Predicate }[]): Inquiry[] {
    return predicates.map(({ predicate }, index) =>
      predicateInquiry(this.#names[index]!, this.#trees[index]!, predicate, this.#multiprocessor, this.#product),
    );
  }

  /** The truth of every predicate, as bits. */
  all(state: State): number {
    let bits = 0;
    for (let index = 0; index < this.#predicates.length; index++) if (this.#ask(index, state)) bits |= 1 << index;
    return bits;
  }

  /** The truth of every predicate in a state that differs from one with `bits` in what a candidate wrote. */
  after(bits: number, state: State, candidates: Writes, candidate: number): number {
    let concerned = 0;
    const end = candidates.firstWrite[candidate + 1]!;
    for (let write = candidates.firstWrite[candidate]!; write < end; write++) {
      const slot = candidates.slot[write]!;
      concerned |= this.#whole[slot]!;
      const inPart = this.#inPart[slot]! & ~concerned;
      if (inPart !== 0) concerned |= this.#differing(inPart, slot, candidates.before[write]!, candidates.after[write]!);
    }
    return concerned === 0 ? bits : this.#askAgain(bits, concerned, state);
  }

  /** Those of the predicates that have read something of a slot in which its two contents differ. */
  #differing(predicates: number, slot: number, before: number, after: number): number {
    let differing = 0;
    for (let open = predicates; open !== 0; open &= open - 1) {
      const index = lowest(open);
      if (this.#reader.differs(slot, before, after, this.#components[index]!)) differing |= 1 << index;
    }
    return differing;
  }

  #askAgain(bits: number, concerned: number, state: State): number {
    let result = bits;
    for (let open = concerned; open !== 0; open &= open - 1) {
      const index = lowest(open);
      if (this.#ask(index, state)) result |= 1 << index;
      else result &= ~(1 << index);
    }
    return result;
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
      if (!tree.keep(reader.questions, reader, result)) throw this.#asksOtherwise(index);
    }
    this.#union(index);
    return result;
  }

  #asksOtherwise(index: number): QuiesceError {
    const { questions } = this.#reader;
    const subjects = questions.map((question) => this.#reader.subjectOf(question)).join(', ');
    return new QuiesceError('QSC214', `${this.#names[index]} looks at ${subjects}, and at something else before`);
  }

  #evaluate(index: number, state: State): boolean {
    return guarded(this.#names[index]!, () => this.#predicates[index]!(this.#reader.of(state)));
  }

  /** Takes over what the reader has marked while it answered for a predicate. */
  #union(index: number): void {
    if (!this.#reader.marked) return;
    this.#reader.marked = false;
    this.marks++;
    this.#reads[index]!.forEach((how, slot) => {
      if (how === WHOLE) this.#whole[slot]! |= 1 << index;
      else if (how !== UNREAD) this.#inPart[slot]! |= 1 << index;
    });
  }
}

/** The index of the lowest bit. */
function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
