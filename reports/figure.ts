// A simulated figure as a table, as CSV, and the assumptions and sensitivities beside it. Pure functions of the data.

import type { Figure, Point, Sensitivity } from '../simulation/figure.js';
import type { Machine } from '../simulation/parameters.js';
import { drawTable, usualWidth, withThousands, wrap } from './table.js';

/** figureText is the table of a figure for a person at a terminal, ending in a line end. */
export function figureText(figure: Figure, width = usualWidth): string {
  const sizes = figure.distances.map(({ processors }) => processors);
  const rows = sizes.map((processors, index) => rowOf(figure, processors, figure.distances[index]!.distance));
  const columns = ['processors', 'shared', 'partitioned', 'swapped', 'to the better', 'times'];
  const lines = [
    ...wrap(figure.title, width),
    ...wrap(`${figure.quantity}; on ${figure.machine}, simulated; swapped by ${figure.mechanism}`, width),
    '',
    ...drawTable(
      columns.map((title) => ({ title, align: 'right' as const })),
      rows.map((row) => row.map((text) => [text])),
      width,
    ),
    '',
    ...wrap('to the better: how much longer the swapped line takes than the better of the other two', width),
  ];
  return `${lines.join('\n')}\n`;
}

function rowOf({ points }: Figure, processors: number, distance: number): string[] {
  const mine = points.filter((point) => point.processors === processors);
  const value = (line: Point['line']) => mine.find((point) => point.line === line)!.microseconds.toFixed(3);
  return [
    String(processors),
    value('shared'),
    value('partitioned'),
    value('swapped'),
    `${distance < 0 ? '' : '+'}${(distance * 100).toFixed(1)} %`,
    withThousands(mine[0]!.times),
  ];
}

/** figureCsv is a line a point. */
export function figureCsv({ points }: Figure): string {
  const head = 'processors,line,times,microseconds';
  const rows = points.map(
    ({ processors, line, times, microseconds }) => `${processors},${line},${times},${microseconds.toFixed(6)}`,
  );
  return `${[head, ...rows].join('\n')}\n`;
}

/** assumptionsText is the table of what the cost model assumes of a machine. */
export function assumptionsText({ title, assumptions }: Machine, width = usualWidth): string {
  const first = { wraps: 'first' as const };
  const lines = [
    ...wrap(`assumed of ${title}, in cycles unless told:`, width),
    ...drawTable(
      [
        { title: 'assumption' },
        { title: 'value', align: 'right' },
        { title: 'means', ...first },
        { title: 'source', ...first },
      ],
      Object.entries(assumptions).map(([name, { value, means, source }]) => [
        [name],
        [String(value)],
        [means],
        [source],
      ]),
      width,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** sensitivityText says how each point moves when an assumption is halved and doubled. */
export function sensitivityText(sensitivities: readonly Sensitivity[], width = usualWidth): string {
  const percent = (ratio: number) => `${ratio < 1 ? '' : '+'}${((ratio - 1) * 100).toFixed(0)} %`;
  const lines = [
    ...wrap('how a point moves when an assumption is halved, and when it is doubled:', width),
    ...drawTable(
      [
        { title: 'assumption' },
        { title: 'line' },
        { title: 'processors', align: 'right' },
        { title: 'halved', align: 'right' },
        { title: 'doubled', align: 'right' },
      ],
      sensitivities.map(({ assumption, line, processors, halved, doubled }) => [
        [assumption],
        [line],
        [String(processors)],
        [percent(halved)],
        [percent(doubled)],
      ]),
      width,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
