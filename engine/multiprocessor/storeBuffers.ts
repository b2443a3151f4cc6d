// Store buffers of a multiprocessor with weak memory: what a thread has stored and nobody else sees yet. Under TSO (total
// store order, as x86 has it) the oldest entry is next to reach memory; under PSO (partial store order) the oldest of each
// cell. A state holds the number of a buffer's contents; 0 is empty. Contents are interned, so equal ones are one number.
// Leaves out: loads are never reordered, and a buffer has room for a stated number of entries: a store into a full one
// waits, as it does in hardware.

/** How stores reach memory. sc: at once (sequential consistency). */
export type MemoryModel = 'sc' | 'tso' | 'pso';

/** A slot and what it is to hold; and the life that its memory had when it was stored, where that can end: 0 otherwise. */
interface Entry {
  readonly slot: number;
  readonly raw: number;
  readonly life: number;
}

/** Oldest first; under PSO ordered by slot besides. */
type Entries = readonly Entry[];

/** What is next to reach memory, and what is left then. */
export interface Flushed extends Entry {
  readonly rest: number;
}

export class StoreBuffers {
  readonly #model: 'tso' | 'pso';
  readonly #room: number;
  readonly #contents: Entries[] = [[]];
  readonly #numbers = new Map<string, number>([['', 0]]);
  /** By contents: what a store makes of them, and what may be flushed. */
  readonly #stored: Map<number | string, number>[] = [];
  readonly #flushes: (readonly Flushed[])[] = [];

  constructor(model: 'tso' | 'pso', room: number) {
    this.#model = model;
    this.#room = room;
  }

  isFull(buffer: number): boolean {
    return this.#contents[buffer]!.length >= this.#room;
  }

  /** The buffer with one more store. */
  store(buffer: number, slot: number, raw: number, life: number): number {
    this.#stored[buffer] ??= new Map();
    const stored = this.#stored[buffer];
    const near = slot * 2 ** 31 + raw + 2 ** 30;
    const key = life === 0 ? near : `${near} ${life}`;
    let after = stored.get(key);
    if (after === undefined) {
      after = this.#number(this.#with(this.#contents[buffer]!, { slot, raw, life }));
      stored.set(key, after);
    }
    return after;
  }

  /** What the owner of the buffer sees of a slot: its newest store, or else what memory holds. */
  seen(buffer: number, slot: number, inMemory: number): number {
    return this.#contents[buffer]!.findLast((entry) => entry.slot === slot)?.raw ?? inMemory;
  }

  /** What may reach memory next: one entry under TSO, one of each cell under PSO. */
  flushes(buffer: number): readonly Flushed[] {
    this.#flushes[buffer] ??= this.#next(this.#contents[buffer]!);
    return this.#flushes[buffer];
  }

  #with(entries: Entries, added: Entry): Entries {
    if (this.#model === 'tso') return [...entries, added];
    const after = entries.findIndex((entry) => entry.slot > added.slot);
    return entries.toSpliced(after < 0 ? entries.length : after, 0, added);
  }

  #next(entries: Entries): Flushed[] {
    const isNext = (index: number) =>
      this.#model === 'tso' ? index === 0 : entries.findIndex(({ slot }) => slot === entries[index]!.slot) === index;
    return entries.flatMap((entry, index) =>
      isNext(index) ? [{ ...entry, rest: this.#number(entries.toSpliced(index, 1)) }] : [],
    );
  }

  #number(entries: Entries): number {
    const text = entries.map(({ slot, raw, life }) => `${slot}=${raw}@${life}`).join();
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#contents.length);
    return this.#contents.push(entries) - 1;
  }
}
