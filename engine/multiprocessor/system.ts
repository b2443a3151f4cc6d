// A system: what is explored. Cells, threads pinned to processors, and how each processor switches between threads.

import type { Cell, CellArray } from '../program/cell.js';
import type { Thread } from '../program/thread.js';
import type { Faults } from './faults.js';
import type { MemoryModel } from './storeBuffers.js';

/**
 * preemptive: any thread may step at any time. cooperative: a processor switches threads only where the running one
 * blocks, finishes or passes a safe point.
 */
export type SwitchingPolicy = 'preemptive' | 'cooperative';

/** Entries that a store buffer has room for, unless told otherwise. */
export const storeBufferDefault = 8;

export interface System {
  readonly name?: string;
  readonly cells: readonly (Cell<unknown> | CellArray<unknown>)[];
  readonly threads: readonly Thread[];
  /** How many processors, or the policy of each; 1 + the highest that a thread is pinned to unless told. */
  readonly processors?: number | readonly SwitchingPolicy[];
  /**
   * How stores reach memory: at once ('sc', unless told), or through store buffers, whose flushes are steps of their own:
   * in order ('tso', as x86 does), or in the order of each cell only ('pso'). Each thread has a buffer; those of a
   * cooperative processor have one together.
   */
  readonly memory?: MemoryModel;
  /** Entries that a store buffer has room for, 1 to 64; 8 unless told. A store into a full one waits. */
  readonly storeBuffer?: number;
  /** What may crash and how often; nothing does unless told. */
  readonly faults?: Faults;
}

/** The fields of a system. */
export const systemFields: readonly string[] = Object.freeze(
  Object.keys({
    name: true,
    cells: true,
    threads: true,
    processors: true,
    memory: true,
    storeBuffer: true,
    faults: true,
  } satisfies Record<keyof System, true>),
);
