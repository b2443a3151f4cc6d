// The simulated multiprocessor: which threads are enabled in a state, and what one step does to it.
// Every driver (search, sampler, shrink, replay) goes through `enabled` and `step`; there is no other semantics.

import * as code from '../operations/code.js';
import { Interner } from '../operations/interner.js';
import { Linker } from '../operations/linker.js';
import type { Cell } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import type { Self } from '../program/thread.js';
import { Automaton } from '../threads/automaton.js';
import { Batches } from '../threads/batches.js';
import { BATCH, CODE, RECORD, SLOT, TARGET, VIEW, X, Y } from '../threads/nodeTable.js';
import { type Layout, layoutOf } from './layout.js';
import type { System } from './system.js';

/** A state: one integer per slot of the layout. */
export type State = Int32Array;

export class Multiprocessor {
  readonly system: System;
  readonly layout: Layout;
  readonly automata: readonly Automaton[];
  readonly batches = new Batches();
  readonly values = new Interner();
  /** Labels of threads. */
  readonly labels = new Interner();
  readonly linker: Linker;
  /** Slots that the last steps wrote, and what they held before; count is reset by whoever reads it. */
  readonly touched = new Int32Array(64);
  readonly before = new Int32Array(64);
  touchedCount = 0;

  readonly #nodes: number;
  readonly #permits: number;
  readonly #processor: Int32Array;
  readonly #running: Int32Array;
  readonly #cooperative: boolean;

  constructor(system: System) {
    this.system = system;
    this.layout = layoutOf(system);
    const { cells, threads, policies, nodes, permits, running } = this.layout;
    const slots = new Map(cells.map((cell: Cell, slot) => [cell.name, { slot, cell }]));
    this.linker = new Linker(this.values, slots, new Map(threads.map(({ name }, slot) => [name, slot])));
    this.automata = threads.map((thread, slot) => {
      const self: Self = Object.freeze({ name: thread.name, slot, processor: thread.processor });
      return new Automaton(thread, self, this.linker, this.batches, this.labels);
    });
    this.#nodes = nodes;
    this.#permits = permits;
    this.#processor = Int32Array.from(threads, ({ processor }) => processor);
    this.#running = Int32Array.from(running);
    this.#cooperative = policies.includes('cooperative');
  }

  /** How many edges have been compiled so far, over all threads. */
  get compiledEdges(): number {
    let edges = 0;
    for (let thread = 0; thread < this.automata.length; thread++) edges += this.automata[thread]!.edgeCount;
    return edges;
  }

  /** A fresh initial state, and the batch of events that ride on the start. */
  initial(): { readonly state: State; readonly batch: number } {
    const state = new Int32Array(this.layout.width);
    this.layout.cells.forEach((cell, slot) => {
      state[slot] = this.linker.raw(cell, cell.initial);
    });
    let batch = 0;
    this.automata.forEach((automaton, slot) => {
      if (automaton.thread.dormant) return;
      const start = automaton.start();
      state[this.#nodes + slot] = start.node;
      batch = this.batches.join(batch, start.batch);
    });
    return { state, batch };
  }

  /** The threads that may step, as bits by slot. */
  enabled(state: State): number {
    let bits = 0;
    for (let thread = 0; thread < this.automata.length; thread++) {
      if (this.ready(state, thread) && (!this.#cooperative || this.#mayRun(state, thread))) bits |= 1 << thread;
    }
    return bits;
  }

  /** Whether the thread's pending operation could be performed, processors aside. */
  ready(state: State, thread: number): boolean {
    const automaton = this.automata[thread]!;
    const { table } = automaton;
    const at = state[this.#nodes + thread]! << RECORD;
    switch (table[at + CODE]) {
      case code.DORMANT:
      case code.FINISHED:
      case code.FAILED:
        return false;
      case code.WAIT_IS:
        return state[table[at + SLOT]!] === table[at + X];
      case code.WAIT_IS_NOT:
        return state[table[at + SLOT]!] !== table[at + X];
      case code.WAIT_BELOW:
        return state[table[at + SLOT]!]! < table[at + X]!;
      case code.WAIT_ABOVE:
        return state[table[at + SLOT]!]! > table[at + X]!;
      case code.PARK:
        return ((state[this.#permits]! >>> thread) & 1) === 1;
      case code.JOIN:
        return this.ended(state, table[at + X]!);
      default:
        return true;
    }
  }

  /** Whether the thread has finished or failed. */
  ended(state: State, thread: number): boolean {
    const node = state[this.#nodes + thread];
    return node === code.FINISHED_NODE || node === code.FAILED_NODE;
  }

  /** How many choices the thread's pending operation has: 1, but for choose. */
  choices(state: State, thread: number): number {
    const automaton = this.automata[thread]!;
    const { table } = automaton;
    const at = state[this.#nodes + thread]! << RECORD;
    return table[at + CODE] === code.CHOOSE ? table[at + X]! : 1;
  }

  /**
   * step performs the pending operation of an enabled thread in place and returns the batch of events that ride on it.
   * What it wrote is noted in `touched`. Throws QSC502 and QSC506 for what the program did wrong.
   */
  step(state: State, thread: number, choice: number): number {
    const automaton = this.automata[thread]!;
    const nodeSlot = this.#nodes + thread;
    const node = state[nodeSlot]!;
    const { table } = automaton;
    const at = node << RECORD;
    const slot = table[at + SLOT]!;
    const operation = table[at + CODE]!;
    let raw = 0;
    let spawned = 0;
    switch (operation) {
      case code.LOAD:
        raw = state[slot]!;
        break;
      case code.LOAD_VIEW:
        raw = this.linker.see(table[at + VIEW]!, state[slot]!);
        break;
      case code.STORE:
        this.#write(state, slot, table[at + X]!);
        break;
      case code.EXCHANGE:
        raw = state[slot]!;
        this.#write(state, slot, table[at + X]!);
        break;
      case code.EXCHANGE_VIEW:
        raw = this.linker.see(table[at + VIEW]!, state[slot]!);
        this.#write(state, slot, table[at + X]!);
        break;
      case code.COMPARE_EXCHANGE:
        if (state[slot] === table[at + X]) {
          raw = 1;
          this.#write(state, slot, table[at + Y]!);
        }
        break;
      case code.ADD:
        this.#add(state, slot, table[at + X]!, table[at + Y]!);
        break;
      case code.FETCH_ADD:
        raw = state[slot]!;
        this.#add(state, slot, table[at + X]!, table[at + Y]!);
        break;
      case code.FETCH_ADD_VIEW:
        raw = this.linker.see(table[at + VIEW]!, state[slot]!);
        this.#add(state, slot, table[at + X]!, table[at + Y]!);
        break;
      case code.PARK:
        this.#write(state, this.#permits, state[this.#permits]! & ~(1 << thread));
        break;
      case code.UNPARK:
        this.#write(state, this.#permits, state[this.#permits]! | (1 << table[at + X]!));
        break;
      case code.SPAWN:
        spawned = this.#spawn(state, table[at + X]!);
        break;
      case code.CHOOSE:
        raw = choice;
        break;
    }
    let target = table[at + TARGET]!;
    let batch = table[at + BATCH]!;
    if (raw !== 0 || target < 0) {
      const edge = automaton.edge(node, raw);
      target = automaton.target[edge]!;
      batch = automaton.batch[edge]!;
    }
    this.#write(state, nodeSlot, target);
    if (this.#cooperative) this.#dispatch(state, thread, operation);
    return spawned === 0 ? batch : this.batches.join(batch, spawned);
  }

  #write(state: State, slot: number, value: number): void {
    if (state[slot] === value) return;
    this.touched[this.touchedCount] = slot;
    this.before[this.touchedCount] = state[slot]!;
    this.touchedCount++;
    state[slot] = value;
  }

  #add(state: State, slot: number, amount: number, modulo: number): void {
    let sum = state[slot]! + amount;
    if (modulo !== 0) sum = ((sum % modulo) + modulo) % modulo;
    else if (sum >= code.LIMIT || sum <= -code.LIMIT)
      throw new QuiesceError('QSC502', `${sum} in cell ${this.layout.cells[slot]!.name}`);
    this.#write(state, slot, sum);
  }

  #spawn(state: State, thread: number): number {
    const node = state[this.#nodes + thread]!;
    if (node !== code.DORMANT_NODE && node !== code.FINISHED_NODE) {
      throw new QuiesceError('QSC506', `thread ${this.layout.threads[thread]!.name}`);
    }
    const start = this.automata[thread]!.start();
    this.#write(state, this.#nodes + thread, start.node);
    return start.batch;
  }

  /** On a cooperative processor only the running thread may step, or any ready one where none runs. */
  #mayRun(state: State, thread: number): boolean {
    const slot = this.#running[this.#processor[thread]!]!;
    return slot < 0 || state[slot] === 0 || state[slot] === thread + 1;
  }

  /** After a step: its thread runs, unless it passed a safe point; a running thread that is not ready gives way. */
  #dispatch(state: State, thread: number, operation: number): void {
    const own = this.#running[this.#processor[thread]!]!;
    if (own >= 0) this.#write(state, own, operation === code.SAFE_POINT ? 0 : thread + 1);
    for (const slot of this.#running) {
      if (slot >= 0 && state[slot] !== 0 && !this.ready(state, state[slot]! - 1)) this.#write(state, slot, 0);
    }
  }
}
