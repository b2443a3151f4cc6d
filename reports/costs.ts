// The costs of calls and swaps as a table, CSV and plots. Pure functions of the data.

import type { MechanismCost } from '../simulation/costs.js';
import type { Delays } from '../simulation/delays.js';
import type { Machine } from '../simulation/parameters.js';
import type { PlotDescription } from './plot.js';
import { drawTable, usualWidth, wrap } from './table.js';

/** costsText is the report for a terminal, ending in a line end. */
export function costsText(
  costs: readonly MechanismCost[],
  delays: readonly Delays[],
  machine: Machine,
  width = usualWidth,
): string {
  const lines = [
    ...costsTable(costs, width),
    '',
    ...costs.filter(({ mechanism }) => mechanism === 'asItIs').flatMap((cost) => wrap(paperText(cost), width, '')),
    ...delays.flatMap((each) => ['', ...delaysTable(each, machine, width)]),
  ];
  return `${lines.join('\n')}\n`;
}

function costsTable(costs: readonly MechanismCost[], width: number): string[] {
  const right = (title: string) => ({ title, align: 'right' as const });
  return [
    ...wrap(
      "operations on a mechanism's own memory, on average over the calls of four processors (those that were remote):",
      width,
    ),
    ...drawTable(
      [{ title: 'mechanism' }, right('idle call'), right('call in a swap'), right('idle swap'), right('ratio')],
      costs.map(({ mechanism, idle, during, swap }) => [
        [mechanism],
        [`${idle.operations} (${idle.remote})`],
        [during.calls === 0 ? 'none made' : `${during.operations} (${during.remote})`],
        [String(swap)],
        [during.calls === 0 ? '' : (swap / during.operations).toFixed(1)],
      ]),
      width,
    ),
  ];
}

function paperText({ during, swap }: MechanismCost): string {
  return (
    `The paper counts instructions: 633 for a mediated call and 2,786 for an idle swap, a ratio of 4.4. Here it is ` +
    `operations on shared memory, ${during.operations} and ${swap}, a ratio of ${(swap / during.operations).toFixed(1)}.`
  );
}

function delaysTable({ title, xLabel, points }: Delays, machine: Machine, width: number): string[] {
  const mechanisms = [...new Set(points.map(({ mechanism }) => mechanism))];
  const counts = [...new Set(points.map(({ count }) => count))];
  const delayAt = (mechanism: string, count: number) =>
    points.find((point) => point.mechanism === mechanism && point.count === count)?.microseconds;
  return [
    ...wrap(`${title}, in microseconds, on ${machine.title}:`, width),
    ...drawTable(
      [
        { title: xLabel, align: 'right' as const },
        ...mechanisms.map((mechanism) => ({ title: mechanism, align: 'right' as const })),
      ],
      counts.map((count) => [
        [String(count)],
        ...mechanisms.map((mechanism) => [delayAt(mechanism, count)?.toFixed(1) ?? 'no end']),
      ]),
      width,
    ),
  ];
}

/** delaysCsv is a line a point. */
export function delaysCsv(delays: readonly Delays[]): string {
  const rows = delays.flatMap(({ name, points }) =>
    points.map(
      ({ count, mechanism, microseconds }) => `${name},${count},${mechanism},${microseconds?.toFixed(3) ?? ''}`,
    ),
  );
  return `${['what,count,mechanism,microseconds', ...rows].join('\n')}\n`;
}

/** delaysPlot describes the plot of a delay. */
export function delaysPlot({ title, xLabel, points }: Delays, machine: Machine): PlotDescription {
  const mechanisms = [...new Set(points.map(({ mechanism }) => mechanism))];
  return {
    title,
    subtitle: `${machine.title}, simulated; from the start of the swap to its end`,
    caption: 'a swap that did not end before the clients did has no point',
    xLabel,
    yLabel: 'microseconds',
    logarithmicY: true,
    lines: mechanisms.map((name) => ({
      name,
      points: points.flatMap(({ mechanism, count, microseconds }) =>
        mechanism === name && microseconds !== undefined ? [{ x: count, y: microseconds }] : [],
      ),
    })),
  };
}
