// A failing path in the trace event format, which Perfetto and Chrome's tracing open: a process for each processor, a track
// for each thread, a step a microsecond long. Time is the number of the step: there is no clock in a result.

import type { Counterexample } from '../engine/explain/verdict.js';
import { visibleParts } from '../engine/program/visible.js';
import { diagramOf } from './spaceTime.js';

/** traceEvents is the document, ending in a line end. */
export function traceEvents(counterexample: Counterexample): string {
  const { lanes, steps, bars, arrows } = diagramOf(visibleParts(counterexample));
  const track = (lane: number) => ({ pid: lanes[lane]!.processor, tid: lane });
  const events = [
    ...lanes.map(({ name, processor }, tid) => ({ ph: 'M', name: 'thread_name', pid: processor, tid, args: { name } })),
    ...[...new Set(lanes.map(({ processor }) => processor))].map((pid) => ({
      ...{ ph: 'M', name: 'process_name', pid, tid: 0, args: { name: `processor ${pid}` } },
    })),
    ...bars.map(({ lane, from, to, text, kind }) => ({
      ...{ ph: 'X', name: text, cat: kind, ts: from, dur: to - from + 1, ...track(lane) },
    })),
    ...steps.map(({ lane, text, source }, ts) => ({
      ...{ ph: 'X', name: text, cat: 'step', ts, dur: 1, ...track(lane) },
      args: { step: ts + 1, ...(source === undefined ? {} : { source }) },
    })),
    ...arrows.flatMap(({ from, to, text, kind }, id) => [
      { ph: 's', id, name: text, cat: kind, ts: from, ...track(steps[from]!.lane) },
      { ph: 'f', bp: 'e', id, name: text, cat: kind, ts: to, ...track(steps[to]!.lane) },
    ]),
  ];
  return `${JSON.stringify({ displayTimeUnit: 'ns', traceEvents: events }, undefined, 1)}\n`;
}
