// The table of transfer formats, for people: which pairs of components share which, the best one first.

import { drawTable, usualWidth } from './table.js';

export interface FormatLine {
  readonly family: string;
  readonly from: string;
  readonly to: string;
  readonly common: readonly string[];
  readonly byParts: boolean;
}

const columns = Object.freeze([
  { title: 'family' },
  { title: 'from' },
  { title: 'to' },
  { title: 'formats in common, best first' },
  { title: 'transfer' },
]);

/** formatsText draws the table. */
export function formatsText(lines: readonly FormatLine[], width = usualWidth): string {
  const rows = lines.map(({ family, from, to, common, byParts }) => [
    [family],
    [from],
    [to],
    [common.length === 0 ? 'none: refused' : common.join(', ')],
    [common.length === 0 ? '' : byParts ? 'on all processors' : 'on one processor'],
  ]);
  return `${drawTable(columns, rows, width).join('\n')}\n`;
}
