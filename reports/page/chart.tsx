// The chart of a machine: its states within states, the active ones lit, and its arrows, those that the step takes lit.

import { curveBasis, line } from 'd3-shape';
import { chartLayout, type PlacedArrow, type PlacedChart, type PlacedState, type Point } from './chartLayout.js';
import type { PageChart } from './data.js';
import { Scrolled } from './scrolled.js';
import { Tip } from './shapes.js';

interface ChartProps {
  readonly name: string;
  readonly chart: PageChart;
  /** The paths of the innermost active states. */
  readonly active: readonly string[];
  /** Those before the step. */
  readonly before: readonly string[];
  /** What the machine takes in this step. */
  readonly steps: readonly string[];
}

/** A chart is laid out once: only its lights change from step to step. */
const known = new WeakMap<PageChart, PlacedChart>();

function placedOnce(chart: PageChart): PlacedChart {
  const placed = known.get(chart) ?? chartLayout(chart);
  known.set(chart, placed);
  return placed;
}

export function Chart({ name, chart, active, before, steps }: ChartProps) {
  const { width, height, states, arrows } = placedOnce(chart);
  const isTaken = ({ event, from, to }: PlacedArrow) =>
    steps.some((step) => isCalled(event, step.split(' ')[0]!)) && isIn(before, from) && isIn(active, to);
  return (
    <Scrolled label={`chart of ${name}`} look="chart-box">
      <svg
        role="img"
        aria-label={`state chart, active: ${active.join(' and ')}`}
        class="chart"
        viewBox={`0 0 ${width} ${height}`}
        style={`max-width:${width}px`}
      >
        <defs>
          <Tip id="arrow" />
          <Tip id="taken" />
        </defs>
        {states.map((placed) => (
          <State placed={placed} isLit={isIn(active, placed.state.path)} />
        ))}
        {arrows.map((arrow) => (
          <Arrow arrow={arrow} isTaken={isTaken(arrow)} />
        ))}
      </svg>
    </Scrolled>
  );
}

/** `*` stands for every event, `phase.*` for those that begin so. */
function isCalled(written: string, event: string): boolean {
  return written === event || (written.endsWith('*') && `${event}.`.startsWith(written.slice(0, -1)));
}

function isIn(active: readonly string[], path: string): boolean {
  return active.some((each) => each === path || each.startsWith(`${path}.`));
}

function State({ placed, isLit }: { readonly placed: PlacedState; readonly isLit: boolean }) {
  const { x, y, width, height, state } = placed;
  const isLeaf = state.inner.length === 0;
  const [left, top] = [x - width / 2, y - height / 2];
  const at = isLeaf ? { x, y: y + 4, 'text-anchor': 'middle' as const } : { x: left + 6, y: top + 11 };
  return (
    <g class={`state${isLit ? ' lit' : ''}${isLeaf ? ' leaf' : ''}`}>
      <rect rx={6} {...{ x: left, y: top, width, height }} />
      <text {...at}>{state.name}</text>
    </g>
  );
}

const curve = line<Point>(
  ({ x }) => x,
  ({ y }) => y,
).curve(curveBasis);

function Arrow({ arrow, isTaken }: { readonly arrow: PlacedArrow; readonly isTaken: boolean }) {
  const { points, label, event } = arrow;
  return (
    <g class={`turn${isTaken ? ' taken' : ''}`}>
      <path d={curve([...points])!} marker-end={isTaken ? 'url(#taken)' : 'url(#arrow)'} />
      <text x={label.x} y={label.y + 3.5} text-anchor="middle">
        {event}
      </text>
    </g>
  );
}
