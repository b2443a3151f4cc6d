// What the kernel is told where steps are left out: what may be done from each node on, whenever threads have been looked at
// anew, and what the step from a node depends on, when it asks.

import type { Exports } from '../kernel/kernel.js';
import type { State } from '../multiprocessor/multiprocessor.js';
import type { Futures } from '../reduction/futures.js';
import type { KernelStates } from './kernelStates.js';
import type { TakenSteps } from './takenSteps.js';

export class KernelFutures {
  readonly #exports: Exports;
  readonly #states: KernelStates;
  readonly #taken: TakenSteps;
  readonly #nodes: number;
  /** What the kernel has been told. */
  #known: Futures | undefined;

  /** `nodes` is the slot of the first thread's node. */
  constructor(exports: Exports, states: KernelStates, taken: TakenSteps, nodes: number) {
    this.#exports = exports;
    this.#states = states;
    this.#taken = taken;
    this.#nodes = nodes;
  }

  /**
   * Tells it of what threads may do, where that is not what it knows; whether there was anything to tell. Where its memory ends, it
   * says so itself.
   */
  learn(): boolean {
    const { futures } = this.#taken;
    if (futures === this.#known) return false;
    this.#known = futures;
    const { base, size } = futures.numbering;
    const { data, words } = futures.may;
    const at = this.#exports.makeFutures(data.length / words, words);
    if (at === 0) return true;
    this.#states.memory.set(data, at >>> 2);
    for (const [thread, first] of base.entries()) this.#exports.numberNodes(thread, first, size[thread]!);
    return true;
  }

  /** Says what the step of a thread depends on, from where it is. */
  answer(thread: number, state: State): void {
    const futures = this.#taken.futures;
    const step = futures.number(thread, state[this.#nodes + thread]!);
    const at = this.#exports.knowStep(step, futures.closesLoop(step) ? 1 : 0);
    this.#states.memory.set(futures.against(step), at >>> 2);
  }
}
