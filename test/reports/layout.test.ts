// Where things lie in the diagram: of thousands of arrows those are drawn that somebody can tell apart.

import { describe, expect, it } from 'vitest';
import { pageData, subjectOf } from '../../reports/html.js';
import { arrowsIn, layoutOf } from '../../reports/page/layout.js';
import { pageOptions, pathOf, resultOf } from './pageFile.js';

/** One write, and reads of it by another thread for ever after: of a loop that spins, told apart or not. */
function readsOf(count: number, tellApart: boolean) {
  const write = { kind: 'store', operation: 'store x <- 1', writes: [{ cell: 'x', before: 0, value: 1 }] } as const;
  const read = (index: number) => ({
    ...({ agent: 't2', processor: 1, reads: [{ cell: 'x', value: 1 }] } as const),
    source: tellApart ? `spin.ts:${index + 1}` : 'spin.ts:1',
  });
  const steps = [write, ...Array.from({ length: count }, (_, index) => read(index))];
  return pageData(subjectOf(resultOf(pathOf(steps))), pageOptions).paths[0]!;
}

describe('the arrows of a diagram', () => {
  it('are drawn once where they lie on each other, in rounds that are folded', () => {
    const path = readsOf(4999, false);

    expect(path.arrows).toHaveLength(4999);
    // To the first read, to the rounds that are folded, and to the last, which is marked.
    expect(layoutOf(path, true, 900).arrows).toHaveLength(3);
    expect(layoutOf(path, false, 900).arrows).toHaveLength(4999);
  });

  it('are drawn where they end in sight, and of those that only lead through it a few', () => {
    const layout = layoutOf(readsOf(4999, true), true, 900);

    const [atTop, later] = [arrowsIn(layout, 0, 39), arrowsIn(layout, 2000, 2039)];

    expect(atTop.slice(0, 39).map(({ to }) => to)).toEqual(Array.from({ length: 39 }, (_, index) => index + 1));
    expect(later.slice(0, 40).map(({ to }) => to)).toEqual(Array.from({ length: 40 }, (_, index) => index + 2000));
    expect([atTop.length, later.length]).toEqual([99, 100]);
  });
});
