// The transitions of a lazily built automaton: (state, batch) to state, in one flat table. Asked at every step with
// events; only few batches ever meet a state, so rows by state would be mostly empty and far apart.

/** Words of an entry: state + 1 (0: free), batch, target, and one that keeps entries on one cache line. */
const words = 4;

export class TransitionTable {
  #table = new Int32Array(words << 8);
  #mask = (1 << 8) - 1;
  #count = 0;

  /** The target of a transition, or -1 where it is not known yet. */
  get(state: number, batch: number): number {
    const table = this.#table;
    for (let place = hashOf(state, batch) & this.#mask; ; place = (place + 1) & this.#mask) {
      const entry = place * words;
      const key = table[entry]!;
      if (key === 0) return -1;
      if (key === state + 1 && table[entry + 1] === batch) return table[entry + 2]!;
    }
  }

  /** Keeps a transition that is not known yet. */
  set(state: number, batch: number, target: number): void {
    this.#put(state + 1, batch, target);
    this.#count++;
    if (this.#count * 2 > this.#mask) this.#grow();
  }

  #put(key: number, batch: number, target: number): void {
    let place = hashOf(key - 1, batch) & this.#mask;
    while (this.#table[place * words] !== 0) place = (place + 1) & this.#mask;
    const entry = place * words;
    this.#table[entry] = key;
    this.#table[entry + 1] = batch;
    this.#table[entry + 2] = target;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(old.length * 2);
    this.#mask = this.#table.length / words - 1;
    for (let entry = 0; entry < old.length; entry += words) {
      if (old[entry] !== 0) this.#put(old[entry]!, old[entry + 1]!, old[entry + 2]!);
    }
  }
}

function hashOf(state: number, batch: number): number {
  const hash = Math.imul(Math.imul(state, 0x9e3779b1 | 0) ^ batch, 0x85ebca6b | 0);
  return hash ^ (hash >>> 15);
}
