// The simulated multiprocessor with time: programs run on processors, each operation takes what its line costs, and the
// thread whose time comes first goes first. Deterministic: equal times go by who has waited longer.
// A processor's threads take turns, operation by operation; one that waits spins on its own copy of the line until
// somebody writes it, and then pays for the new one.
// What an operation does to cells is the engine's table of operations (engine/operations), as everywhere.

import { Interner } from '../engine/operations/interner.js';
import { Linker } from '../engine/operations/linker.js';
import * as terms from '../engine/operations/meaning.js';
import type { Cell } from '../engine/program/cell.js';
import type { Event } from '../engine/program/event.js';
import type { Region } from '../engine/program/region.js';
import type { Thread } from '../engine/program/thread.js';
import type { Value } from '../engine/program/value.js';
import { Coherence } from './coherence.js';
import { CompiledProgram, ended, type Led, type Resting } from './compiled.js';
import { afterwards, resultOf } from './effect.js';
import type { Costs } from './parameters.js';
import { Queue } from './queue.js';

/** A system of any number of threads. */
export interface SimulatedSystem {
  readonly cells: readonly (Cell<unknown> | readonly Cell<unknown>[])[];
  readonly threads: readonly Thread[];
  readonly processors: number;
}

/** What an observer is told of each operation. */
export interface Performed {
  readonly thread: number;
  readonly cell: Cell | undefined;
  readonly kind: Resting['kind'];
  /** Whether the processor's own cache could not serve it. */
  readonly missed: boolean;
  /** When it was over, in cycles. */
  readonly at: number;
}

export interface Observer {
  readonly performed?: (operation: Performed) => void;
  /** Told of what a program says, when the operation before it is over. */
  readonly said?: (event: Event, at: number) => void;
}

export interface Simulated {
  /** By thread: when it ended, in cycles; undefined for one that has not. */
  readonly ends: readonly (number | undefined)[];
  readonly operations: number;
  readonly misses: number;
  /** The values of data cells, by the numbers that stand for them. */
  readonly values: readonly Value[];
  /** The content of a cell at the end. */
  content(cell: Cell<unknown>): unknown;
}

/** simulate runs the system until nobody can go on. Throws what a program fails with. */
export function simulate(system: SimulatedSystem, costs: Costs, observer: Observer = {}): Simulated {
  return new Simulation(system, costs, observer).run();
}

const dormant = -2;

class Simulation {
  readonly #costs: Costs;
  readonly #observer: Observer;
  readonly #threads: readonly Thread[];
  readonly #cells: readonly Cell[];
  readonly #linker: Linker;
  readonly #programs: readonly CompiledProgram[];
  readonly #slots: ReadonlyMap<string, number>;
  readonly #state: Int32Array;
  readonly #coherence: Coherence;
  readonly #queue: Queue;
  /** By thread: its node, and whether it has a permit. */
  readonly #nodes: Int32Array;
  readonly #permits: Uint8Array;
  readonly #parked: Uint8Array;
  readonly #processorFreeAt: Float64Array;
  /** By slot, the threads that wait for its content to change. */
  readonly #waiting = new Map<number, number[]>();
  /** By thread, those that wait for its end. */
  readonly #joining = new Map<number, number[]>();
  readonly #ends: (number | undefined)[];
  #operations = 0;

  constructor({ cells, threads, processors }: SimulatedSystem, costs: Costs, observer: Observer) {
    this.#costs = costs;
    this.#observer = observer;
    this.#threads = threads;
    this.#cells = withLives(cells.flat() as Cell[]);
    this.#slots = new Map(threads.map(({ name }, slot) => [name, slot]));
    const values = new Interner();
    this.#linker = new Linker(values, {
      cells: new Map(this.#cells.map((cell, slot) => [cell.name, { slot, cell }])),
      threads: this.#slots,
      nodes: this.#cells.length,
      permits: this.#cells.length,
      buffers: this.#cells.length,
      bufferOf: [],
    });
    this.#state = Int32Array.from(this.#cells, (cell) => this.#linker.raw(cell, cell.initial));
    const homes = this.#cells.map(({ home }) => (home === 'shared' ? -1 : home));
    this.#coherence = new Coherence(costs, homes, processors);
    this.#programs = threads.map((thread, slot) => {
      const self = Object.freeze({ name: thread.name, slot, processor: thread.processor });
      return new CompiledProgram(thread, self, this.#linker);
    });
    this.#queue = new Queue(threads.length);
    this.#nodes = new Int32Array(threads.length).fill(dormant);
    this.#permits = new Uint8Array(threads.length);
    this.#parked = new Uint8Array(threads.length);
    this.#processorFreeAt = new Float64Array(processors);
    this.#ends = threads.map(() => undefined);
  }

  run(): Simulated {
    this.#threads.forEach((thread, slot) => {
      if (!thread.dormant) this.#begin(slot, 0);
    });
    for (let thread = this.#queue.pop(); thread >= 0; thread = this.#queue.pop()) this.#turn(thread);
    return {
      ends: this.#ends,
      operations: this.#operations,
      misses: this.#coherence.misses,
      values: this.#linker.values.values,
      content: (cell) => this.#content(cell as Cell),
    };
  }

  #content(cell: Cell): unknown {
    const raw = this.#state[this.#linker.slot(cell)]!;
    return typeof cell.initial === 'number' ? raw : this.#linker.values.values[raw];
  }

  #begin(thread: number, at: number): void {
    this.#arrive(thread, this.#programs[thread]!.start(), at);
  }

  /** A thread comes to where its last operation led, and stands in the queue for the next. */
  #arrive(thread: number, { node, said }: Led, at: number): void {
    this.#nodes[thread] = node;
    if (said.length > 0 && this.#observer.said) for (const event of said) this.#observer.said(event, at);
    if (node !== ended) this.#queue.push(thread, at);
    else this.#end(thread, at);
  }

  #end(thread: number, at: number): void {
    this.#ends[thread] = at;
    for (const other of this.#joining.get(thread) ?? []) this.#queue.push(other, at);
    this.#joining.delete(thread);
  }

  /** The thread performs its operation, or waits: for its processor, or for what the operation waits for. */
  #turn(thread: number): void {
    const now = this.#queue.now;
    const { processor } = this.#threads[thread]!;
    const freeAt = this.#processorFreeAt[processor]!;
    if (freeAt > now) this.#queue.pushAgain(thread, freeAt);
    else this.#operate(thread, now);
  }

  #operate(thread: number, now: number): void {
    const { processor } = this.#threads[thread]!;
    const node = this.#nodes[thread]!;
    const resting = this.#programs[thread]!.nodes[node]!;
    if (this.#waits(thread, resting, now)) return;
    const misses = this.#coherence.misses;
    const raw = this.#perform(thread, resting);
    const over = this.#cost(thread, resting, now);
    this.#processorFreeAt[processor] = over;
    this.#operations++;
    this.#observer.performed?.({
      ...{ thread, kind: resting.kind, at: over, missed: this.#coherence.misses > misses },
      cell: resting.kind === 'park' || resting.kind === 'unpark' ? undefined : this.#cells[resting.meaning.slot],
    });
    if (terms.effectOf(resting.meaning) !== terms.KEEP) this.#tellWaiting(resting.meaning.slot, over);
    this.#affectOthers(resting, over);
    this.#arrive(thread, this.#programs[thread]!.after(node, raw), over);
  }

  /** Whether the operation cannot be performed yet; then the thread is told when it may be. */
  #waits(thread: number, { kind, meaning, thread: other }: Resting, now: number): boolean {
    if (kind === 'park') {
      this.#parked[thread] = this.#permits[thread] ? 0 : 1;
      return this.#permits[thread] === 0;
    }
    if (kind === 'join') {
      const slot = this.#slots.get(other!)!;
      if (this.#ends[slot] !== undefined) return false;
      this.#joining.set(slot, [...(this.#joining.get(slot) ?? []), thread]);
      return true;
    }
    if (!terms.waitsOnSlot(meaning) || terms.meets(meaning, this.#state[meaning.slot]!)) return false;
    // It has read the line to find that out, and spins on its copy from now on.
    const { processor } = this.#threads[thread]!;
    this.#processorFreeAt[processor] = this.#coherence.read(meaning.slot, processor, now);
    const list = this.#waiting.get(meaning.slot);
    if (list) list.push(thread);
    else this.#waiting.set(meaning.slot, [thread]);
    return true;
  }

  #tellWaiting(slot: number, at: number): void {
    const list = this.#waiting.get(slot);
    if (!list) return;
    this.#waiting.delete(slot);
    for (const thread of list) this.#queue.push(thread, at);
  }

  #cost(thread: number, { kind, meaning }: Resting, now: number): number {
    const { processor } = this.#threads[thread]!;
    const isOfLine = meaning.slot >= 0 && meaning.slot < this.#cells.length && kind !== 'park' && kind !== 'unpark';
    if (!isOfLine) return now + this.#costs.operation;
    const reads = terms.learns(meaning);
    if (terms.effectOf(meaning) === terms.KEEP) return this.#coherence.read(meaning.slot, processor, now);
    const isAtomic = reads || terms.effectOf(meaning) !== terms.SET;
    return isAtomic
      ? this.#coherence.modify(meaning.slot, processor, now)
      : this.#coherence.write(meaning.slot, processor, now);
  }

  #affectOthers({ kind, thread: name }: Resting, at: number): void {
    if (kind !== 'unpark' && kind !== 'spawn') return;
    const other = this.#slots.get(name!)!;
    const woken = at + this.#costs.wake;
    if (kind === 'spawn') this.#begin(other, woken);
    else this.#wake(other, woken);
  }

  #wake(thread: number, at: number): void {
    this.#permits[thread] = 1;
    if (!this.#parked[thread]) return;
    this.#parked[thread] = 0;
    this.#queue.push(thread, at);
  }

  /** What the operation does to its slot, and its raw result. */
  #perform(thread: number, { kind, meaning }: Resting): number {
    if (kind === 'park') this.#permits[thread] = 0;
    if (meaning.slot < 0 || meaning.slot >= this.#cells.length || kind === 'park' || kind === 'unpark') return 0;
    const content = this.#state[meaning.slot]!;
    const raw = resultOf(meaning, content, this.#linker);
    this.#state[meaning.slot] = afterwards(meaning, content, this.#linker);
    return raw;
  }
}

/** The lives of regions are cells too; nobody lists them. */
export function withLives(cells: readonly Cell[]): readonly Cell[] {
  const regions = new Map(cells.flatMap(({ region }) => (region ? [[region.name, region] as const] : [])));
  const lives = [...regions.values()].flatMap(({ life }: Region) => (life ? [life] : []));
  return [...cells, ...lives];
}
