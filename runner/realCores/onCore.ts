// The programs of one processor on a real core: its threads take turns, and each operation is an atomic one on shared
// memory. The same compiled programs and the same table of operations as in the simulation; only who performs differs.
// What data cells hold are numbers of values in a table that all cores were given; a value that is not in it is an error.

import { Interner } from '../../engine/operations/interner.js';
import { Linker } from '../../engine/operations/linker.js';
import * as terms from '../../engine/operations/meaning.js';
import type { Cell } from '../../engine/program/index.js';
import type { Value } from '../../engine/program/value.js';
import { CompiledProgram, ended, type Led, type Resting } from '../../simulation/compiled.js';
import { afterwards, resultOf } from '../../simulation/effect.js';
import { type SimulatedSystem, withLives } from '../../simulation/simulation.js';

/** What the cores share: the cells, and by thread its permit and its stage (0 dormant, 1 begun, 2 ended). */
export interface SharedMemory {
  readonly cells: Int32Array;
  readonly permits: Int32Array;
  readonly stages: Int32Array;
}

interface Running {
  readonly slot: number;
  readonly program: CompiledProgram;
  node: number;
}

const notBegun = -2;
const begun = 1;
const over = 2;

export class OnCore {
  /** By thread: when it ended. */
  readonly endedMs: number[] = [];
  readonly #memory: SharedMemory;
  readonly #linker: Linker;
  /** How many values all cores know, and by slot whether it holds one of them. */
  readonly #known: number;
  readonly #isData: readonly boolean[];
  readonly #slots: ReadonlyMap<string, number>;
  readonly #threads: Running[];

  constructor(system: SimulatedSystem, processor: number, memory: SharedMemory, values: readonly Value[]) {
    this.#memory = memory;
    this.#slots = new Map(system.threads.map(({ name }, slot) => [name, slot]));
    const declared = withLives(system.cells.flat() as Cell[]);
    this.#isData = declared.map(({ initial }) => typeof initial !== 'number');
    this.#linker = linkerOf(declared, this.#slots, values);
    this.#known = values.length;
    this.#threads = system.threads.flatMap((thread, slot) => {
      if (thread.processor !== processor) return [];
      const self = Object.freeze({ name: thread.name, slot, processor });
      return [{ slot, program: new CompiledProgram(thread, self, this.#linker), node: notBegun }];
    });
  }

  /** Runs until the threads of this processor that have begun have ended, and nobody begins another. */
  run(isOver: () => boolean): void {
    for (;;) {
      let moved = false;
      for (const thread of this.#threads) if (this.#turn(thread)) moved = true;
      if (!moved && isOver()) return;
    }
  }

  #turn(thread: Running): boolean {
    const { slot, program } = thread;
    if (thread.node === ended) return false;
    if (thread.node === notBegun) {
      if (Atomics.load(this.#memory.stages, slot) !== begun) return false;
      this.#arrive(thread, program.start());
      return true;
    }
    const resting = program.nodes[thread.node]!;
    const raw = this.#perform(slot, resting);
    if (raw === undefined) return false;
    this.#arrive(thread, program.after(thread.node, raw));
    return true;
  }

  #arrive(thread: Running, { node }: Led): void {
    thread.node = node;
    if (node !== ended) return;
    this.endedMs[thread.slot] = performance.now();
    Atomics.store(this.#memory.stages, thread.slot, over);
  }

  /** The raw result of the operation; undefined where it has to wait. */
  #perform(slot: number, { kind, meaning, thread: other }: Resting): number | undefined {
    const { cells, permits, stages } = this.#memory;
    switch (kind) {
      case 'park':
        return Atomics.exchange(permits, slot, 0) === 1 ? 0 : undefined;
      case 'unpark':
        Atomics.store(permits, this.#slots.get(other!)!, 1);
        return 0;
      case 'spawn':
        Atomics.store(stages, this.#slots.get(other!)!, begun);
        return 0;
      case 'safePoint':
        return 0;
      default:
        return this.#performOnCell(cells, meaning);
    }
  }

  /** A read-modify-write is tried until nobody came between. */
  #performOnCell(cells: Int32Array, meaning: terms.Meaning): number | undefined {
    for (;;) {
      const content = Atomics.load(cells, meaning.slot);
      if (terms.waitsOnSlot(meaning) && !terms.meets(meaning, content)) return undefined;
      const after = afterwards(meaning, content, this.#linker);
      if (after !== content || terms.effectOf(meaning) !== terms.KEEP) {
        if (after >= this.#known && this.#isData[meaning.slot]) this.#refuse(after);
        if (Atomics.compareExchange(cells, meaning.slot, content, after) !== content) continue;
      }
      return resultOf(meaning, content, this.#linker);
    }
  }

  #refuse(value: number): never {
    throw new Error(`a value that the other cores do not know: ${JSON.stringify(this.#linker.values.values[value])}`);
  }
}

/** linkerOf makes a linker that numbers values as all cores do. */
export function linkerOf(
  cells: readonly Cell[],
  threads: ReadonlyMap<string, number>,
  values: readonly Value[],
): Linker {
  const interner = new Interner();
  for (const value of values) interner.id(value);
  return new Linker(interner, {
    cells: new Map(cells.map((cell, slot) => [cell.name, { slot, cell }])),
    threads,
    nodes: cells.length,
    permits: cells.length,
    buffers: cells.length,
    bufferOf: [],
  });
}
