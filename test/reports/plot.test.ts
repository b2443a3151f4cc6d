// The names at the ends of a plot's lines stand below each other, also where lines end at one place; and numbers are written out.

import { describe, expect, test } from 'vitest';
import { endsOf, plotSvg } from '../../reports/plot.js';

const line = (name: string, ...values: readonly number[]) => ({
  name,
  points: values.map((y, x) => ({ x: x + 1, y })),
});

describe('the name of a line', () => {
  test('stands at its end where nothing is in the way', () => {
    const lines = [line('low', 1, 1), line('high', 1, 100)];

    expect(endsOf({ lines, logarithmicY: true })).toEqual([
      { x: 2, y: 100, line: 'high', dy: 0 },
      { x: 2, y: 1, line: 'low', dy: 0 },
    ]);
  });

  test('is moved below the one before where several end at one place', () => {
    const lines = [line('one', 1, 10), line('another', 5, 10), line('third', 5, 10)];

    expect(endsOf({ lines, logarithmicY: true }).map(({ dy }) => dy)).toEqual([0, 12, 24]);
  });
});

describe('a plot', () => {
  test('writes numbers below one as they are, and has room for the longest name', async () => {
    const described = { title: 't', subtitle: 's', caption: 'c', xLabel: 'x', yLabel: 'y', logarithmicY: true };
    const svg = await plotSvg({ ...described, lines: [line('readerPreferringLock', 0.7, 1.1)] });

    expect(svg).toContain('>0.8</text>');
    expect(svg).not.toContain('800m');
    expect(svg).toContain('>readerPreferringLock</text>');
    expect(svg).toMatch(/@media \(prefers-color-scheme:dark\)\{\.plot-\w+\{color:#/);
    const long = await plotSvg({ ...described, subtitle: 'word '.repeat(30), lines: [line('one', 1, 2)] });
    expect(long).toMatch(/font-size="8\.\d"[^>]*><text[^>]*>word word/);
  });
});
