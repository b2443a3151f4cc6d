// Round robin: each thread in turn for a quantum of steps; the quantum and the first thread vary with the execution.

import type { Random } from '../random.js';
import type { Sampler } from './sampler.js';

const quantumMax = 8;

export class RoundRobin implements Sampler {
  #threads = 1;
  #quantum = 1;
  #turn = 0;
  #left = 0;

  begin(random: Random, threads: number): void {
    this.#threads = threads;
    this.#quantum = 1 + random.below(quantumMax);
    this.#turn = random.below(threads);
    this.#left = this.#quantum;
  }

  pick(enabled: number): number {
    if (this.#left === 0 || ((enabled >>> this.#turn) & 1) === 0) this.#next(enabled);
    this.#left--;
    return this.#turn;
  }

  #next(enabled: number): void {
    do this.#turn = (this.#turn + 1) % this.#threads;
    while (((enabled >>> this.#turn) & 1) === 0);
    this.#left = this.#quantum;
  }
}
