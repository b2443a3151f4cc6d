// A figure as data: three lines over the number of processors, each point an independent run; how far the swapped line is
// from the better of the other two; and how it moves when an assumption is halved or doubled.

import type { MechanismVariant } from '../impl/contract.js';
import { type Benchmark, benchmarkSystem } from './clients.js';
import { type AssumptionName, type Costs, costsOf, type Machine } from './parameters.js';
import { simulate } from './simulation.js';

export const lines = Object.freeze(['shared', 'partitioned', 'swapped'] as const);
export type Line = (typeof lines)[number];

/** How a figure's benchmark is made. */
export interface Drawing {
  readonly name: 'figure1' | 'figure2';
  readonly title: string;
  /** What the vertical axis shows, per operation. */
  readonly quantity: string;
  /** How often each client does each thing where nothing is scaled down. */
  readonly times: number;
  benchmark(line: Line, mechanism: MechanismVariant, processors: number, times: number): Benchmark;
}

export interface Point {
  readonly processors: number;
  readonly line: Line;
  /** How often each client did it. */
  readonly times: number;
  /** The average runtime of a client, divided by that. */
  readonly microseconds: number;
}

export interface Figure {
  readonly name: Drawing['name'];
  readonly title: string;
  readonly quantity: string;
  readonly machine: string;
  readonly mechanism: string;
  readonly points: readonly Point[];
  /** By size: how much longer the swapped line takes than the better of the other two; less than 0 where it beats both. */
  readonly distances: readonly { readonly processors: number; readonly distance: number }[];
}

/** What is to be drawn: with which mechanism, on which machine, at which sizes. */
export interface Sitting {
  readonly mechanism: MechanismVariant;
  readonly machine: Machine;
  readonly sizes: readonly number[];
  /** Fewer times than the figure's own, for a quick look. */
  readonly times?: number;
  readonly onPoint?: (point: Point) => void;
}

/** The paper's own sizes; above them the times are scaled down, so that a point stays affordable. */
const paperMost = 12;

/** drawFigure simulates every point. */
export function drawFigure(drawing: Drawing, sitting: Sitting): Figure {
  const { mechanism, machine, sizes } = sitting;
  const points = sizes.flatMap((processors) =>
    lines.map((line) => drawPoint(drawing, sitting, line, processors, costsOf(machine))),
  );
  return {
    ...{ name: drawing.name, title: drawing.title, quantity: drawing.quantity },
    ...{ machine: machine.title, mechanism: mechanism.name },
    points,
    distances: sizes.map((processors) => ({ processors, distance: distanceAt(points, processors) })),
  };
}

function drawPoint(drawing: Drawing, sitting: Sitting, line: Line, processors: number, costs: Costs): Point {
  const times = timesAt(sitting.times ?? drawing.times, processors);
  const benchmark = drawing.benchmark(line, sitting.mechanism, processors, times);
  const { ends } = simulate(benchmarkSystem(benchmark), costs);
  const clients = ends.slice(0, processors) as number[];
  const average = clients.reduce((sum, end) => sum + end, 0) / processors;
  const point = { processors, line, times, microseconds: average / times / costs.clockMHz };
  sitting.onPoint?.(point);
  return point;
}

/** Above the paper's sizes the times fall with the square of the size, to a hundredth at most. */
function timesAt(times: number, processors: number): number {
  if (processors <= paperMost) return times;
  return Math.max(Math.floor(times / 100), Math.floor(times * (paperMost / processors) ** 2), 1);
}

function distanceAt(points: readonly Point[], processors: number): number {
  const at = (line: Line) => points.find((point) => point.line === line && point.processors === processors)!;
  const better = Math.min(at('shared').microseconds, at('partitioned').microseconds);
  return at('swapped').microseconds / better - 1;
}

/** How an assumption moves a point: the point's value with the assumption halved and doubled, over its own. */
export interface Sensitivity {
  readonly assumption: AssumptionName;
  readonly line: Line;
  readonly processors: number;
  readonly halved: number;
  readonly doubled: number;
}

/** What is not worth changing: the clock scales all alike, and a node's size is no cost. */
const fixed: readonly AssumptionName[] = Object.freeze(['clockMHz', 'node']);

/** sensitivities draws every point again with each assumption halved and doubled. */
export function sensitivities(drawing: Drawing, sitting: Sitting): readonly Sensitivity[] {
  const { machine, sizes } = sitting;
  const names = (Object.keys(machine.assumptions) as AssumptionName[]).filter((name) => !fixed.includes(name));
  return names.flatMap((assumption) =>
    sizes.flatMap((processors) =>
      lines.map((line) => {
        const of = (factor: number) =>
          drawPoint(drawing, sitting, line, processors, costsOf(machine, assumption, factor)).microseconds;
        const own = of(1);
        return { assumption, line, processors, halved: of(0.5) / own, doubled: of(2) / own };
      }),
    ),
  );
}
