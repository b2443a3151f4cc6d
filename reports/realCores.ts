// What was measured on real cores, as a table: not to be compared with the simulation in microseconds, because every
// operation is interpreted, but in how it changes from one processor to two.

import type { Measured } from '../runner/realCores/check.js';
import { drawTable, usualWidth, wrap } from './table.js';

/** measuredText is the table for a terminal, ending in a line end. */
export function measuredText(measured: readonly Measured[], width = usualWidth): string {
  const alone = (line: string) => measured.find((one) => one.line === line && one.processors === 1)!.microseconds;
  const lines = [
    '',
    ...wrap(
      "measured on this machine's cores (operations are interpreted: look at how one processor compares with two):",
      width,
    ),
    ...drawTable(
      [
        { title: 'line' },
        { title: 'processors', align: 'right' },
        { title: 'microseconds', align: 'right' },
        { title: 'to one processor', align: 'right' },
        { title: 'counts' },
      ],
      measured.map(({ line, processors, microseconds, isRight }) => [
        [line],
        [String(processors)],
        [microseconds.toFixed(3)],
        [(microseconds / alone(line)).toFixed(2)],
        [isRight ? 'right' : 'WRONG'],
      ]),
      width,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
