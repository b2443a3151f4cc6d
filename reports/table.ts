// Plain text tables: columns padded to their widest line, cells of several lines, long lines wrapped at a width. Widths
// are those that a terminal shows (wide signs count two, colours none), by the library string-width.

import stringWidth from 'string-width';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Its lines are wrapped before those of the others where the table is too wide, or after them; in between unless told. */
  readonly wraps?: 'first' | 'last';
}

/** A cell is a list of lines. */
export type TableCell = readonly string[];

/** Places that a line takes where nobody says how wide the terminal is. */
export const usualWidth = 120;

/**
 * drawTable returns the lines of a table with a head, columns parted by bars; trailing spaces are cut. One that is wider
 * than `width` has its lines wrapped between words, those of the widest column first; where that does not do, each row is
 * written by itself, a list of what its columns say.
 *
 * @example
 * drawTable([{ title: 'name' }, { title: 'says' }], [[['a'], ['one two three']]], 15) // => ['name │ says', '─────┼────────', 'a    │ one two', '     │ three']
 */
export function drawTable(
  columns: readonly Column[],
  rows: readonly (readonly TableCell[])[],
  width = usualWidth,
): string[] {
  const whole = [columns.map(({ title }) => [title]), ...rows];
  const most = fittingWidths(columns, whole, width);
  if (!most)
    return withoutEmptyColumns(columns, rows, width) ?? rows.flatMap((row) => rowByItself(columns, row, width));
  const fitted = whole.map((row) => row.map((cell, index) => wrapAll(cell, most[index]!)));
  const widths = columnsOf(columns, fitted, widthOf);
  const [head, ...body] = fitted.map((row) => drawRow(row, columns, widths));
  return [...head!, widths.map((one) => '─'.repeat(one)).join('─┼─'), ...body.flat()];
}

/** The table without columns in which no row says anything; undefined where there are none. */
function withoutEmptyColumns(columns: readonly Column[], rows: Rows, width: number): string[] | undefined {
  const isSaid = columns.map((_, index) => rows.some((row) => row[index]?.some((line) => line !== '')));
  if (isSaid.every((said) => said)) return undefined;
  const shown = rows.map((row) => row.filter((_, index) => isSaid[index]));
  return drawTable(
    columns.filter((_, index) => isSaid[index]),
    shown,
    width,
  );
}

type Rows = readonly (readonly TableCell[])[];

/** Of each column the most that `measure` says of one of its lines. */
function columnsOf(columns: readonly Column[], rows: Rows, measure: (line: string) => number): number[] {
  return columns.map((_, index) =>
    rows.reduce((most, row) => (row[index] ?? []).reduce((more, line) => Math.max(more, measure(line)), most), 1),
  );
}

const comfortable = 30;
const readable = 16;

/** The columns that are narrowed, one kind after the other, each down to so many places or to its longest word. */
const narrowings: readonly (readonly [wraps: 'first' | undefined | 'last', least: number])[] = [
  ['first', comfortable],
  [undefined, comfortable],
  ['last', comfortable],
  ['first', readable],
  [undefined, readable],
  ['last', readable],
  ['first', 0],
  [undefined, 0],
  ['last', 0],
];

/** Longer words may be broken, where nothing else lets the columns fit. */
const unbrokenMost = 40;

/** unbrokenWidth is what a column takes of a text at least: its longest word, or as much of one that may be broken. */
export function unbrokenWidth(text: string): number {
  return Math.min(unbrokenMost, longestWord(text));
}

/** Widths with which the table fits, taken from the widest column that may give; undefined where there are none. */
function fittingWidths(columns: readonly Column[], rows: Rows, width: number): readonly number[] | undefined {
  return widthsWith(longestWord, columns, rows, width) ?? widthsWith(unbrokenWidth, columns, rows, width);
}

function widthsWith(
  leastOf: (line: string) => number,
  columns: readonly Column[],
  rows: Rows,
  width: number,
): readonly number[] | undefined {
  const widths = columnsOf(columns, rows, widthOf);
  const words = columnsOf(columns, rows, leastOf);
  let over = widths.reduce((sum, one) => sum + one + 3, -3) - width;
  for (const [wraps, least] of narrowings) {
    while (over > 0) {
      const widest = widestOf(
        widths,
        (index) => columns[index]!.wraps === wraps && widths[index]! > Math.max(least, words[index]!),
      );
      if (widest === undefined) break;
      widths[widest]!--;
      over--;
    }
  }
  return over > 0 ? undefined : widths;
}

function widestOf(widths: readonly number[], isAble: (index: number) => boolean): number | undefined {
  const able = widths.map((_, index) => index).filter(isAble);
  return able.length === 0
    ? undefined
    : able.reduce((widest, index) => (widths[index]! > widths[widest]! ? index : widest));
}

/** The first cell, and below it what the others say, each after the title of its column. */
function rowByItself(columns: readonly Column[], row: readonly TableCell[], width: number): string[] {
  const [first = [], ...others] = row;
  const said = others.flatMap((cell, index) => {
    const text = cell.map((line) => line.trim()).join(' ');
    const { title } = columns[index + 1]!;
    return text === '' || text === '-' ? [] : [title === '' ? text : `${title}: ${text}`];
  });
  return [...wrapAll(first, width), ...filled(said, width - 2).map((line) => `  ${line}`)];
}

/** filled writes texts one after the other, as many on a line as it takes; only one that is longer than a line is wrapped. */
export function filled(texts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const longer = lines.length === 0 ? text : `${lines.at(-1)} · ${text}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(...wrap(text, width));
  }
  return lines;
}

function wrapAll(cell: TableCell, width: number): string[] {
  return cell.flatMap((line) => (widthOf(line) <= width ? [line] : wrap(line, width, '')));
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

/** Most texts are of these, which take one place each; to ask of each sign what it is takes long. */
const plain = /^[ -~─-╿←→…·×]*$/;

/** widthOf is how many places of a terminal a text takes. */
export function widthOf(text: string): number {
  return plain.test(text) ? text.length : stringWidth(text);
}

/**
 * wrap breaks text into lines of at most `width` places, at spaces, else after a sign such as a comma or a bracket, and
 * never inside a word that a line can hold: one that is longer begins on a line of its own and is broken between signs.
 * Later lines are indented, by less where the width would leave no room.
 *
 * @example
 * wrap('load x → {"busy":false,"count":3}', 20) // => ['load x →', '  {"busy":false,', '  "count":3}']
 * wrap('text abcdefghij', 6) // => ['text', ' abcde', ' fghij']
 */
export function wrap(text: string, width: number, indent = '  '): string[] {
  if (widthOf(text) <= width) return [text.trimEnd()];
  const later = indent.slice(0, Math.max(0, Math.floor(width / 6)));
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text).flatMap((each) => brokenAt(each, width - later.length))) {
    const start = lines.length === 0 ? '' : later;
    if (line !== '' && widthOf(start + line + piece.trimEnd()) > width) {
      lines.push((start + line).trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, ((lines.length === 0 ? '' : later) + line).trimEnd()];
}

/** fitLines wraps what is wider than the width, later lines further in; a line that is to be pasted stays one. */
export function fitLines(lines: readonly string[], width = usualWidth): string[] {
  const isPasted = (line: string) => / replay '|^ *schedule: /.test(line);
  return lines.flatMap((line) => (isPasted(line) ? [line] : wrap(line, width, `${/^ */.exec(line)![0]}    `)));
}

const signs = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A word that no line can hold, in parts that one can: after a sign such as a colon, else anywhere. */
function brokenAt(piece: string, width: number): readonly string[] {
  if (widthOf(piece.trimEnd()) <= width) return [piece];
  const parts: string[] = [];
  let [part, places] = ['', 0];
  // What a reader takes for one sign stays whole.
  for (const { segment } of signs.segment(piece)) {
    const wide = widthOf(segment);
    if (part !== '' && segment.trim() !== '' && places + wide > width) {
      const whole = /^.*[:./\\=)\]}-]/s.exec(part)?.[0] ?? part;
      parts.push(whole);
      part = part.slice(whole.length);
      places = widthOf(part);
    }
    part += segment;
    places += wide;
  }
  return [...parts, part];
}

/** longestWord is how many places the widest part of a text takes that wrap does not break. */
export function longestWord(text: string): number {
  return Math.max(0, ...piecesOf(text).map((piece) => widthOf(piece.trimEnd())));
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
