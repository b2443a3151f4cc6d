// What the terminal is like: how wide, and whether it shows colours. COLUMNS goes before what the stream says; NO_COLOR and
// FORCE_COLOR go before everything, as no-color.org and Node have them.

import type { DrawOptions } from '../reports/counterexample.js';
import { coloured, plain } from '../reports/paint.js';

/** What a stream tells of its terminal. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly hasColors?: () => boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

const usualWidth = 120;
const leastWidth = 40;

/** terminal says how to draw on a stream, standard output unless told. */
export function terminal(stream: Stream = process.stdout, variables: Variables = process.env): Required<DrawOptions> {
  return { width: widthFor(stream, variables), paint: hasColours(stream, variables) ? coloured : plain };
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
