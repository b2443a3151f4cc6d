// The space-time diagram: a lane for each thread, a row for each step. Only the rows in sight are drawn, so that thousands
// of steps scroll as easily as ten.

import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PagePath } from './data.js';
import { type Layout, layoutOf, margin, rowHeight, tailLeast } from './layout.js';
import { Marks, Shapes } from './shapes.js';

interface DiagramProps {
  readonly path: PagePath;
  readonly step: number;
  readonly isFolded: boolean;
  readonly go: (step: number) => void;
}

/** What of the diagram can be seen. */
interface Sight {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** Drawn beyond what is in sight, so that nothing is missing while the next frame is made. */
const rowsAround = 10;

export function Diagram({ path, step, isFolded, go }: DiagramProps) {
  const [scroller, lanes] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const [sight, look] = useSight(scroller);
  const layout = useMemo(() => layoutOf(path, isFolded, sight.width), [path, isFolded, sight.width]);
  useLayoutEffect(() => {
    bringIntoSight(scroller.current!, layout, Math.max(0, step - 1));
    look();
  }, [step, layout]);
  useLayoutEffect(() => {
    lanes.current!.scrollLeft = sight.left;
  }, [sight.left, layout]);
  const first = Math.max(0, Math.floor(sight.top / rowHeight) - rowsAround);
  const last = Math.min(layout.rows.length - 1, first + Math.ceil(sight.height / rowHeight) + 2 * rowsAround);
  const top = first * rowHeight;
  return (
    <>
      <LaneNames layout={layout} refersTo={lanes} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard */}
      <section class="diagram" tabIndex={0} aria-label="space-time diagram" ref={scroller} onScroll={look}>
        <div style={{ height: `${layout.height}px`, width: `${layout.width}px` }} />
        <svg
          aria-hidden="true"
          {...{ width: layout.width, height: (last - first + 2) * rowHeight }}
          style={{ top: `${top}px` }}
        >
          <Marks />
          <g transform={`translate(0 ${-top})`}>
            <Shapes
              layout={layout}
              step={step}
              first={first}
              last={last}
              left={sight.left}
              room={sight.width}
              go={go}
            />
          </g>
        </svg>
      </section>
    </>
  );
}

/** Looks once a frame, however often it is asked to, and when the window changes. */
function useSight(scroller: { readonly current: HTMLDivElement | null }) {
  const [sight, setSight] = useState<Sight>({ top: 0, left: 0, width: 900, height: 600 });
  const isDue = useRef(false);
  const lookNow = () => {
    isDue.current = false;
    if (scroller.current) setSight((before) => unlessSame(before, sightOf(scroller.current!)));
  };
  const look = () => {
    if (isDue.current) return;
    isDue.current = true;
    requestAnimationFrame(lookNow);
  };
  useLayoutEffect(() => {
    lookNow();
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  }, []);
  return [sight, look] as const;
}

function sightOf({ scrollTop, scrollLeft, clientWidth, clientHeight }: HTMLElement): Sight {
  return { top: scrollTop, left: scrollLeft, width: clientWidth, height: clientHeight || 600 };
}

function unlessSame(before: Sight, now: Sight): Sight {
  const isSame = (Object.keys(now) as (keyof Sight)[]).every((name) => before[name] === now[name]);
  return isSame ? before : now;
}

/** Both ways: where lanes do not fit, that of the step is brought into sight. */
function bringIntoSight(scroller: HTMLElement, layout: Layout, step: number): void {
  const top = layout.rowOf(step) * rowHeight;
  const { scrollTop, clientHeight, scrollLeft, clientWidth } = scroller;
  if (top < scrollTop || top > scrollTop + clientHeight - 2 * rowHeight)
    scroller.scrollTop = Math.max(0, top - clientHeight / 2);
  const x = layout.x(layout.path.steps[step]?.lane ?? 0);
  const wanted = Math.min(tailLeast, clientWidth - margin);
  if (x - margin < scrollLeft || x + wanted > scrollLeft + clientWidth) scroller.scrollLeft = x - margin;
}

interface LaneNamesProps {
  readonly layout: Layout;
  readonly refersTo: { current: HTMLDivElement | null };
}

function LaneNames({ layout: { path, laneWidth, tail }, refersTo }: LaneNamesProps) {
  const last = path.lanes.length - 1;
  return (
    <div class="lanes" ref={refersTo}>
      <span style={{ width: `${margin - 12}px` }} />
      {path.lanes.map(({ name, processor }, lane) => (
        <span style={{ width: `${lane < last ? laneWidth : tail}px` }}>
          <b>{name}</b>
          <small>processor {processor}</small>
        </span>
      ))}
    </div>
  );
}
