// Steps as numbers: which thread takes it by which choice, and what it touches. There are few of them, however many
// executions they occur in, so that whether two depend on each other is worked out once. Flat arrays: part of the hot loop.

import { threadOf } from '../multiprocessor/via.js';
import { widened } from '../threads/widened.js';

/** A step that is to be taken or has been, with what it touches. */
export interface Touching {
  readonly via: number;
  /** The slot of its operation (-1: none), and whether it writes that. */
  readonly slot: number;
  readonly writes: boolean;
  /** The slot of its thread's node where the thread ends by it, and what all share that are heard or seen; -1: not. Both are written. */
  readonly end: number;
  readonly witness: number;
}

/** Of so many steps it is remembered which depend on which; of others it is worked out each time. */
const pairedMost = 2048;

const UNKNOWN = 0;
const INDEPENDENT = 1;
const DEPENDENT = 2;

export class Steps {
  /** By number of a step. */
  via = new Int32Array(64);
  thread = new Int32Array(64);
  readonly #touching: Touching[] = [];
  readonly #numbers = new Map<number, number>();
  #room = 64;
  /** By pair of steps below the number. */
  #paired = 64;
  #pairs = new Uint8Array(64 * 64);
  /** One past the greatest slot. */
  readonly #slots: number;

  constructor(slots: number) {
    this.#slots = slots;
  }

  /** The number of a step. */
  number(via: number, slot: number, writes: boolean, end: number, witness: number): number {
    const touched = (via * (this.#slots + 1) + slot + 1) * 8;
    const key = touched + (writes ? 4 : 0) + (end >= 0 ? 2 : 0) + (witness >= 0 ? 1 : 0);
    return this.#numbers.get(key) ?? this.#add(key, { via, slot, writes, end, witness });
  }

  #add(key: number, step: Touching): number {
    const number = this.#touching.length;
    if (number === this.#room) this.#makeRoom();
    this.#touching.push(step);
    this.#numbers.set(key, number);
    this.via[number] = step.via;
    this.thread[number] = threadOf(step.via);
    return number;
  }

  #makeRoom(): void {
    this.#room *= 2;
    this.via = widened(this.via);
    this.thread = widened(this.thread);
    if (this.#room > pairedMost) return;
    this.#paired = this.#room;
    this.#pairs = new Uint8Array(this.#paired * this.#paired);
  }

  /** Whether two steps of different threads depend on each other. */
  depend(one: number, other: number): boolean {
    if (one >= this.#paired || other >= this.#paired) return meet(this.#touching[one]!, this.#touching[other]!);
    const pair = one * this.#paired + other;
    const known = this.#pairs[pair]!;
    if (known !== UNKNOWN) return known === DEPENDENT;
    const holds = meet(this.#touching[one]!, this.#touching[other]!);
    this.#pairs[pair] = holds ? DEPENDENT : INDEPENDENT;
    return holds;
  }
}

function meet(one: Touching, other: Touching): boolean {
  return touched(one).some(([slot, wrote]) =>
    touched(other).some(([also, alsoWrote]) => slot === also && (wrote || alsoWrote)),
  );
}

function touched({ slot, writes, end, witness }: Touching): readonly (readonly [number, boolean])[] {
  const touches: readonly (readonly [number, boolean])[] = [
    [slot, writes],
    [end, true],
    [witness, true],
  ];
  return touches.filter(([where]) => where >= 0);
}
