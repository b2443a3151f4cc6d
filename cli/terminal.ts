// What the terminal is like: how wide, and whether it shows colours. COLUMNS goes before what the stream says; NO_COLOR and
// FORCE_COLOR go before everything, as no-color.org and Node have them.

import type { DrawOptions } from '../reports/counterexample.js';
import { coloured, plain } from '../reports/paint.js';
import { usualWidth, wrap } from '../reports/table.js';

/** What a stream tells of its terminal. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly hasColors?: () => boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

const leastWidth = 28;

/** terminal says how to draw on a stream, standard output unless told. */
export function terminal(stream: Stream = process.stdout, variables: Variables = process.env): Required<DrawOptions> {
  return { width: widthFor(stream, variables), paint: hasColours(stream, variables) ? coloured : plain };
}

/** A line that is to be pasted: a schedule, a command. */
const pasted = /^\s*((replay|schedule): |next: .*\b(quiesce|npx|npm|npm run) )/;

/**
 * fitted is text for a stream within its width, but for what is to be pasted. Where there is no terminal and nobody says how
 * wide it is, lines stay whole: a log is searched.
 */
export function fitted(text: string, stream: Stream = process.stderr, variables: Variables = process.env): string {
  if (stream.isTTY !== true && variables.COLUMNS === undefined) return text;
  const width = widthFor(stream, variables);
  return text
    .split('\n')
    .flatMap((line) => (pasted.test(line) ? [line] : wrap(line, width, '    ')))
    .join('\n');
}

function widthFor({ columns }: Stream, { COLUMNS }: Variables): number {
  const told = /^\d{1,5}$/.test(COLUMNS ?? '') ? Number(COLUMNS) : 0;
  const width = told > 0 ? told : (columns ?? 0);
  return width > 0 ? Math.max(leastWidth, width) : usualWidth;
}

function hasColours({ isTTY, hasColors }: Stream, { NO_COLOR, FORCE_COLOR, TERM }: Variables): boolean {
  if (FORCE_COLOR !== undefined) return !['0', 'false'].includes(FORCE_COLOR);
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return isTTY === true && TERM !== 'dumb' && hasColors !== undefined;
}
