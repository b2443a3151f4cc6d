// Where the rows and lanes of a space-time diagram lie. Rows are of one height and lanes of one width, so that a place is a
// multiplication and only what is in sight need be drawn.

import type { PagePath } from './data.js';

export const rowHeight = 26;
/** Between two lanes, and to the right of the last: what a step is takes the room up to the edge, as it has its row alone. */
export const laneLeast = 110;
export const tailLeast = 300;
export const margin = 76;

/** A row of the diagram: a step, or the rounds after the first one that say the same. */
export interface Row {
  readonly from: number;
  readonly to: number;
  readonly rows?: number;
  readonly times?: number;
}

export interface Layout {
  readonly path: PagePath;
  readonly rows: readonly Row[];
  /** Those that lie on each other once; in the order of their ends. */
  readonly arrows: PagePath['arrows'];
  /** As deep as they fit beside their lane; what is deeper is said by the bar that it lies in. */
  readonly bars: PagePath['bars'];
  readonly laneWidth: number;
  /** To the right of the last lane. */
  readonly tail: number;
  readonly width: number;
  readonly height: number;
  x(lane: number): number;
  /** The row that a step is in; what comes after the last step is below the last row. */
  rowOf(step: number): number;
  /** The middle of that row. */
  y(step: number): number;
}

/** layoutOf shares the room among the lanes; where it does not do for all of them, they are scrolled. */
export function layoutOf(path: PagePath, isFolded: boolean, room: number): Layout {
  const rows = rowsOf(path.steps.length, isFolded ? path.rounds : []);
  const places = rows.flatMap(({ from, to }, row) => Array<number>(to - from + 1).fill(row));
  const gaps = path.lanes.length - 1;
  const free = room - margin - 4;
  const laneWidth = Math.max(laneLeast, Math.floor((free - tailLeast) / Math.max(1, gaps + 0.5)));
  const tail = Math.max(tailLeast, free - gaps * laneWidth);
  const rowOf = (step: number) => places[step] ?? rows.length;
  return {
    ...{ path, rows, laneWidth, tail, rowOf, arrows: apart(path, rowOf), bars: fittingBars(path) },
    width: margin + gaps * laneWidth + tail,
    height: (rows.length + 1) * rowHeight,
    x: (lane) => margin + lane * laneWidth,
    y: (step) => (rowOf(step) + 0.5) * rowHeight,
  };
}

/** What is read in every round of a loop that is folded would be drawn as often. */
function apart({ arrows, steps }: PagePath, rowOf: Layout['rowOf']): PagePath['arrows'] {
  const drawn = new Map<string, PagePath['arrows'][number]>();
  for (const arrow of arrows) {
    const ends = [arrow.from, arrow.to].map((step) => `${rowOf(step)} ${steps[step]!.lane}`);
    const key = `${ends} ${arrow.kind}`;
    if (!drawn.has(key)) drawn.set(key, arrow);
  }
  return [...drawn.values()];
}

/** Calls within each other that are drawn. */
const depthMost = 12;

function fittingBars({ bars }: PagePath): PagePath['bars'] {
  const within = new Map<PagePath['bars'][number], number>();
  const deepest = new Map<number, PagePath['bars'][number]>();
  for (const bar of bars) {
    if (bar.depth < depthMost) within.set(bar, 0);
    if (bar.depth === depthMost - 1) deepest.set(bar.lane, bar);
    const outer = bar.depth < depthMost ? undefined : deepest.get(bar.lane);
    if (outer) within.set(outer, within.get(outer)! + 1);
  }
  return [...within].map(([bar, count]) => (count === 0 ? bar : { ...bar, text: `${bar.text}, with ${count} within` }));
}

/** barsIn are those in rows and lanes in sight. */
export function barsIn(layout: Layout, first: number, last: number, [left, right]: Sideways): PagePath['bars'] {
  const { bars, rowOf, x, laneWidth } = layout;
  return bars.filter(({ from, to, lane }) => {
    if (rowOf(from) > last || rowOf(to) < first) return false;
    return x(lane) + laneWidth >= left && x(lane) - laneWidth <= right;
  });
}

/** From where to where something is in sight. */
export type Sideways = readonly [left: number, right: number];

/** Of those that end below what is in sight: one write may be read by thousands. */
const leavingMost = 60;

/** arrowsIn are those that end in rows in sight, and of those that end below them, wherever they begin, the first. */
export function arrowsIn({ arrows, rowOf }: Layout, first: number, last: number): PagePath['arrows'] {
  let leaving = 0;
  return arrows.filter(({ from, to }) => {
    if (rowOf(from) > last || rowOf(to) < first) return false;
    return rowOf(to) <= last || leaving++ < leavingMost;
  });
}

function rowsOf(steps: number, rounds: PagePath['rounds']): readonly Row[] {
  const made: Row[] = [];
  for (let step = 0; step < steps; ) {
    made.push({ from: step, to: step });
    step++;
    const round = rounds.find(({ from, rows }) => from + rows === step);
    if (!round) continue;
    const { from, rows, times } = round;
    made.push({ from: step, to: from + rows * times - 1, rows, times });
    step = from + rows * times;
  }
  return made;
}
