// Plain text tables: columns padded to their widest line, cells of several lines, long lines wrapped at a width.

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** A cell is a list of lines. */
export type TableCell = readonly string[];

/** drawTable returns the lines of a table with a head, columns parted by bars; trailing spaces are cut. */
export function drawTable(columns: readonly Column[], rows: readonly (readonly TableCell[])[]): string[] {
  const widths = columns.map((column, index) => widestOf([[column.title], ...rows.map((row) => row[index] ?? [])]));
  const head = drawLine(
    columns.map((column) => column.title),
    columns,
    widths,
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('─┼─');
  return [head, rule, ...rows.flatMap((row) => drawRow(row, columns, widths))];
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
  return Math.max(1, ...cells.flat().map(widthOf));
}

function widthOf(text: string): number {
  return [...text].length;
}

/** wrap breaks text into lines of at most `width` characters, at spaces where it can; later lines are indented. */
export function wrap(text: string, width: number, indent = '  '): string[] {
  const lines: string[] = [];
  let rest = text;
  while (widthOf(rest) > width) {
    const at = breakPoint(rest, width, lines.length > 0 ? indent.length : 0);
    lines.push(rest.slice(0, at).trimEnd());
    rest = indent + rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

function breakPoint(text: string, width: number, indent: number): number {
  const space = text.lastIndexOf(' ', width);
  return space > Math.max(indent, width / 3) ? space : width;
}

/** withThousands writes 1234567 as 1,234,567. */
export function withThousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** counted writes `1 state`, `2 states`, `1,000 states`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${withThousands(count)} ${count === 1 ? noun : plural}`;
}
