// Persistent sets (Godefroid, LNCS 1032, 1996, chapter 4): in a state, some threads such that nothing which the others may
// still do depends on their next steps. Then their steps alone are taken; every other order is equivalent to one that
// begins with one of them.
// A thread is in the set with all that its pending operation depends on, blocked ones included: nobody outside may let it
// go on. Against putting steps off for ever: where a step of the set may close a loop, all steps are taken, so that every
// cycle of what is explored has a state in which they are (the proviso). With both, for every state that is explored and
// every execution from it, some execution that is explored has that one as a beginning, up to the order of what is
// independent: docs/decisions has the argument for each property, stuck threads among them.
// Mutants: an independence too generous, a proviso left out, futures that are not looked at again.

import type { Multiprocessor, State } from '../multiprocessor/multiprocessor.js';
import { FAILED_NODE } from '../operations/table.js';
import type { Component } from '../watch/component.js';
import type { PredicateReads } from '../watch/predicates.js';
import { BatchOrder } from './batchOrder.js';
import { Futures } from './futures.js';
import { compiledSoFar } from './touches.js';

/** Threads are looked at again when they have grown by a half. */
const growth = 1.5;

export class PersistentSets {
  readonly #multiprocessor: Multiprocessor;
  readonly #predicates: () => readonly PredicateReads[];
  readonly #order: BatchOrder;
  readonly #nodes: number;
  /** By thread: those that its pending operation depends on, as bits; -1 not asked yet in this state. */
  readonly #dependsOn: Int32Array;
  #futures: Futures;
  #edges = 0;

  constructor(
    multiprocessor: Multiprocessor,
    components: readonly Component[],
    predicates: () => readonly PredicateReads[],
  ) {
    this.#multiprocessor = multiprocessor;
    this.#predicates = predicates;
    this.#order = new BatchOrder(components, multiprocessor.batches);
    this.#nodes = multiprocessor.layout.nodes;
    this.#dependsOn = new Int32Array(multiprocessor.automata.length);
    this.#futures = this.#made();
  }

  /** What is known of threads now; another after they were looked at anew. */
  get futures(): Futures {
    return this.#futures;
  }

  /** Whether threads have grown so much that it is worth while to look at them again. */
  get isOld(): boolean {
    return this.#multiprocessor.compiledEdges > this.#edges * growth + growth;
  }

  /** Looks at threads again; whether anything that was decided may be wrong now. */
  renew(): boolean {
    const before = this.#futures;
    this.#futures = this.#made();
    return !this.#futures.equals(before);
  }

  #made(): Futures {
    const { batches, compiledEdges } = this.#multiprocessor;
    this.#edges = compiledEdges;
    this.#order.widen();
    const compiled = compiledSoFar(this.#multiprocessor, this.#predicates(), this.#order.hearers);
    return new Futures(compiled, this.#order, batches.size);
  }

  /**
   * The threads, of those that are enabled, whose steps have to be taken: `taken` where they suffice, else these and the
   * fewest others that do.
   */
  choose(state: State, enabled: number, taken: number): number {
    if ((enabled & (enabled - 1)) === 0) return enabled;
    this.#dependsOn.fill(-1);
    let best = enabled;
    const fewest = taken === 0 ? 1 : 0;
    for (let open = enabled; open !== 0 && bitCount(best & ~taken) > fewest; open &= open - 1) {
      const set = this.#closed(state, 31 - Math.clz32(open & -open)) & enabled;
      if (bitCount(set & ~taken) >= bitCount(best & ~taken) || this.#mayCloseLoop(state, set)) continue;
      best = set;
    }
    return best | taken;
  }

  /** A thread, and all that it depends on, and all that these do. */
  #closed(state: State, thread: number): number {
    let set = 1 << thread;
    for (let open = set; open !== 0; ) {
      const each = 31 - Math.clz32(open & -open);
      const others = this.#others(state, each) & ~set;
      set |= others;
      open = (open & (open - 1)) | others;
    }
    return set;
  }

  #others(state: State, thread: number): number {
    if (this.#dependsOn[thread] === -1) this.#dependsOn[thread] = this.#look(state, thread);
    return this.#dependsOn[thread]!;
  }

  #look(state: State, thread: number): number {
    const step = this.#futures.number(thread, state[this.#nodes + thread]!);
    let bits = 0;
    for (let other = 0; other < this.#dependsOn.length; other++) {
      const otherNode = state[this.#nodes + other]!;
      if (other === thread || otherNode <= FAILED_NODE) continue;
      if (this.#futures.depends(step, this.#futures.number(other, otherNode))) bits |= 1 << other;
    }
    return bits;
  }

  #mayCloseLoop(state: State, set: number): boolean {
    for (let open = set; open !== 0; open &= open - 1) {
      const thread = 31 - Math.clz32(open & -open);
      if (this.#futures.closesLoop(this.#futures.number(thread, state[this.#nodes + thread]!))) return true;
    }
    return false;
  }
}

function bitCount(bits: number): number {
  let count = 0;
  for (let open = bits; open !== 0; open &= open - 1) count++;
  return count;
}
