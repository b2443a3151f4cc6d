// The states of an exploration, grouped by what some of their cells hold: a partition as flat arrays, refined cell by cell
// for as long as the groups stay few enough to be looked at. Leaves out what a group is called.

import type { ExploredGraph } from '../../engine/exploredGraph.js';
import type { Cell } from '../../engine/program/cell.js';
import { canonical, type Value } from '../../engine/program/value.js';

/** By state, the number of its group; groups are numbered in the order in which the search came to them. */
export interface Partition {
  readonly groupOf: Int32Array;
  readonly groups: number;
}

/** A cell, and by state which of the values that it ever holds it holds there. */
export interface CellColumn {
  readonly cell: Cell<unknown>;
  readonly values: readonly Value[];
  readonly valueAt: Int32Array;
}

/** columnsOf reads cells in every state. */
export function columnsOf(graph: ExploredGraph, cells: readonly Cell<unknown>[]): readonly CellColumn[] {
  const found = cells.map(() => ({ ids: new Map<string, number>(), values: [] as Value[] }));
  const columns = cells.map((cell, at) => ({
    cell,
    values: found[at]!.values,
    valueAt: new Int32Array(graph.states),
  }));
  for (let state = 0; state < graph.states; state++) {
    for (const [at, value] of graph.contents(state, cells).entries())
      columns[at]!.valueAt[state] = idOf(found[at]!, value);
  }
  return columns;
}

function idOf({ ids, values }: { readonly ids: Map<string, number>; readonly values: Value[] }, value: Value): number {
  const key = canonical(value);
  const known = ids.get(key);
  if (known !== undefined) return known;
  ids.set(key, values.length);
  return values.push(value) - 1;
}

/** refined tells states of a group apart by a cell; undefined where that makes more groups than `most`. */
export function refined({ groupOf }: Partition, { valueAt }: CellColumn, most: number): Partition | undefined {
  const ids = new Map<number, number>();
  const next = new Int32Array(groupOf.length);
  for (let state = 0; state < groupOf.length; state++) {
    // A group has far fewer values than there are states: the product stays exact.
    const key = groupOf[state]! * 2 ** 26 + valueAt[state]!;
    let group = ids.get(key);
    if (group === undefined) {
      if (ids.size === most) return undefined;
      group = ids.size;
      ids.set(key, group);
    }
    next[state] = group;
  }
  return { groupOf: next, groups: ids.size };
}
