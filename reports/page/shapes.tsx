// The shapes of a space-time diagram, from one row to another: on the screen those in sight, on paper those of a sheet. What
// comes later lies above what comes before.

import { curveBumpY, link } from 'd3-shape';
import type { PagePath } from './data.js';
import { arrowsIn, barsIn, type Layout, margin, type Row, rowHeight } from './layout.js';

/** Of the face that steps are written in. */
const signWidth = 7.3;

interface ShapesProps {
  readonly layout: Layout;
  /** After how many steps the path stands. */
  readonly step: number;
  readonly first: number;
  readonly last: number;
  /** How far lanes are scrolled sideways: the numbers of the steps stay in sight. */
  readonly left?: number;
  /** How much of them is in sight; all on paper. */
  readonly room?: number;
  /** On paper nothing leads anywhere. */
  readonly go?: (step: number) => void;
}

export function Shapes(props: ShapesProps) {
  const { layout, step, first, last, left = 0, room = layout.width } = props;
  const { path, rowOf } = layout;
  const inSight = ({ from, to }: { readonly from: number; readonly to: number }) =>
    rowOf(from) <= last && rowOf(to) >= first;
  return (
    <>
      {path.bands.filter(inSight).map((band) => (
        <Band layout={layout} band={band} />
      ))}
      <Looped layout={layout} />
      <Current layout={layout} step={step} />
      <Loop layout={layout} />
      {path.lanes.map((_, lane) => (
        <line
          class="lane-line"
          {...{ x1: layout.x(lane), x2: layout.x(lane), y1: first * rowHeight, y2: (last + 1) * rowHeight }}
        />
      ))}
      {barsIn(layout, first, last, [left, left + room]).map((bar) => (
        <BarShape layout={layout} bar={bar} />
      ))}
      {arrowsIn(layout, first, last).map((arrow) => (
        <ArrowShape layout={layout} arrow={arrow} step={step} />
      ))}
      <Racing layout={layout} />
      {layout.rows.slice(first, last + 1).map((row, index) => (
        <RowShape {...props} row={row} y={(first + index + 0.5) * rowHeight} />
      ))}
      <Numbers {...props} />
    </>
  );
}

interface Laid {
  readonly layout: Layout;
}

function Band({ layout, band: { from, to, phase, text } }: Laid & { readonly band: PagePath['bands'][number] }) {
  const [top, bottom] = [layout.rowOf(from) * rowHeight, layout.rowOf(to) * rowHeight];
  return (
    <rect
      class={bandOf(phase)}
      opacity={0.14}
      {...{ x: margin - 30, y: top, width: layout.width, height: bottom - top }}
    >
      <title>{text}</title>
    </rect>
  );
}

/** bandOf is the class that colours a phase. */
export function bandOf(phase: string): string {
  return `band-${['forward', 'block', 'transfer', 'completed'].includes(phase) ? phase : 'other'}`;
}

function Current({
  layout,
  step,
  left = 0,
  width = layout.width,
}: Laid & { step: number; left?: number; width?: number }) {
  if (step === 0) return null;
  const y = layout.rowOf(step - 1) * rowHeight;
  return <rect class="current" {...{ x: left, y, width, height: rowHeight }} />;
}

/** The rows that a lasso goes through for ever. */
function Looped({ layout }: Laid) {
  const { loopStartsAt, steps } = layout.path;
  if (loopStartsAt === undefined) return null;
  const [top, bottom] = [layout.y(loopStartsAt), layout.y(steps.length - 1)];
  return (
    <rect class="looped" {...{ x: 0, y: top - rowHeight / 2, width: layout.width, height: bottom - top + rowHeight }} />
  );
}

/** A lasso: a curve in the margin from its last step back to where its loop starts, which may be the same row. */
function Loop({ layout }: Laid) {
  const { loopStartsAt, steps } = layout.path;
  if (loopStartsAt === undefined) return null;
  const ends = [layout.y(loopStartsAt), layout.y(steps.length - 1)] as const;
  const [top, bottom] = ends[0] === ends[1] ? [ends[0] - rowHeight / 4, ends[1] + rowHeight / 4] : ends;
  return <path class="loop" d={`M 58 ${bottom} C 36 ${bottom}, 36 ${top}, 58 ${top}`} marker-end="url(#back)" />;
}

function BarShape({ layout, bar }: Laid & { readonly bar: PagePath['bars'][number] }) {
  const { from, to, depth, text, kind, lane } = bar;
  const [top, bottom] = [layout.rowOf(from), layout.rowOf(to) + 1].map((row) => row * rowHeight);
  const box = { x: layout.x(lane) - 12 + depth * 5, y: top! + 2, width: 8, height: bottom! - top! - 4 };
  return (
    <rect rx={2} class={kind} {...(kind === 'suspended' ? { fill: 'url(#hatch)' } : {})} {...box}>
      <title>{text}</title>
    </rect>
  );
}

interface ArrowProps extends Laid {
  readonly arrow: PagePath['arrows'][number];
  readonly step: number;
}

function ArrowShape({ layout, arrow: { from, to, text, kind }, step }: ArrowProps) {
  const { steps } = layout.path;
  const isNow = step > 0 && [from, to].some((end) => layout.rowOf(end) === layout.rowOf(step - 1));
  const ends = { x1: layout.x(steps[from]!.lane), y1: layout.y(from), x2: layout.x(steps[to]!.lane), y2: layout.y(to) };
  return (
    <line class={`arrow-${kind}${isNow ? ' now' : ''}`} marker-end="url(#tip)" {...ends}>
      <title>{text}</title>
    </line>
  );
}

type Point = readonly [x: number, y: number];
const joining = link<{ readonly source: Point; readonly target: Point }, Point>(curveBumpY);

/** Rings around the racing pair, and what joins them: it leaves them along their lanes, beside what is written. */
function Racing({ layout }: Laid) {
  const { racing, steps } = layout.path;
  if (!racing) return null;
  const [source, target] = racing.map((step): Point => [layout.x(steps[step]!.lane), layout.y(step)]) as [Point, Point];
  return (
    <>
      <path class="race" d={joining({ source, target })!} />
      {[source, target].map(([cx, cy]) => (
        <circle class="race" {...{ cx, cy, r: 9 }} />
      ))}
    </>
  );
}

interface RowProps extends ShapesProps {
  readonly row: Row;
  readonly y: number;
}

function RowShape(props: RowProps) {
  const { row, y, go } = props;
  const shown =
    row.times === undefined ? (
      <StepShape {...props} position={row.from} />
    ) : (
      <text class="fold" x={margin + 10} y={y + 4}>
        {`× ${row.times}: ${row.rows === 1 ? 'the step above' : `the ${row.rows} steps above`}, to step ${row.to + 1}`}
      </text>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys do the same for who has no mouse
    <g class="step" onClick={() => go?.(row.from + 1)}>
      {shown}
    </g>
  );
}

function StepShape({ layout, step, position, y }: RowProps & { readonly position: number }) {
  const { lane, text } = layout.path.steps[position]!;
  const isFault = position === layout.path.breaksAt;
  const x = layout.x(lane);
  const room = Math.floor((layout.width - x - 18) / signWidth);
  return (
    <>
      <circle class={isFault ? 'dot at-fault' : 'dot'} {...{ cx: x, cy: y, r: isFault ? 6 : 4 }} />
      <text class={`label${isFault ? ' at-fault' : ''}${position === step - 1 ? ' now' : ''}`} x={x + 10} y={y + 4}>
        {text.length > room ? `${text.slice(0, room - 1)}…` : text}
        <title>{text}</title>
      </text>
    </>
  );
}

function Numbers({ layout, step, first, last, left = 0 }: ShapesProps) {
  const width = margin - 28;
  const box = { x: left, y: first * rowHeight, width, height: (last - first + 1) * rowHeight };
  return (
    <>
      {left > 0 && <rect class="strip" {...box} />}
      {left > 0 && <Current {...{ layout, step, left, width }} />}
      {layout.rows
        .slice(first, last + 1)
        .map(
          ({ from, times }, index) =>
            times === undefined && (
              <StepNumber path={layout.path} position={from} x={left + 6} y={(first + index + 0.5) * rowHeight + 4} />
            ),
        )}
    </>
  );
}

interface StepNumberProps {
  readonly path: PagePath;
  readonly position: number;
  readonly x: number;
  readonly y: number;
}

function StepNumber({ path: { models, opensAt, breaksAt }, position, x, y }: StepNumberProps) {
  const isApart = models.some(({ diverges }) => diverges?.step === position);
  const marks = `${position === opensAt ? '○' : ''}${position === breaksAt ? '✗' : ''}${isApart ? '≠' : ''}`;
  return (
    <text class="number" x={x} y={y} data-step={position + 1}>
      {`${position + 1} `}
      {marks !== '' && <tspan class="mark">{marks}</tspan>}
    </text>
  );
}

/** What shapes refer to: the hatching of suspended time, and the tip of an arrow. */
export function Marks() {
  return (
    <defs>
      <pattern id="hatch" width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="stripe" width={2} height={5} />
      </pattern>
      <Tip id="tip" />
      <Tip id="back" />
    </defs>
  );
}

/** The tip of an arrow. */
export function Tip({ id }: { readonly id: string }) {
  const box = { viewBox: '0 0 6 6', refX: 6, refY: 3, markerWidth: 7, markerHeight: 7, orient: 'auto' };
  return (
    <marker id={id} class={`tip-${id}`} {...box}>
      <path d="M 0 0 L 6 3 L 0 6 z" />
    </marker>
  );
}
