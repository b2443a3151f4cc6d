// Probabilistic concurrency testing: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with
// Probabilistic Guarantees of Finding Bugs", ASPLOS 2010. Random distinct priorities; at depth - 1 random steps the
// running thread falls below all others. A bug of depth d is found with probability at least 1 / (n * k^(d-1)) an
// execution, for n threads and k steps. Departure: k is the length of the longest execution seen so far.

import type { Random } from '../random.js';
import { type Sampler, slotsOf } from './sampler.js';

export class Pct implements Sampler {
  readonly #depth: number;
  /** By thread, distinct; the enabled thread of the highest one runs. */
  #priorities: number[] = [];
  /** Steps at which the running thread's priority falls; distinct changes fall to distinct priorities. */
  #changes: number[] = [];

  constructor(depth: number) {
    this.#depth = depth;
  }

  begin(random: Random, threads: number, stepsSeen: number): void {
    this.#priorities = shuffled(
      Array.from({ length: threads }, (_, thread) => this.#depth + thread),
      random,
    );
    this.#changes = Array.from({ length: this.#depth - 1 }, () => random.below(Math.max(1, stepsSeen)));
  }

  pick(enabled: number, step: number): number {
    const running = this.#highest(enabled);
    const change = this.#changes.indexOf(step);
    if (change < 0) return running;
    this.#priorities[running] = change;
    return this.#highest(enabled);
  }

  #highest(enabled: number): number {
    return slotsOf(enabled).reduce((best, slot) => (this.#priorities[slot]! > this.#priorities[best]! ? slot : best));
  }
}

function shuffled(values: number[], random: Random): number[] {
  for (let index = values.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [values[index], values[other]] = [values[other]!, values[index]!];
  }
  return values;
}
