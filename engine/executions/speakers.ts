// Where a thread says what somebody hears: the order of such steps is told apart, so that any two of them depend on each
// other. What a step says is known when it has been taken: a node from which that happened counts as one from then on, and
// what was explored before it was known has to be explored again.

export class Speakers {
  readonly #isHeard: (batch: number) => boolean;
  /** By thread, nodes. */
  readonly #nodes: Set<number>[] = [];
  size = 0;

  /** `isHeard` says whether anybody hears anything of a batch; nobody does unless told. */
  constructor(isHeard: (batch: number) => boolean = () => false) {
    this.#isHeard = isHeard;
  }

  has(thread: number, node: number): boolean {
    return this.size > 0 && this.#nodes[thread]?.has(node) === true;
  }

  /** Notes what a step from a node said. */
  note(thread: number, node: number, batch: number): void {
    if (!this.#isHeard(batch) || this.has(thread, node)) return;
    this.#nodes[thread] ??= new Set();
    this.#nodes[thread].add(node);
    this.size++;
  }
}
