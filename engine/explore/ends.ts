// Ends of executions, as the design defines them. Normal end: every thread but daemons has ended, and every daemon is
// blocked or looping. Deadlock: no thread is enabled, and it is not a normal end.

import type { Machine, State } from '../machine/machine.js';
import * as code from '../threads/code.js';

export class Ends {
  readonly #machine: Machine;
  readonly #nodes: number;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.#nodes = machine.layout.nodes;
  }

  /** Threads that are not daemons and have not ended, as bits. Dormant threads count as ended: nobody started them. */
  unfinished(state: State): number {
    let bits = 0;
    this.#machine.layout.threads.forEach((thread, slot) => {
      if (!thread.daemon && state[this.#nodes + slot]! > code.FAILED_NODE) bits |= 1 << slot;
    });
    return bits;
  }

  /** Whether a state in which `enabled` threads may step is a normal end. */
  isNormalEnd(state: State, enabled: number): boolean {
    if (this.unfinished(state) !== 0) return false;
    if (enabled === 0) return true;
    return this.#machine.automata.every((automaton, slot) => {
      if (((enabled >>> slot) & 1) === 0) return true;
      return automaton.nodes[state[this.#nodes + slot]!]!.looping;
    });
  }
}
