import { describe, expect, it } from 'vitest';
import { Estimate, type Estimated, sampleEstimate } from '../../cli/estimate.js';
import { progressDisplay } from '../../cli/progress.js';

/** How many states lie how many steps away in a grid: the levels of a search of it. */
function levelsOf(dimensions: number, size: number): readonly number[] {
  const longer = (levels: readonly number[]) =>
    Array.from({ length: levels.length + size - 1 }, (_, level) =>
      levels.slice(Math.max(0, level - size + 1), level + 1).reduce((sum, count) => sum + count, 0),
    );
  return Array.from({ length: dimensions }).reduce(longer, [1] as readonly number[]);
}

/** What was estimated after each level, with the part of the whole that was expanded then; a thousand states a second. */
function estimatesOf(dimensions: number, size: number): readonly (Estimated & { readonly part: number })[] {
  const estimate = new Estimate();
  const levels = levelsOf(dimensions, size);
  let expanded = 0;
  return levels.flatMap((count, level) => {
    expanded += count;
    const queue = levels[level + 1] ?? 0;
    estimate.note({ states: expanded + queue, transitions: 0, queue, memoryMiB: 0, elapsedMs: expanded });
    const now = estimate.now();
    return now ? [{ ...now, part: expanded / size ** dimensions }] : [];
  });
}

const grids = [
  [3, 60],
  [4, 20],
  [6, 8],
] as const;

describe('the estimate of a search', () => {
  it.each(grids)('is near from a third of it on, whatever grows: a grid of %i by %i', (dimensions, size) => {
    const whole = size ** dimensions;
    const late = estimatesOf(dimensions, size).filter(({ part }) => part > 1 / 3);

    expect(late.length).toBeGreaterThan(5);
    for (const { states, secondsLeft, part } of late) {
      expect(states / whole).toBeGreaterThan(0.8);
      expect(states / whole).toBeLessThan(1.25);
      expect(secondsLeft).toBeCloseTo((states - part * whole) / 1000, 0);
    }
  });

  it('is not given while it wanders, nor before there is something to go by', () => {
    const estimate = new Estimate();
    const said = [1, 2, 4, 8, 16, 32, 64].map((queue) => {
      estimate.note({ states: 2 * queue, transitions: 0, queue, memoryMiB: 0, elapsedMs: queue });
      return estimate.now();
    });

    expect(new Estimate().now()).toBeUndefined();
    expect(said).toEqual(said.map(() => undefined));
  });

  it('of a sample is what remains at the rate so far', () => {
    const progress = { states: 250, transitions: 9000, queue: 750, memoryMiB: 0, elapsedMs: 500 };

    expect(sampleEstimate(progress)).toEqual({ states: 1000, secondsLeft: 1.5, error: 0 });
    expect(sampleEstimate({ ...progress, states: 0 })).toBeUndefined();
  });
});

describe('the progress on a terminal', () => {
  /** What is drawn of a sample, or of a search by depth, which has told as much. */
  function drawn(search: Parameters<typeof progressDisplay>[1]): string {
    let text = '';
    const write = (part: string) => {
      text += part;
      return true;
    };
    const stream = { isTTY: true, columns: 200, rows: 50, write, on: () => {}, off: () => {} };
    const display = progressDisplay(stream as unknown as NodeJS.WriteStream, search, 1);
    const job = { source: { kind: 'catalogue' }, name: 'one', part: 'safety' } as const;
    display.update(job, { states: 250, transitions: 0, queue: 750, memoryMiB: 0, elapsedMs: 500 });
    display.end();
    return text;
  }

  it('says how long it takes yet, where that can be told', () => {
    const sample = { sampler: 'random', executions: 1000 } as const;

    expect(drawn({ sample })).toContain('about 2 s left (of 1,000 in all)');
    expect(drawn({ search: 'depthFirst' })).toContain('250 states, 500/s, queue 750');
    expect(drawn({ search: 'depthFirst' })).not.toContain('left');
    expect(drawn({})).not.toContain('left');
  });
});
