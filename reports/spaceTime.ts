// A failing path as a space-time diagram: what a drawing needs, worked out from the steps alone. Time runs in steps; each
// thread has a lane. Calls are bars, nested as they were; a call held back is suspended; phases are bands; arrows go from
// a write to the reads of other threads that saw it, and from a wake-up to the woken. Leaves out how it is drawn.

import { eventText, valueText } from '../engine/explain/records.js';
import type { Counterexample, StepRecord } from '../engine/explain/verdict.js';
import type { Event } from '../engine/program/event.js';
import { visible } from '../engine/program/visible.js';
import { cellsBefore } from './cellsAlong.js';
import { breaksAt } from './fault.js';
import type { Arrow, Band, Bar, Diagram, DiagramStep } from './page/data.js';
import { roundsIn } from './rounds.js';
import { stepText, stepTexts } from './stepText.js';

/** diagramOf lays out the steps of a counterexample. */
export function diagramOf(path: Counterexample): Diagram {
  const { steps, opensAt, loopStartsAt } = path;
  const broken = breaksAt(path);
  const names = lanesOf(path);
  const lanes = names.map((name) => ({ name, processor: steps.find(({ agent }) => agent === name)!.processor }));
  const laneOf = new Map(names.map((name, lane) => [name, lane]));
  const texts = stepTexts(steps);
  return {
    lanes,
    steps: steps.map((step, index) => diagramStep(step, laneOf.get(step.agent)!, texts[index]!)),
    bars: barsOf(steps, laneOf),
    bands: bandsOf(steps),
    rounds: roundsIn(steps.map((step, index) => roundKey(path, step, index))),
    arrows: [...valueArrows(steps), ...wakeArrows(steps)].sort((one, other) => one.to - other.to),
    cells: [...cellsBefore(steps)].map(([cell, value]) => [cell, shown(value)]),
    ...(broken === undefined ? {} : { breaksAt: broken }),
    ...(opensAt === undefined ? {} : { opensAt }),
    ...(loopStartsAt === undefined ? {} : { loopStartsAt }),
  };
}

/** What is marked stays alone. */
function roundKey(path: Counterexample, step: StepRecord, index: number): string | undefined {
  if ([breaksAt(path), path.opensAt, path.loopStartsAt].includes(index)) return undefined;
  return JSON.stringify([step.agent, stepText(step), step.source, step.events.map(({ name, data }) => [name, data])]);
}

/** The threads that step, as they are declared. */
function lanesOf({ steps, threads = [] }: Counterexample): string[] {
  const stepping = new Set(steps.map(({ agent }) => agent));
  return [...new Set([...threads, ...stepping])].filter((name) => stepping.has(name));
}

function diagramStep(step: StepRecord, lane: number, text: string): DiagramStep {
  return {
    lane,
    text,
    events: step.events.map((event) => eventText(event, step.agent)),
    enabled: step.enabled,
    ...(step.source === undefined ? {} : { source: step.source }),
    writes: step.writes.map(({ cell, value }) => [cell, shown(value)]),
  };
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : valueText(value);
}

interface Open {
  readonly call: string;
  readonly lane: number;
  readonly from: number;
  readonly depth: number;
  readonly text: string;
  suspendedAt: number | undefined;
}

/** Calls from `invoke` to `return`, and in them what lies between `suspended` and `resumed`. */
function barsOf(steps: readonly StepRecord[], laneOf: ReadonlyMap<string, number>): Bar[] {
  const open: Open[] = [];
  const bars: Bar[] = [];
  const close = (call: Open, to: number) => {
    if (call.suspendedAt !== undefined) bars.push(suspension(call, call.suspendedAt, to));
    bars.push({ ...placed(call), to, text: call.text, kind: 'call' });
  };
  for (const [position, { events }] of steps.entries()) {
    for (const event of events) {
      const index = open.findIndex(({ call }) => call === event.data.call);
      const call = open[index];
      if (event.name === 'invoke') open.push(opened(event, position, open, laneOf));
      else if (call && event.name === 'suspended') call.suspendedAt = position;
      else if (call && event.name === 'resumed' && call.suspendedAt !== undefined) {
        bars.push(suspension(call, call.suspendedAt, position));
        call.suspendedAt = undefined;
      } else if (call && event.name === 'return') close(open.splice(index, 1)[0]!, position);
    }
  }
  for (const call of open) close(call, steps.length - 1);
  return bars.sort((one, other) => one.from - other.from || one.depth - other.depth);
}

function opened(event: Event, from: number, open: readonly Open[], laneOf: ReadonlyMap<string, number>): Open {
  const lane = laneOf.get(event.thread) ?? 0;
  const depth = open.filter((one) => one.lane === lane).length;
  const text = visible(`${String(event.data.ref ?? '')}.${String(event.data.method ?? 'call')}`.replace(/^\./, ''));
  return { call: String(event.data.call), lane, from, depth, text, suspendedAt: undefined };
}

function placed({ lane, from, depth }: Open): Pick<Bar, 'lane' | 'from' | 'depth'> {
  return { lane, from, depth };
}

function suspension(call: Open, from: number, to: number): Bar {
  return { ...placed(call), from, to, text: `${call.text} held back`, kind: 'suspended' };
}

/** A phase of a mediator lasts until its next one. */
function bandsOf(steps: readonly StepRecord[]): Band[] {
  const bands: Band[] = [];
  const now = new Map<string, { from: number; phase: string }>();
  const end = (mediator: string, to: number) => {
    const begun = now.get(mediator);
    if (begun) bands.push({ from: begun.from, to, phase: begun.phase, text: `${mediator}: ${begun.phase}` });
  };
  for (const [position, { events }] of steps.entries()) {
    for (const { data } of events.filter(({ name, data }) => name === 'phase' && typeof data.phase === 'string')) {
      const mediator = visible(`${String(data.ref)} mediator ${String(data.mediator)}`);
      end(mediator, position);
      now.set(mediator, { from: position, phase: visible(String(data.phase)) });
    }
  }
  for (const mediator of now.keys()) end(mediator, steps.length);
  return bands.sort((one, other) => one.from - other.from);
}

/** From the last write of a cell to each read of it by another thread. */
function valueArrows(steps: readonly StepRecord[]): Arrow[] {
  const written = new Map<string, number>();
  return steps.flatMap((step, to) => {
    const arrows = step.reads.flatMap(({ cell, value }): Arrow[] => {
      const from = written.get(cell);
      if (from === undefined || steps[from]!.agent === step.agent) return [];
      return [{ from, to, text: `${cell} = ${shown(value)}`, kind: 'value' }];
    });
    for (const { cell } of step.writes) written.set(cell, to);
    return arrows;
  });
}

/** From a wake-up to the next step of the woken. */
function wakeArrows(steps: readonly StepRecord[]): Arrow[] {
  return steps.flatMap(({ kind, operation }, from): Arrow[] => {
    const woken = kind === 'unpark' || kind === 'spawn' ? /^\w+ (\S+)/.exec(operation)?.[1] : undefined;
    const to = woken === undefined ? -1 : steps.findIndex(({ agent }, at) => at > from && agent === woken);
    return to < 0 ? [] : [{ from, to, text: operation, kind: 'wake' }];
  });
}
