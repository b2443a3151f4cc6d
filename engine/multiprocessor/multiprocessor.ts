// The simulated multiprocessor: which threads are enabled in a state, and what one step does to it.
// Every driver (search, sampler, shrink, replay) goes through `enabled` and `step`; there is no other semantics.

import { Interner } from '../operations/interner.js';
import { Linker } from '../operations/linker.js';
import * as terms from '../operations/meaning.js';
import { DORMANT_NODE, FAILED_NODE, FINISHED_NODE } from '../operations/table.js';
import { integerLimit } from '../program/cell.js';
import { QuiesceError } from '../program/errors.js';
import { incarnationIn } from '../program/region.js';
import type { Self } from '../program/thread.js';
import { Automaton } from '../threads/automaton.js';
import { Batches } from '../threads/batches.js';
import { Facts, type Listening } from '../threads/facts.js';
import { BATCH, RECORD, SLOT, TARGET, TERMS, VIEW, X, Y } from '../threads/nodeTable.js';
import { strikeAt } from './faults.js';
import { type Layout, layoutOf, slotsOf } from './layout.js';
import { refuseEndless } from './section.js';
import { type Flushed, StoreBuffers } from './storeBuffers.js';
import type { System } from './system.js';

/** From here on, terms name a store buffer. */
const WEAK = 1 << terms.BUFFER_NUMBER;

/** A state: one integer per slot of the layout. */
export type State = Int32Array;

/** Writes of one step at most. */
const touchedMax = 1024;

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
  readonly touched = new Int32Array(touchedMax);
  readonly before = new Int32Array(touchedMax);
  touchedCount = 0;
  /** Agents that need never step, whatever they could do: crashes. */
  readonly optional: number;

  readonly #nodes: number;
  /** By thread, the slot of the running thread of its processor; -1 where it is preemptive, and for store buffers. */
  readonly #own: Int32Array;
  readonly #running: Int32Array;
  /** The slot before that of the first store buffer: they are numbered from 1 in a node table. */
  readonly #buffers: number;
  readonly #storeBuffers: StoreBuffers;
  readonly #cooperative: boolean;

  constructor(system: System) {
    this.system = system;
    this.layout = layoutOf(system);
    const { cells, regions, threads, policies, nodes, running, buffers, declared, faults } = this.layout;
    this.optional = (faults?.optional ?? []).reduce((bits, slot) => bits | (1 << slot), 0);
    this.facts = new Facts(cells, regions);
    this.linker = new Linker(this.values, slotsOf(this.layout));
    this.automata = threads.map((thread, slot) => {
      const self: Self = Object.freeze({ name: thread.name, slot, processor: thread.processor });
      return new Automaton(thread, self, this);
    });
    this.#nodes = nodes;
    this.#own = Int32Array.from(threads, ({ processor }, slot) => (slot < declared ? running[processor]! : -1));
    this.#buffers = buffers - 1;
    this.#storeBuffers = new StoreBuffers(this.layout.memory === 'pso' ? 'pso' : 'tso', this.layout.room);
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
    return this.mayPerform(state, table, state[this.#nodes + thread]! << RECORD);
  }

  /** Whether what stands at `at` of a node table could be performed. Live runs ask here too. */
  mayPerform(state: State, table: Int32Array, at: number): boolean {
    const means = table[at + TERMS]!;
    if (means >= WEAK && !this.#bufferAllows(state, means)) return false;
    return this.guardHolds(state, table, at);
  }

  /** Whether its guard holds, whatever its store buffer says. */
  guardHolds(state: State, table: Int32Array, at: number): boolean {
    const means = table[at + TERMS]!;
    switch (means & terms.GUARD) {
      case terms.ALWAYS:
        return true;
      case terms.WITHIN: {
        const content = this.#content(state, means, table[at + SLOT]!);
        return content >= table[at + X]! && content <= table[at + Y]!;
      }
      case terms.OTHER_THAN:
        return this.#content(state, means, table[at + SLOT]!) !== table[at + X];
      case terms.SHARES:
        return (state[table[at + SLOT]!]! & table[at + X]!) !== 0;
      case terms.HOLDS:
        return this.#holding(state, means, table[at + X]!).length > 0;
      default:
        return false;
    }
  }

  /** What the thread sees of a slot. */
  #content(state: State, means: number, slot: number): number {
    if ((means & terms.FORWARDS) === 0) return state[slot]!;
    return this.#storeBuffers.seen(state[this.#bufferSlot(means)]!, slot, state[slot]!);
  }

  /** What an operation with a meaning would see of a slot. */
  contentFor(state: State, { terms: means }: terms.Meaning, slot: number): number {
    return this.#content(state, means, slot);
  }

  /** The alternatives that hold, by their places. */
  #holding(state: State, means: number, number: number): number[] {
    const alternatives = this.linker.conditions.all[number]!;
    const content = (slot: number) => this.#content(state, means, slot);
    const holding: number[] = [];
    for (let which = 0; which < alternatives.count; which++)
      if (alternatives.holds(which, content)) holding.push(which);
    return holding;
  }

  #bufferSlot(means: number): number {
    return this.#buffers + (means >>> terms.BUFFER_NUMBER);
  }

  /** Whether the store buffer is as it has to be: empty, or with room for a store. */
  #bufferAllows(state: State, means: number): boolean {
    const buffer = state[this.#bufferSlot(means)]!;
    if ((means & terms.DRAINED) !== 0) return buffer === 0;
    return (means & terms.EFFECT) !== terms.BUFFER || !this.#storeBuffers.isFull(buffer);
  }

  /** The slot and the content that a flush writes to memory. */
  flushed(state: State, bufferSlot: number, choice: number): Flushed | undefined {
    return this.#storeBuffers.flushes(state[bufferSlot]!)[choice];
  }

  /** The life of the memory that a cell's slot is of; 0 where it never ends. */
  #lifeOf(state: State, slot: number): number {
    const life = this.layout.lives[slot]!;
    return life < 0 ? 0 : state[life]!;
  }

  /** Whether the thread has finished or failed. */
  ended(state: State, thread: number): boolean {
    const node = state[this.#nodes + thread];
    return node === FINISHED_NODE || node === FAILED_NODE;
  }

  /** How many choices the thread's pending operation has: 1, but for choose, select, and flushes under PSO. */
  choices(state: State, thread: number): number {
    const { table } = this.automata[thread]!;
    const at = state[this.#nodes + thread]! << RECORD;
    const means = table[at + TERMS]!;
    if ((means & terms.RESULT) < terms.CHOSEN) return 1;
    return this.choicesAt(state, table, at);
  }

  /** How many choices what stands at `at` of a node table has. */
  choicesAt(state: State, table: Int32Array, at: number): number {
    const means = table[at + TERMS]!;
    switch (means & terms.RESULT) {
      case terms.CHOSEN:
        return table[at + X]!;
      case terms.WHICH:
        return this.#holding(state, means, table[at + X]!).length;
      case terms.FLUSHED:
        return this.#storeBuffers.flushes(state[table[at + SLOT]!]!).length;
      default:
        return 1;
    }
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
    if ((means & terms.MANIFOLD) !== 0)
      return (means & terms.ATOMIC) !== 0 ? this.#section(state, thread) : this.#strike(state, thread, choice);
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

  /** A crash, a restart or a kill. */
  #strike(state: State, thread: number, choice: number): number {
    const automaton = this.automata[thread]!;
    const node = state[this.#nodes + thread]!;
    const raw = this.perform(state, automaton.table, node << RECORD, choice);
    const { ended, started, writes } = strikeAt(this, state, automaton.table, node << RECORD, raw);
    for (const [slot, content] of writes) this.#write(state, slot, content);
    const ends = ended.flatMap((slot) => this.facts.ended(this.layout.threads[slot]!.name));
    const begun = started.map((slot) => this.#start(state, this.#nodes + slot));
    const edge = automaton.edge(node, raw);
    this.#write(state, this.#nodes + thread, automaton.target[edge]!);
    if (this.#cooperative) this.#dispatch(state, thread, false);
    return [this.batches.id(ends), ...begun].reduce(
      (all, batch) => this.batches.join(all, batch),
      automaton.batch[edge]!,
    );
  }

  /** The operations of an atomic section, one after the other, as one step. */
  #section(state: State, thread: number): number {
    let batch = 0;
    for (let count = 1; ; count++) {
      const one = this.performOne(state, thread);
      batch = this.batches.join(batch, one.batch);
      if (!one.goesOn) break;
      refuseEndless(this.layout.threads[thread]!.name, count);
    }
    if (this.#cooperative) this.#dispatch(state, thread, false);
    return batch;
  }

  /** One operation of an atomic section, and whether the next belongs to the same step. */
  performOne(state: State, thread: number): { readonly batch: number; readonly goesOn: boolean } {
    const automaton = this.automata[thread]!;
    const node = state[this.#nodes + thread]!;
    const { table } = automaton;
    const at = node << RECORD;
    const starts = (table[at + TERMS]! & terms.EFFECT) === terms.START;
    const started = starts ? this.#start(state, table[at + SLOT]!) : 0;
    const edge = automaton.edge(node, this.perform(state, table, at, 0));
    this.#write(state, this.#nodes + thread, automaton.target[edge]!);
    return { batch: this.batches.join(automaton.batch[edge]!, started), goesOn: automaton.goesOn.has(edge) };
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
        raw = this.#content(state, means, slot);
        break;
      case terms.SEEN:
        raw = this.linker.see(table[at + VIEW]!, this.#content(state, means, slot));
        break;
      case terms.MATCHED:
        raw = state[slot] === table[at + X] ? 1 : 0;
        break;
      case terms.CHOSEN:
        raw = choice;
        break;
      case terms.WHICH:
        raw = this.#holding(state, means, table[at + X]!)[choice]!;
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
      case terms.BUFFER: {
        const buffer = this.#bufferSlot(means);
        const life = this.#lifeOf(state, slot);
        this.#write(state, buffer, this.#storeBuffers.store(state[buffer]!, slot, table[at + X]!, life));
        break;
      }
      case terms.FLUSH: {
        const flushed = this.flushed(state, slot, choice)!;
        this.#write(state, flushed.slot, flushed.raw);
        this.#write(state, slot, flushed.rest);
        const { cells } = this.layout;
        const isOutlived = flushed.life !== this.#lifeOf(state, flushed.slot);
        raw = flushed.slot + (isOutlived ? cells.length * incarnationIn(flushed.life) : 0);
        break;
      }
    }
    return raw;
  }

  /** Takes the last step back. */
  undo(state: State): void {
    while (this.touchedCount > 0) {
      this.touchedCount--;
      state[this.touched[this.touchedCount]!] = this.before[this.touchedCount]!;
    }
  }

  #write(state: State, slot: number, value: number): void {
    if (state[slot] === value) return;
    if (this.touchedCount === touchedMax) throw new QuiesceError('QSC508', `${touchedMax} writes in one step`);
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
    const crashed = this.layout.faults?.crashed;
    if (crashed !== undefined) this.#write(state, crashed, state[crashed]! & ~(1 << thread));
    return start.batch;
  }

  /** On a cooperative processor only the running thread may step, or any ready one where none runs. */
  #mayRun(state: State, thread: number): boolean {
    const slot = this.#own[thread]!;
    return slot < 0 || state[slot] === 0 || state[slot] === thread + 1;
  }

  /**
   * After a step: its thread runs, unless it passed a safe point; a running thread that is blocked gives way. One that
   * waits for its store buffer keeps its processor: the hardware stalls, and no scheduler hears of it.
   */
  #dispatch(state: State, thread: number, isSafePoint: boolean): void {
    const own = this.#own[thread]!;
    if (own >= 0) this.#write(state, own, isSafePoint ? 0 : thread + 1);
    for (const slot of this.#running) {
      if (slot >= 0 && state[slot] !== 0 && this.#isBlocked(state, state[slot]! - 1)) this.#write(state, slot, 0);
    }
  }

  #isBlocked(state: State, thread: number): boolean {
    return !this.guardHolds(state, this.automata[thread]!.table, state[this.#nodes + thread]! << RECORD);
  }
}

/** Arithmetic of cells with a modulo wraps; 0 stands for none. */
function wrapped(value: number, modulo: number): number {
  return modulo === 0 ? value : ((value % modulo) + modulo) % modulo;
}
