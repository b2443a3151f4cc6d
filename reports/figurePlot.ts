// A simulated figure as a plot: three lines, the vertical axis logarithmic, as in the paper's first figure.

import { type Figure, lines } from '../simulation/figure.js';
import type { PlotDescription } from './plot.js';
import { withThousands } from './table.js';

/** figurePlot describes the plot of a figure. */
export function figurePlot({ title, quantity, machine, mechanism, points }: Figure): PlotDescription {
  const sizes = points.map(({ processors }) => processors);
  const scaled = new Set(points.map(({ times }) => times)).size > 1;
  return {
    title,
    subtitle: `${quantity}; ${machine}, simulated`,
    caption: `swapped by ${mechanism}; ${timesText(
      points.map(({ times }) => times),
      scaled,
    )}`,
    xLabel: 'processors',
    yLabel: 'microseconds',
    logarithmicX: Math.max(...sizes) > 24,
    logarithmicY: true,
    lines: lines.map((name) => ({
      name,
      points: points
        .filter(({ line }) => line === name)
        .map(({ processors, microseconds }) => ({ x: processors, y: microseconds })),
    })),
  };
}

function timesText(times: readonly number[], scaled: boolean): string {
  const most = Math.max(...times);
  const least = withThousands(Math.min(...times));
  return `${withThousands(most)} times${scaled ? `, scaled down to ${least} on more processors` : ''}`;
}
