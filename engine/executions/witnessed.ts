// Steps that somebody hears or sees: a monitor what is said on them, a predicate what they write. The order of such steps is
// told apart, so that any two of them depend on each other. Which they are is known when they have been taken: a node from
// which that happened counts from then on, and what was explored before it was known has to be explored again.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';

export class Witnessed {
  readonly #isHeard: (batch: number) => boolean;
  /** Slots that some predicate has read. */
  readonly #seen = new Set<number>();
  /** By thread, nodes. */
  readonly #nodes: Set<number>[] = [];
  /** How much is known: more than before means that something depends on something else. */
  size = 0;

  /** `isHeard` says whether anybody hears anything of a batch; nobody does unless told. */
  constructor(isHeard: (batch: number) => boolean = () => false) {
    this.#isHeard = isHeard;
  }

  has(thread: number, node: number): boolean {
    return this.size > 0 && this.#nodes[thread]?.has(node) === true;
  }

  /** Notes slots that a predicate reads. */
  see(slots: Iterable<number>): void {
    for (const slot of slots) this.#seen.add(slot);
    this.size = this.#seen.size + this.#nodes.reduce((sum, { size }) => sum + size, 0);
  }

  /** Notes what the step that has just been taken from a node said and wrote. */
  note(thread: number, node: number, batch: number, multiprocessor: Multiprocessor): void {
    if (!this.#isHeard(batch) && !this.#isSeen(multiprocessor)) return;
    if (this.has(thread, node)) return;
    this.#nodes[thread] ??= new Set();
    this.#nodes[thread].add(node);
    this.size++;
  }

  #isSeen({ touched, touchedCount }: Multiprocessor): boolean {
    if (this.#seen.size === 0) return false;
    for (let write = 0; write < touchedCount; write++) if (this.#seen.has(touched[write]!)) return true;
    return false;
  }
}
