// What the cells held along a path, as far as the path tells: the values that its steps wrote, and before them those that
// were read or overwritten. Leaves out cells that no step of the path touches.

import type { StepRecord } from '../engine/explain/verdict.js';
import { canonical, type Value } from '../engine/program/value.js';

/** A cell whose value a step changed. */
export interface CellChange {
  readonly cell: string;
  readonly before: Value;
  readonly after: Value;
}

/** cellsBefore is what the cells of a path held before its first step. */
export function cellsBefore(steps: readonly StepRecord[]): ReadonlyMap<string, Value> {
  const cells = new Map<string, Value>();
  for (const { reads, writes } of steps) {
    for (const { cell, value } of reads) if (!cells.has(cell)) cells.set(cell, value);
    for (const { cell, before } of writes) if (!cells.has(cell)) cells.set(cell, before);
  }
  return cells;
}

/** cellsAfter is what they held after so many steps. */
export function cellsAfter(steps: readonly StepRecord[], taken: number): ReadonlyMap<string, Value> {
  const cells = new Map(cellsBefore(steps));
  for (const { writes } of steps.slice(0, taken)) for (const { cell, value } of writes) cells.set(cell, value);
  return cells;
}

/** changesBetween lists the cells whose values differ between two places of a path. */
export function changesBetween(steps: readonly StepRecord[], from: number, to: number): CellChange[] {
  const [old, now] = [cellsAfter(steps, from), cellsAfter(steps, to)];
  return [...now].flatMap(([cell, after]) => {
    const before = old.get(cell);
    return canonical(before) === canonical(after) ? [] : [{ cell, before, after }];
  });
}
