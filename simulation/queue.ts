// The threads that can go on, by their time; equal times go by who has waited longer. A binary heap.

export class Queue {
  /** The time of the thread that was popped last. */
  now = 0;
  readonly #times: Float64Array;
  readonly #heap: Int32Array;
  /** By thread: when it began to wait, as a number that grows. */
  readonly #since: Float64Array;
  #pushed = 0;
  #size = 0;

  /** A thread stands in it once at most. */
  constructor(threads: number) {
    this.#times = new Float64Array(threads);
    this.#heap = new Int32Array(threads);
    this.#since = new Float64Array(threads);
  }

  push(thread: number, at: number): void {
    this.#since[thread] = this.#pushed++;
    this.pushAgain(thread, at);
  }

  /** A thread that was popped and has to wait on keeps its turn. */
  pushAgain(thread: number, at: number): void {
    this.#times[thread] = at;
    let place = this.#size++;
    while (place > 0) {
      const above = (place - 1) >>> 1;
      if (!this.#isBefore(thread, this.#heap[above]!)) break;
      this.#heap[place] = this.#heap[above]!;
      place = above;
    }
    this.#heap[place] = thread;
  }

  /** The thread whose time comes first; -1 where there is none. */
  pop(): number {
    if (this.#size === 0) return -1;
    const first = this.#heap[0]!;
    this.now = this.#times[first]!;
    const last = this.#heap[--this.#size]!;
    let place = 0;
    for (let below = 1; below < this.#size; below = 2 * place + 1) {
      const right = below + 1;
      if (right < this.#size && this.#isBefore(this.#heap[right]!, this.#heap[below]!)) below = right;
      if (!this.#isBefore(this.#heap[below]!, last)) break;
      this.#heap[place] = this.#heap[below]!;
      place = below;
    }
    this.#heap[place] = last;
    return first;
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#times[one]!, this.#times[other]!];
    return a < b || (a === b && this.#since[one]! < this.#since[other]!);
  }
}
