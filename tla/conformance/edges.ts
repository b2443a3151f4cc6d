// Edges of two graphs that are laid upon each other, and their number by action.

import type { Edge, EdgeRow } from '../result.js';

/** edgeRows counts edges by action, in the order of their names. */
export function edgeRows(edges: readonly Edge[]): readonly EdgeRow[] {
  const counts = new Map<string, { both: number; first: number; second: number }>();
  for (const { action, in: where } of edges) {
    const count = counts.get(action) ?? { both: 0, first: 0, second: 0 };
    count[where]++;
    counts.set(action, count);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, { both, first, second }]) => ({ action, inBoth: both, onlyInFirst: first, onlyInSecond: second }));
}
