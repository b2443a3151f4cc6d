// The simulated multiprocessor: which threads are enabled in a state, and what one step does to it.
// Every driver (search, sampler, shrink, replay) goes through `enabled` and `step`; there is no other semantics.

import { Interner } from '../operations/interner.js';
import { Linker } from '../operations/linker.js';
import * as terms from '../operations/meaning.js';
import { DORMANT_NODE, FAILED_NODE, FINISHED_NODE } from '../operations/table.js';
import { type Cell, integerLimit } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import type { Self } from '../program/thread.js';
import { Automaton } from '../threads/automaton.js';
import { Batches } from '../threads/batches.js';
import { Facts, type Listening } from '../threads/facts.js';
import { BATCH, RECORD, SLOT, TARGET, TERMS, VIEW, X, Y } from '../threads/nodeTable.js';
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
  /** What monitors are told besides events. */
  readonly facts: Facts;
  /** Slots that the last steps wrote, and what they held before; count is reset by whoever reads it. */
  readonly touched = new Int32Array(64);
  readonly before = new Int32Array(64);
  touchedCount = 0;

  readonly #nodes: number;
  readonly #processor: Int32Array;
  readonly #running: Int32Array;
  readonly #cooperative: boolean;

  constructor(system: System) {
    this.system = system;
    this.layout = layoutOf(system);
    const { cells, regions, threads, policies, nodes, permits, running } = this.layout;
    this.facts = new Facts(cells, regions);
    this.linker = new Linker(this.values, {
      cells: new Map(cells.map((cell: Cell, slot) => [cell.name, { slot, cell }])),
      threads: new Map(threads.map(({ name }, position) => [name, position])),
      nodes,
      permits,
    });
    this.automata = threads.map((thread, slot) => {
      const self: Self = Object.freeze({ name: thread.name, slot, processor: thread.processor });
      return new Automaton(thread, self, this);
    });
    this.#nodes = nodes;
    this.#processor = Int32Array.from(threads, ({ processor }) => processor);
    this.#running = Int32Array.from(running);
    this.#cooperative = policies.includes('cooperative');
  }

  /** Adds facts that a monitor listens for; before anything is compiled, because they stand on compiled edges. */
  listen(listening: Listening): void {
    if (this.automata.some(({ isBegun }) => isBegun))
      throw new QuiesceError('QSC901', 'a monitor listens for facts after threads have been compiled');
    this.facts.listen(listening);
  }

  /** How many edges have been compiled so far, over all threads. */
  get compiledEdges(): number {
    let edges = 0;
    for (let thread = 0; thread < this.automata.length; thread++) edges += this.automata[thread]!.edgeCount;
    return edges;
  }

  /** A fresh initial state, and the batch of events that ride on the start. */
  initial(): { readonly state: State; readonly batch: number } {
    const state = this.initialCells();
    let batch = this.batches.id(this.facts.atStart());
    this.automata.forEach((automaton, slot) => {
      if (automaton.thread.dormant) return;
      const start = automaton.start();
      state[this.#nodes + slot] = start.node;
      batch = this.batches.join(batch, start.batch);
    });
    return { state, batch };
  }

  /** A fresh state in which no thread has begun. */
  initialCells(): State {
    const state = new Int32Array(this.layout.width);
    this.layout.cells.forEach((cell, slot) => {
      state[slot] = this.linker.raw(cell, cell.initial);
    });
    return state;
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
    const { table } = this.automata[thread]!;
    const at = state[this.#nodes + thread]! << RECORD;
    switch (table[at + TERMS]! & terms.GUARD) {
      case terms.ALWAYS:
        return true;
      case terms.WITHIN: {
        const content = state[table[at + SLOT]!]!;
        return content >= table[at + X]! && content <= table[at + Y]!;
      }
      case terms.OTHER_THAN:
        return state[table[at + SLOT]!] !== table[at + X];
      case terms.SHARES:
        return (state[table[at + SLOT]!]! & table[at + X]!) !== 0;
      default:
        return false;
    }
  }

  /** Whether the thread has finished or failed. */
  ended(state: State, thread: number): boolean {
    const node = state[this.#nodes + thread];
    return node === FINISHED_NODE || node === FAILED_NODE;
  }

  /** How many choices the thread's pending operation has: 1, but for choose. */
  choices(state: State, thread: number): number {
    const { table } = this.automata[thread]!;
    const at = state[this.#nodes + thread]! << RECORD;
    return (table[at + TERMS]! & terms.RESULT) === terms.CHOSEN ? table[at + X]! : 1;
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
    const means = table[at + TERMS]!;
    const starts = (means & terms.EFFECT) === terms.START;
    const started = starts ? this.#start(state, table[at + SLOT]!) : 0;
    const raw = this.perform(state, table, at, choice);
    let target = table[at + TARGET]!;
    let batch = table[at + BATCH]!;
    if (raw !== 0 || target < 0) {
      const edge = automaton.edge(node, raw);
      target = automaton.target[edge]!;
      batch = automaton.batch[edge]!;
    }
    this.#write(state, nodeSlot, target);
    if (this.#cooperative) this.#dispatch(state, thread, (means & terms.SAFE_POINT) !== 0);
    return started === 0 ? batch : this.batches.join(batch, started);
  }

  /**
   * perform does what the meaning at `at` of a node table says, and returns the raw result. A thread that it starts is not
   * its affair. Live runs perform by it too, on states of their own.
   */
  perform(state: State, table: Int32Array, at: number, choice: number): number {
    const means = table[at + TERMS]!;
    const slot = table[at + SLOT]!;
    let raw = 0;
    switch (means & terms.RESULT) {
      case terms.CONTENT:
        raw = state[slot]!;
        break;
      case terms.SEEN:
        raw = this.linker.see(table[at + VIEW]!, state[slot]!);
        break;
      case terms.MATCHED:
        raw = state[slot] === table[at + X] ? 1 : 0;
        break;
      case terms.CHOSEN:
        raw = choice;
        break;
    }
    switch (means & terms.EFFECT) {
      case terms.SET:
        this.#write(state, slot, table[at + X]!);
        break;
      case terms.SET_IF:
        if (state[slot] === table[at + X]) this.#write(state, slot, table[at + Y]!);
        break;
      case terms.ADD:
        this.#add(state, slot, table[at + X]!, table[at + Y]!);
        break;
      case terms.SET_BITS:
        this.#write(state, slot, wrapped(state[slot]! | table[at + X]!, table[at + Y]!));
        break;
      case terms.CLEAR_BITS:
        this.#write(state, slot, state[slot]! & ~table[at + X]!);
        break;
      case terms.UPDATE:
        this.#write(state, slot, this.linker.see(table[at + Y]!, state[slot]!));
        break;
    }
    return raw;
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
    if (modulo !== 0) sum = wrapped(sum, modulo);
    else if (sum >= integerLimit || sum <= -integerLimit)
      throw new QuiesceError('QSC502', `${sum} in cell ${this.layout.cells[slot]!.name}`);
    this.#write(state, slot, sum);
  }

  /** Starts the thread whose node is in a slot, and returns the batch that rides on its start. */
  #start(state: State, nodeSlot: number): number {
    const thread = nodeSlot - this.#nodes;
    const node = state[nodeSlot]!;
    if (node !== DORMANT_NODE && node !== FINISHED_NODE) {
      throw new QuiesceError('QSC506', `thread ${this.layout.threads[thread]!.name}`);
    }
    const start = this.automata[thread]!.start();
    this.#write(state, nodeSlot, start.node);
    return start.batch;
  }

  /** On a cooperative processor only the running thread may step, or any ready one where none runs. */
  #mayRun(state: State, thread: number): boolean {
    const slot = this.#running[this.#processor[thread]!]!;
    return slot < 0 || state[slot] === 0 || state[slot] === thread + 1;
  }

  /** After a step: its thread runs, unless it passed a safe point; a running thread that is not ready gives way. */
  #dispatch(state: State, thread: number, isSafePoint: boolean): void {
    const own = this.#running[this.#processor[thread]!]!;
    if (own >= 0) this.#write(state, own, isSafePoint ? 0 : thread + 1);
    for (const slot of this.#running) {
      if (slot >= 0 && state[slot] !== 0 && !this.ready(state, state[slot]! - 1)) this.#write(state, slot, 0);
    }
  }
}

/** Arithmetic of cells with a modulo wraps; 0 stands for none. */
function wrapped(value: number, modulo: number): number {
  return modulo === 0 ? value : ((value % modulo) + modulo) % modulo;
}
