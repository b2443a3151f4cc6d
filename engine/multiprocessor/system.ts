// A system: what is explored. Cells, threads pinned to processors, and how each processor switches between threads.

import type { Cell, CellArray } from '../program/cell.js';
import type { Thread } from '../program/thread.js';

/**
 * preemptive: any thread may step at any time. cooperative: a processor switches threads only where the running one
 * blocks, finishes or passes a safe point.
 */
export type SwitchingPolicy = 'preemptive' | 'cooperative';

export interface System {
  readonly name?: string;
  readonly cells: readonly (Cell<unknown> | CellArray<unknown>)[];
  readonly threads: readonly Thread[];
  /** How many processors, or the policy of each; 1 + the highest that a thread is pinned to unless told. */
  readonly processors?: number | readonly SwitchingPolicy[];
}

/** The fields of a system. */
export const systemFields: readonly string[] = Object.freeze(
  Object.keys({ name: true, cells: true, threads: true, processors: true } satisfies Record<keyof System, true>),
);
