// Ends of executions, as the design defines them. Normal end: every thread but daemons has ended, and every daemon is
// blocked or looping. Deadlock: no thread is enabled, and it is not a normal end.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { FAILED_NODE } from '../operations/table.js';

export class Ends {
  readonly #multiprocessor: Multiprocessor;
  readonly #nodes: number;
  readonly #threads: number;
  readonly #daemons: number;

  constructor(multiprocessor: Multiprocessor) {
    this.#multiprocessor = multiprocessor;
    const { nodes, threads } = multiprocessor.layout;
    this.#nodes = nodes;
    this.#threads = threads.length;
    this.#daemons = threads.reduce((bits, { daemon }, slot) => (daemon ? bits | (1 << slot) : bits), 0);
  }

  /** Threads that are not daemons and have not ended, as bits. Dormant threads count as ended: nobody started them. */
  unfinished(state: State): number {
    let bits = 0;
    for (let slot = 0; slot < this.#threads; slot++) {
      if (state[this.#nodes + slot]! > FAILED_NODE) bits |= 1 << slot;
    }
    return bits & ~this.#daemons;
  }

  /** Whether a state in which `enabled` threads may step is a normal end. */
  isNormalEnd(state: State, enabled: number): boolean {
    if (this.unfinished(state) !== 0) return false;
    if (enabled === 0) return true;
    // Ready, not enabled: on a cooperative processor a daemon that waits for its turn is neither blocked nor looping.
    return this.#multiprocessor.automata.every((automaton, slot) => {
      if (!this.#multiprocessor.ready(state, slot)) return true;
      return automaton.nodes[state[this.#nodes + slot]!]!.looping;
    });
  }
}
