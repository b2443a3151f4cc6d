// Plain text tables: columns padded to their widest line, cells of several lines, long lines wrapped at a width. Widths
// are those that a terminal shows (wide signs count two, colours none), by the library string-width.

import stringWidth from 'string-width';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Its lines may be wrapped where the table is too wide: before those of others, or after them. */
  readonly wraps?: 'first' | 'last';
}

/** A cell is a list of lines. */
export type TableCell = readonly string[];

/**
 * drawTable returns the lines of a table with a head, columns parted by bars; trailing spaces are cut. One that is wider
 * than `width` has its columns that wrap made narrower, the widest first.
 */
export function drawTable(
  columns: readonly Column[],
  rows: readonly (readonly TableCell[])[],
  width = Number.POSITIVE_INFINITY,
): string[] {
  const most = fittingWidths(columns, widthsOf(columns, rows), width);
  const fitted = rows.map((row) =>
    row.map((cell, index) => (columns[index]?.wraps ? wrapAll(cell, most[index]!) : cell)),
  );
  const widths = widthsOf(columns, fitted);
  const head = drawLine(
    columns.map((column) => column.title),
    columns,
    widths,
  );
  const rule = widths.map((one) => '─'.repeat(one)).join('─┼─');
  return [head, rule, ...fitted.flatMap((row) => drawRow(row, columns, widths))];
}

function widthsOf(columns: readonly Column[], rows: readonly (readonly TableCell[])[]): number[] {
  return columns.map((column, index) => widestOf([[column.title], ...rows.map((row) => row[index] ?? [])]));
}

const narrowest = 16;
const comfortable = 30;

/** Takes from the widest column that wraps, from those that wrap first while there is comfort, until the table fits. */
function fittingWidths(columns: readonly Column[], widths: readonly number[], width: number): number[] {
  const fitted = [...widths];
  let over = fitted.reduce((sum, one) => sum + one + 3, -3) - width;
  const widestOf = (able: (column: Column, at: number) => boolean) =>
    fitted.reduce((widest, one, at) => {
      if (!able(columns[at]!, one)) return widest;
      return widest < 0 || one > fitted[widest]! ? at : widest;
    }, -1);
  for (; over > 0; over--) {
    const first = widestOf(({ wraps }, one) => wraps === 'first' && one > comfortable);
    const widest = first < 0 ? widestOf(({ wraps }, one) => wraps !== undefined && one > narrowest) : first;
    if (widest < 0) break;
    fitted[widest]!--;
  }
  return fitted;
}

function wrapAll(cell: TableCell, width: number): string[] {
  return cell.flatMap((line) => wrap(line, width, ''));
}

function drawRow(row: readonly TableCell[], columns: readonly Column[], widths: readonly number[]): string[] {
  const height = Math.max(1, ...row.map((cell) => cell.length));
  return Array.from({ length: height }, (_, line) =>
    drawLine(
      columns.map((_column, index) => row[index]?.[line] ?? ''),
      columns,
      widths,
    ),
  );
}

function drawLine(texts: readonly string[], columns: readonly Column[], widths: readonly number[]): string {
  const padded = texts.map((text, index) => pad(text, widths[index]!, columns[index]!.align ?? 'left'));
  return padded.join(' │ ').trimEnd();
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
}

function widestOf(cells: readonly TableCell[]): number {
  return cells.reduce((widest, cell) => cell.reduce((most, line) => Math.max(most, widthOf(line)), widest), 1);
}

/** widthOf is how many places of a terminal a text takes. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/**
 * wrap breaks text into lines of at most `width` places, at spaces, else after a sign such as a comma or a bracket, and
 * never inside a word: one that is longer than the width stands out. Later lines are indented.
 *
 * @example
 * wrap('load x → {"busy":false,"count":3}', 20) // => ['load x →', '  {"busy":false,', '  "count":3}']
 */
export function wrap(text: string, width: number, indent = '  '): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    const start = lines.length === 0 ? '' : indent;
    if (line !== '' && widthOf(start + line + piece.trimEnd()) > width) {
      lines.push((start + line).trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, ((lines.length === 0 ? '' : indent) + line).trimEnd()];
}

/** What is not broken: a word with the space or the signs behind it; the indent of the first line goes with its word. */
function piecesOf(text: string): readonly string[] {
  return text.match(/(?:^\s+)?[[{]*(?:[^\s,;{[]+|[,;]+)(?:[,;]+\s*|\s+|(?=[[{])|$)|.+/g) ?? [];
}

/** withThousands writes 1234567 as 1,234,567. */
export function withThousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** counted writes `1 state`, `2 states`, `1,000 states`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${withThousands(count)} ${count === 1 ? noun : plural}`;
}
