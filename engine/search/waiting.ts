// The states in which some unfinished thread waits, with their edges: all that it takes to find threads that can never
// step again. In most states every unfinished thread is enabled, so that nothing has to be kept of them.

import { threadOf } from '../multiprocessor/via.js';
import { IntList } from './intList.js';

export class Waiting {
  /** By row: the state, the threads that can step or have nothing to do as bits, its first edge. */
  readonly #state = new IntList(64);
  readonly #able = new IntList(64);
  readonly #firstEdge = new IntList(64);
  /** By edge: the state that it leads to. */
  readonly #target = new IntList(64);
  /** Agents as bits: what they could do nobody can count on. */
  readonly #optional: number;
  #isOpen = false;

  constructor(optional: number) {
    this.#optional = optional;
  }

  get bytes(): number {
    return this.#state.bytes + this.#able.bytes + this.#firstEdge.bytes + this.#target.bytes;
  }

  /** Opens the edges of a state. */
  expand(state: number, enabled: number, unfinished: number): void {
    this.#isOpen = (unfinished & ~enabled) !== 0;
    if (!this.#isOpen) return;
    this.#state.push(state);
    this.#able.push(enabled | ~unfinished);
    this.#firstEdge.push(this.#target.length);
  }

  edge(target: number, via: number): void {
    if (this.#isOpen && ((this.#optional >>> threadOf(via)) & 1) === 0) this.#target.push(target);
  }

  /** Takes over rows of (state, threads able, first edge), and what their edges lead to. */
  append(rows: Int32Array, targets: Int32Array): void {
    const first = this.#target.length;
    for (let at = 0; at < rows.length; at += 3) {
      this.#state.push(rows[at]!);
      this.#able.push(rows[at + 1]!);
      this.#firstEdge.push(first + rows[at + 2]!);
    }
    this.#target.pushAll(targets);
  }

  /** All of it, list by list. */
  get lists(): readonly Int32Array[] {
    return this.#all().map(({ data, length }) => data.subarray(0, length));
  }

  /** Takes over the lists of another, in place of what is here. */
  restore(lists: readonly Int32Array[]): void {
    this.#all().forEach((list, index) => {
      list.length = 0;
      list.pushAll(lists[index]!);
    });
  }

  #all(): readonly IntList[] {
    return [this.#state, this.#able, this.#firstEdge, this.#target];
  }

  /** The states in which some thread waits, in order of discovery. */
  states(): Int32Array {
    return this.#state.data.slice(0, this.#state.length).sort();
  }

  /**
   * By state, of a search that is complete: the threads that can step now or in some continuation, as bits; all bits where
   * that is every unfinished thread.
   */
  ever(states: number): (state: number) => number {
    const rows = this.#state.length;
    const rowOf = new Int32Array(states);
    for (let row = 0; row < rows; row++) rowOf[this.#state.data[row]!] = row + 1;
    const ever = this.#able.data.slice(0, rows);
    this.#firstEdge.set(rows, this.#target.length);
    this.#firstEdge.length = rows;
    // Most edges lead to later states, so one pass from the last state to the first settles all but the cycles.
    while (this.#pass(ever, rowOf));
    return (state) => (rowOf[state] === 0 ? -1 : ever[rowOf[state]! - 1]!);
  }

  #pass(ever: Int32Array, rowOf: Int32Array): boolean {
    const target = this.#target.data;
    const first = this.#firstEdge.data;
    let changed = false;
    for (let row = ever.length - 1; row >= 0; row--) {
      let bits = ever[row]!;
      for (let edge = first[row]!; edge < first[row + 1]! && bits !== -1; edge++) {
        const next = rowOf[target[edge]!]!;
        bits |= next === 0 ? -1 : ever[next - 1]!;
      }
      if (bits === ever[row]) continue;
      ever[row] = bits;
      changed = true;
    }
    return changed;
  }
}
