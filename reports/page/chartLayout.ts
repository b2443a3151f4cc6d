// Where the states and the arrows of a chart lie: laid out by dagre, which knows states within states but no arrow to or from
// one that has others inside. Such an arrow is laid out from or to an innermost state, and cut off at the outline.

import { Graph, layout } from '@dagrejs/dagre';
import type { ChartArrow, ChartBox, PageChart } from './data.js';

/** The middle of a box, as dagre has it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedState extends Box {
  readonly state: ChartBox;
}

export interface PlacedArrow extends ChartArrow {
  readonly points: readonly Point[];
  /** The middle of what it is called. */
  readonly label: Point;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedChart {
  readonly width: number;
  readonly height: number;
  /** Those around others before those inside. */
  readonly states: readonly PlacedState[];
  readonly arrows: readonly PlacedArrow[];
}

/** Of the faces that states and arrows are written in. */
const stateSign = 6.7;
const arrowSign = 5.9;
const lineHeight = 13;
/** Above the states inside of another, for its name. */
const nameHeight = 11;
const spaces = { nodesep: 12, edgesep: 8, ranksep: 24, marginx: 4, marginy: 4 + nameHeight };
const betweenRegions = 10;
const tipLength = 7;

/** chartLayout is the same for the same chart: its regions, each laid out by itself, beside each other. */
export function chartLayout({ states, arrows, isParallel }: PageChart): PlacedChart {
  const regions = isParallel ? states.map((state) => [state]) : [states];
  const placed = regions.map((region) => regionLayout(region, arrows));
  const lefts = placed.map((_, at) => placed.slice(0, at).reduce((sum, { width }) => sum + width + betweenRegions, 0));
  return {
    width: lefts.at(-1)! + placed.at(-1)!.width,
    height: Math.max(...placed.map(({ height }) => height)),
    states: placed.flatMap((region, at) => region.states.map((state) => movedBy(lefts[at]!, state))),
    arrows: placed.flatMap((region, at) => region.arrows.map((arrow) => arrowMovedBy(lefts[at]!, arrow))),
  };
}

function movedBy<T extends Point>(by: number, place: T): T {
  return { ...place, x: place.x + by };
}

function arrowMovedBy(by: number, arrow: PlacedArrow): PlacedArrow {
  return { ...arrow, label: movedBy(by, arrow.label), points: arrow.points.map((point) => movedBy(by, point)) };
}

/** An arrow by the nodes that it is laid out between: innermost states, or what it is called where it comes from elsewhere. */
interface Ended {
  readonly arrow: ChartArrow;
  readonly from: string;
  readonly to: string;
  readonly isInside: boolean;
}

function regionLayout(outer: readonly ChartBox[], all: readonly ChartArrow[]): PlacedChart {
  const states = outer.flatMap(withInner);
  const byPath = new Map(states.map((state) => [state.path, state]));
  const arrows = all
    .filter(({ to }) => byPath.has(to))
    .map((arrow): Ended => {
      const source = byPath.get(arrow.from);
      const from = source ? innermost(source, 'last') : `elsewhere: ${arrow.event}`;
      return { arrow, from, to: innermost(byPath.get(arrow.to)!, 'first'), isInside: source !== undefined };
    });
  const graph = graphOf(states, arrows);
  layout(graph);
  const box = (node: string) => boxAt(graph.node(node) as Box, byPath.get(node));
  const { width = 0, height = 0 } = graph.graph() as Partial<Box>;
  return {
    ...{ width, height },
    states: states.map((state) => ({ state, ...box(state.path) })),
    arrows: arrows.map((ended, index) => placed(ended, index, graph, box)),
  };
}

function graphOf(states: readonly ChartBox[], arrows: readonly Ended[]): Graph {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ ...spaces });
  for (const state of states) graph.setNode(state.path, sizeOf(state));
  for (const { path, inner } of states) for (const each of inner) graph.setParent(each.path, path);
  for (const [index, { arrow, from, to, isInside }] of arrows.entries()) {
    const label = { width: arrow.event.length * arrowSign + 8, height: lineHeight };
    if (!isInside) graph.setNode(from, label);
    graph.setEdge(from, to, isInside ? { ...label, labelpos: 'c' } : {}, String(index));
  }
  if (!arrows.some(({ isInside }) => isInside)) chain(graph, states);
  return graph;
}

function placed(
  { arrow, from, to, isInside }: Ended,
  index: number,
  graph: Graph,
  box: (node: string) => Box,
): PlacedArrow {
  const { points, x, y } = graph.edge(from, to, String(index)) as unknown as Laid;
  const left = cutAt(box(isInside ? arrow.from : from), points);
  const cut = cutAt(box(arrow.to), left.reverse()).reverse();
  // Where an arrow is cut off at an outline, what it is called keeps clear of its tip.
  const isCut = isInside && arrow.to !== to;
  const label = isCut ? { x, y: (cut[0]!.y + cut.at(-1)!.y - tipLength) / 2 } : { x, y };
  return { ...arrow, points: cut, label: isInside ? label : box(from) };
}

/** Where nothing leads from a state to another, they are below each other as they are written. */
function chain(graph: Graph, states: readonly ChartBox[]): void {
  const leaves = states.filter(({ inner }) => inner.length === 0);
  for (const [at, { path }] of leaves.slice(1).entries()) graph.setEdge(leaves[at]!.path, path, {}, 'order');
}

interface Laid extends Point {
  readonly points: readonly Point[];
}

/** With room for the name of one that has others inside. */
function boxAt({ x, y, width, height }: Box, state: ChartBox | undefined): Box {
  const above = state && state.inner.length > 0 ? nameHeight : 0;
  return { x, y: y - above / 2, width, height: height + above };
}

function withInner(state: ChartBox): readonly ChartBox[] {
  return [state, ...state.inner.flatMap(withInner)];
}

function sizeOf({ name, inner }: ChartBox) {
  return inner.length > 0 ? {} : { width: name.length * stateSign + 16, height: lineHeight + 8 };
}

/** An arrow to a state with others inside leads to the one that it begins in; one from it may leave from any. */
function innermost(state: ChartBox, which: 'first' | 'last'): string {
  const initial = state.inner.find(({ name }) => name === state.initial) ?? state.inner[0];
  const next = which === 'first' ? initial : state.inner.at(-1);
  return next ? innermost(next, which) : state.path;
}

/** From where the points leave a box for good: what lies inside of it is left out. */
function cutAt(box: Box, points: readonly Point[]): Point[] {
  const last = points.findLastIndex((point) => isWithin(box, point));
  if (last < 0 || last === points.length - 1) return [...points];
  return [crossing(box, points[last]!, points[last + 1]!), ...points.slice(last + 1)];
}

function isWithin({ x, y, width, height }: Box, point: Point): boolean {
  return Math.abs(point.x - x) <= width / 2 && Math.abs(point.y - y) <= height / 2;
}

/** Where the way from a point inside to one outside crosses the outline. */
function crossing({ x, y, width, height }: Box, inside: Point, outside: Point): Point {
  const [dx, dy] = [outside.x - inside.x, outside.y - inside.y];
  const share = (middle: number, half: number, at: number, by: number) =>
    by === 0 ? Number.POSITIVE_INFINITY : (middle + Math.sign(by) * half - at) / by;
  const part = Math.min(share(x, width / 2, inside.x, dx), share(y, height / 2, inside.y, dy));
  return { x: inside.x + part * dx, y: inside.y + part * dy };
}
