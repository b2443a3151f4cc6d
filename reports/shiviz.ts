// A failing path as a log with vector clocks, which ShiViz draws: a host for each thread, a line with its clock and a line
// with what it did. A step comes after another where the diagram has an arrow: it read what the other wrote, or was woken.

import type { Counterexample } from '../engine/explain/verdict.js';
import { visible } from '../engine/program/visible.js';
import { diagramOf } from './spaceTime.js';

/** What takes the log apart: the default of the format, a host without spaces and a clock as JSON, then the event. */
export const shivizParser = '(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)';

/** By host; a name such as __proto__ is one like any other. */
type Clock = ReadonlyMap<string, number>;

/** shivizLog is the document, ending in a line end. */
export function shivizLog(counterexample: Counterexample): string {
  const { lanes, steps, arrows } = diagramOf(counterexample);
  const hosts = lanes.map(({ name }) => visible(name).replace(/\s/g, '_'));
  const clocks: Clock[] = [];
  const last = new Map<number, Clock>();
  const lines = steps.flatMap(({ lane, text, source }, position) => {
    const host = hosts[lane]!;
    const seen = arrows.filter(({ to }) => to === position).map(({ from }) => clocks[from]!);
    const before = joined([last.get(lane) ?? new Map(), ...seen]);
    const clock = new Map([...before, [host, (before.get(host) ?? 0) + 1]]);
    clocks.push(clock);
    last.set(lane, clock);
    return [
      `${host} ${JSON.stringify(Object.fromEntries(clock))}`,
      `${position + 1} ${visible(text)}${source === undefined ? '' : ` at ${visible(source)}`}`,
    ];
  });
  return `${lines.join('\n')}\n`;
}

/** The least clock that is not before any of these. */
function joined(clocks: readonly Clock[]): Clock {
  const all = new Map<string, number>();
  for (const [host, time] of clocks.flatMap((clock) => [...clock])) all.set(host, Math.max(all.get(host) ?? 0, time));
  return all;
}
