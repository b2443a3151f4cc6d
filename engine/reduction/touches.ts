// What the step from each node of each thread touches, as far as threads are compiled: things that it reads, things that
// it writes, and the batches that ride on it. Things are the slots of cells, the permit of each thread, the end of each
// thread (the slot of its node), and a few that are no memory:
// - of each predicate over states, what it sees: whoever changes it writes this thing, so that the order of all changes
//   that a predicate could see is kept;
// - the end of the execution, where there are daemons: who ends writes it, and a daemon whose step monitors hear of reads
//   it, so that what daemons say before the end is told from what they say after it;
// - everything: read by each step, written by a kill.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import {
  ADD,
  effectOf,
  guardSlots,
  KEEP,
  learns,
  type Meaning,
  SET_BITS,
  START,
  STRIKES,
} from '../operations/meaning.js';
import { DORMANT_NODE, FAILED_NODE } from '../operations/table.js';
import { LABEL_ID, RECORD } from '../threads/nodeTable.js';
import type { PredicateReads } from '../watch/predicates.js';

/** What may happen in one step. */
export interface Touch {
  readonly reads: Set<number>;
  readonly writes: Set<number>;
  /** What it adds to, and where it sets bits, without learning what was there: see `accumulation`. */
  readonly accumulates: Set<number>;
  readonly batches: Set<number>;
}

/** Ways to write that may change places with their like. */
export const ways = 2;
const [ADDS, SETS_BITS] = [0, 1];

/** Of a thing and a way, the number. */
export function accumulation(thing: number, way: number): number {
  return thing * ways + way;
}

/**
 * The largest amount that may change places with another. Of sums that leave the integers only in some orders it takes
 * more than 2 ** 25 additions then, and as many states: those are not looked for.
 */
const amountMax = 16;

/** Threads as they are compiled so far; nodes of all threads are numbered through. */
export interface Compiled {
  /** By thread, the number of its node 0, and how many nodes it has; nodes that it has come to have since are not among them. */
  readonly base: readonly number[];
  readonly size: readonly number[];
  /** By node. */
  readonly touches: readonly Touch[];
  /** By node, the nodes that may come after it, of its thread or of one that it starts. */
  readonly next: readonly (readonly number[])[];
  /** Pairs of nodes of which the second belongs to the step of the first: atomic sections. */
  readonly within: readonly (readonly [number, number])[];
  /** How many things there are. */
  readonly things: number;
}

/** compiledSoFar looks at every node and edge of every thread. */
export function compiledSoFar(
  multiprocessor: Multiprocessor,
  predicates: readonly PredicateReads[],
  hearers: (batch: number) => readonly number[],
): Compiled {
  return new Looking(multiprocessor, predicates, hearers).compiled();
}

class Looking {
  readonly #multiprocessor: Multiprocessor;
  readonly #predicates: readonly PredicateReads[];
  readonly #hearers: (batch: number) => readonly number[];
  readonly #base: number[] = [];
  readonly #touches: Touch[] = [];
  readonly #next: number[][] = [];
  readonly #within: [number, number][] = [];
  readonly #width: number;
  readonly #hasDaemons: boolean;

  constructor(
    multiprocessor: Multiprocessor,
    predicates: readonly PredicateReads[],
    hearers: (batch: number) => readonly number[],
  ) {
    this.#multiprocessor = multiprocessor;
    this.#predicates = predicates;
    this.#hearers = hearers;
    this.#width = multiprocessor.layout.width;
    this.#hasDaemons = multiprocessor.layout.threads.some(({ daemon }) => daemon);
  }

  compiled(): Compiled {
    const { automata } = this.#multiprocessor;
    for (const { nodes } of automata) {
      this.#base.push(this.#touches.length);
      for (const _ of nodes) {
        this.#touches.push({ reads: new Set(), writes: new Set(), accumulates: new Set(), batches: new Set() });
        this.#next.push([]);
      }
    }
    automata.forEach((_, thread) => {
      this.#lookAt(thread);
    });
    this.#joinSections();
    return {
      base: this.#base,
      size: automata.map(({ nodes }) => nodes.length),
      touches: this.#touches,
      next: this.#next,
      within: this.#within,
      things: this.#predicate(this.#predicates.length),
    };
  }

  // The numbers of things: slots, then these.
  #permit(bits: number): number {
    return this.#width + (31 - Math.clz32(bits));
  }

  get #everything(): number {
    return this.#width + this.#multiprocessor.automata.length;
  }

  get #end(): number {
    return this.#everything + 1;
  }

  #predicate(index: number): number {
    return this.#end + 1 + index;
  }

  #lookAt(thread: number): void {
    const automaton = this.#multiprocessor.automata[thread]!;
    for (let node = FAILED_NODE + 1; node < automaton.nodes.length; node++) this.#operation(thread, node);
    automaton.compiled.forEach(({ node }, edge) => {
      this.#edge(thread, node, edge);
    });
  }

  #operation(thread: number, node: number): void {
    const { meaning } = this.#multiprocessor.automata[thread]!.nodes[node]!;
    const { reads, writes, accumulates } = this.#touches[this.#base[thread]! + node]!;
    const thing = (slot: number) => (slot === this.#multiprocessor.layout.permits ? this.#permit(meaning.x) : slot);
    reads.add(this.#everything);
    for (const slot of guardSlots(meaning)) reads.add(thing(slot));
    if (learns(meaning)) reads.add(thing(meaning.slot));
    const isStrike = (meaning.terms & STRIKES) !== 0;
    const way = wayOf(meaning);
    if (isStrike) writes.add(this.#everything);
    else if (way !== undefined) accumulates.add(accumulation(thing(meaning.slot), way));
    else if (effectOf(meaning) !== KEEP) writes.add(thing(meaning.slot));
    const written = isStrike ? undefined : effectOf(meaning) === KEEP ? -1 : meaning.slot;
    this.#predicates.forEach(({ slots, labels }, index) => {
      const isSeen = written === undefined || slots.has(written) || labels.has(written);
      if (isSeen || slots.has(this.#nodeSlot(thread))) writes.add(this.#predicate(index));
    });
    if (effectOf(meaning) === START) this.#start(thread, node, meaning.slot);
  }

  #nodeSlot(thread: number): number {
    return this.#multiprocessor.layout.nodes + thread;
  }

  /** Who starts a thread may be followed by all that it does. */
  #start(thread: number, node: number, slot: number): void {
    const started = slot - this.#multiprocessor.layout.nodes;
    const automaton = this.#multiprocessor.automata[started]!;
    if (!automaton.isBegun) return;
    const start = automaton.start();
    this.#next[this.#base[thread]! + node]!.push(this.#base[started]! + start.node);
    this.#batch(thread, node, start.batch);
  }

  #edge(thread: number, node: number, edge: number): void {
    const automaton = this.#multiprocessor.automata[thread]!;
    const from = this.#base[thread]! + node;
    const target = automaton.target[edge]!;
    this.#next[from]!.push(this.#base[thread]! + target);
    this.#batch(thread, node, automaton.batch[edge]!);
    this.#label(thread, node, target);
    if (automaton.goesOn.has(edge)) this.#within.push([from, this.#base[thread]! + target]);
    if (target > FAILED_NODE || target === DORMANT_NODE) return;
    const { writes } = this.#touches[from]!;
    writes.add(this.#nodeSlot(thread));
    if (this.#hasDaemons && !automaton.thread.daemon) writes.add(this.#end);
  }

  /** A step to another label is seen by whoever looks at the labels of the thread. */
  #label(thread: number, node: number, target: number): void {
    const { table } = this.#multiprocessor.automata[thread]!;
    if (table[(node << RECORD) + LABEL_ID] === table[(target << RECORD) + LABEL_ID]) return;
    this.#predicates.forEach(({ labels }, index) => {
      if (labels.has(this.#nodeSlot(thread)))
        this.#touches[this.#base[thread]! + node]!.writes.add(this.#predicate(index));
    });
  }

  #batch(thread: number, node: number, batch: number): void {
    const hearers = batch === 0 ? [] : this.#hearers(batch);
    if (hearers.length === 0) return;
    const { reads, writes, batches } = this.#touches[this.#base[thread]! + node]!;
    batches.add(batch);
    if (this.#multiprocessor.layout.threads[thread]!.daemon) reads.add(this.#end);
    this.#predicates.forEach(({ components }, index) => {
      if (hearers.some((component) => components.has(component))) writes.add(this.#predicate(index));
    });
  }

  /** A step through an atomic section touches what all its operations touch. */
  #joinSections(): void {
    for (let grown = this.#within.length > 0; grown; ) {
      grown = false;
      for (const [from, to] of this.#within) grown = joinTouch(this.#touches[from]!, this.#touches[to]!) || grown;
    }
  }
}

/** In which way an operation adds to what is there without learning it; undefined where it does not. */
function wayOf(meaning: Meaning): number | undefined {
  if (learns(meaning) || guardSlots(meaning).length > 0) return undefined;
  if (effectOf(meaning) === ADD) return Math.abs(meaning.x) <= amountMax ? ADDS : undefined;
  return effectOf(meaning) === SET_BITS && meaning.y === 0 ? SETS_BITS : undefined;
}

const parts = ['reads', 'writes', 'accumulates', 'batches'] as const;

/** Adds what another touch has; whether there was anything to add. */
function joinTouch(touch: Touch, other: Touch): boolean {
  const sizeOf = (each: Touch) => parts.reduce((sum, part) => sum + each[part].size, 0);
  const before = sizeOf(touch);
  for (const part of parts) for (const each of other[part]) touch[part].add(each);
  return sizeOf(touch) > before;
}
