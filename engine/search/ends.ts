// Ends of executions, as the design defines them; everybody who asks where an execution ends asks here. Normal end: every
// thread but daemons has finished, and the state lies in a bottom component of the graph of daemons' steps: a daemon with
// work left is no end, and one that goes round for ever is no obstacle. Deadlock: no thread is enabled, and it is not a
// normal end. Of two states that differ only in what monitors remember, both are ends or neither is.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { FAILED_NODE } from '../operations/table.js';
import { type CutAt, DaemonGraph } from './daemonGraph.js';
import type { LimitHit } from './options.js';

/** States of daemons that a walk looks at, at most; a search has its own limits. */
const statesMax = 1_000_000;

export class Ends {
  readonly #nodes: number;
  readonly #threads: number;
  readonly #daemons: number;
  /** Agents that need never step: their steps keep nothing from being an end. */
  readonly #optional: number;
  readonly #graph: DaemonGraph;

  constructor(multiprocessor: Multiprocessor, cutAt: CutAt = atMost(statesMax)) {
    const { nodes, threads } = multiprocessor.layout;
    this.#nodes = nodes;
    this.#threads = threads.length;
    this.#daemons = threads.reduce((bits, { daemon }, slot) => (daemon ? bits | (1 << slot) : bits), 0);
    this.#optional = multiprocessor.optional;
    this.#graph = new DaemonGraph(multiprocessor, this.#daemons & ~this.#optional, cutAt);
  }

  /** The threads that are daemons, as bits. */
  get daemons(): number {
    return this.#daemons;
  }

  /** What kept it from telling of some state whether it is a normal end. */
  get cut(): LimitHit | undefined {
    return this.#graph.cut;
  }

  get bytes(): number {
    return this.#graph.bytes;
  }

  /** Threads that are not daemons and have not ended, as bits. Dormant threads count as ended: nobody started them. */
  unfinished(state: State): number {
    let bits = 0;
    for (let slot = 0; slot < this.#threads; slot++) {
      if (state[this.#nodes + slot]! > FAILED_NODE) bits |= 1 << slot;
    }
    return bits & ~this.#daemons;
  }

  /** Whether a state in which `enabled` threads may step is a normal end; undefined where that cannot be told (`cut`). */
  isNormalEnd(state: State, enabled: number): boolean | undefined {
    if (this.unfinished(state) !== 0) return false;
    return (enabled & ~this.#optional) === 0 || this.#graph.isBottom(state);
  }
}

/** atMost cuts at a number of states. */
export function atMost(states: number): CutAt {
  return (count) => (count > states ? { limit: 'ends', text: `${states} states of daemons alone` } : undefined);
}
