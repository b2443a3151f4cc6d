// The transitions of a lazily built automaton: (state, batch) to state. Asked at every step with events. Most of them lead
// back to where they come from (what a step touched concerns few monitors): one bit each, so that those of a state lie on
// one cache line. The others are in one flat table: only few batches ever meet a state, so rows by state would be mostly
// empty and far apart.

/** Words of an entry: state + 1 (0: free), batch, target, and one that keeps entries on one cache line. */
const words = 4;

/** The first batches have such a bit, 32 to a word; of later ones every transition is in the table. */
const quietBatches = 256;
const quietWords = quietBatches >>> 5;

export class TransitionTable {
  /** By state and batch: known to lead back. */
  #quiet = new Int32Array(quietWords << 8);
  #table = new Int32Array(words << 8);
  #mask = (1 << 8) - 1;
  #count = 0;

  /** The target of a transition, or -1 where it is not known yet. */
  get(state: number, batch: number): number {
    if (batch < quietBatches && ((this.#quiet[state * quietWords + (batch >>> 5)]! >>> batch) & 1) !== 0) return state;
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
    this.#makeRoom(Math.max(state, target));
    if (state === target && batch < quietBatches) this.#quiet[state * quietWords + (batch >>> 5)]! |= 1 << batch;
    else this.#keep(state, batch, target);
  }

  /** Every state that is asked for was a target before, or is the first. */
  #makeRoom(state: number): void {
    if ((state + 1) * quietWords <= this.#quiet.length) return;
    const wider = new Int32Array(Math.max(this.#quiet.length * 2, (state + 1) * quietWords));
    wider.set(this.#quiet);
    this.#quiet = wider;
  }

  #keep(state: number, batch: number, target: number): void {
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
