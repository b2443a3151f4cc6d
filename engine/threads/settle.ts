// Settling: from a position to the next operation, through the ends and entries of frames on the way.
// Nothing here is a step: scopes and loops cost none.

import { QuiesceError } from '../program/errors.js';
import type { Annotation, Label } from '../program/event.js';
import type { Nesting } from '../program/nesting.js';
import type { Operation } from '../program/operation.js';
import type { Self } from '../program/thread.js';
import { type Frame, labelsAlong, type Position } from './frame.js';
import { type Resumption, returned } from './resumption.js';
import type { SegmentEnd } from './segment.js';

/** Frames entered or left without an operation; more is taken for endless nesting. */
const hopsMax = 10_000;

/** Where a thread comes to rest: at an operation, or at its end. */
export interface Rest {
  readonly position: Position;
  readonly annotations: readonly Annotation[];
  /** Where each annotation is said. */
  readonly sources: readonly (string | undefined)[];
  /** The label in force after each annotation. */
  readonly labels: readonly (Label | undefined)[];
  readonly label: Label | undefined;
  /** Whether it is in the atomic section that it comes from, without having left it: then the step goes on. */
  readonly goesOn: boolean;
  readonly end:
    | { readonly kind: 'operation'; readonly operation: Operation; readonly source: string | undefined }
    | { readonly kind: 'finished' }
    | { readonly kind: 'failed'; readonly message: string };
}

/** settle follows a position to its rest. Throws QSC501 for an iteration without an operation, QSC508 for no end. */
export function settle(start: Position, self: Self): Rest {
  const annotations: Annotation[] = [];
  const sources: (string | undefined)[] = [];
  const labels: (Label | undefined)[] = [];
  const iterations = new Set<Frame>();
  const { section } = start.frame;
  let position: Position | undefined = start;
  let goesOn = section !== undefined;
  for (let hops = 0; hops < hopsMax; hops++) {
    goesOn &&= position.frame.section === section;
    annotations.push(...position.segment.annotations);
    sources.push(...position.segment.sources);
    labels.push(...labelsAlong(position.segment, position.labelBefore));
    const end: SegmentEnd = position.segment.end;
    if (end.kind === 'operation') {
      return {
        position,
        annotations,
        sources,
        labels,
        label: position.label,
        goesOn,
        end: { ...end, source: end.source ?? sourceAround(position) },
      };
    }
    const onward: Position | undefined =
      end.kind === 'nesting' ? enter(position, end.nesting, self, iterations) : leave(position, self, iterations);
    if (!onward)
      return {
        ...{ position, annotations, sources, labels, label: position.label },
        ...{ goesOn: false, end: endOfThread(position) },
      };
    position = onward;
  }
  throw new QuiesceError('QSC508', `${self.name}: ${hopsMax} scopes or loops without an operation`);
}

/** Where the nearest loop or scope around a position stands, for operations inside the language's own loops. */
function sourceAround(position: Position): string | undefined {
  for (let at = position.frame.caller; at; at = at.frame.caller) {
    const { end } = at.segment;
    if (end.kind === 'nesting' && end.source) return end.source;
  }
  return undefined;
}

function enter(position: Position, nesting: Nesting, self: Self, iterations: Set<Frame>): Position {
  const entry = position.enter(nesting.kind, { body: nesting.body, args: nesting.args, self });
  if (nesting.kind === 'loop') iterations.add(entry.frame);
  return entry;
}

/** The frame is over: its resumption goes to the frame around it, or a loop goes round. */
function leave(position: Position, self: Self, iterations: Set<Frame>): Position | undefined {
  const { frame } = position;
  if (!frame.caller) return undefined;
  const resumption = outcomeOf(position);
  if (frame.kind !== 'loop' || resumption.kind === 'threw') return frame.caller.after(resumption);
  const turn = turnOf(position, self);
  if (turn.turn === 'done') return frame.caller.after(returned(turn.result));
  if (iterations.has(frame)) throw new QuiesceError('QSC501', `${self.name}, loop body ${frame.code.body.name}`);
  const again = frame.caller.enter('loop', { ...frame.code, args: turn.locals });
  iterations.add(again.frame);
  return again;
}

function outcomeOf(position: Position): Resumption {
  const { end } = position.segment;
  if (end.kind === 'threw') return end.resumption;
  if (end.kind !== 'returned') throw new QuiesceError('QSC901', `a frame left at ${end.kind}`);
  return position.frame.kind === 'loop' ? { kind: 'returned', value: undefined } : returned(end.value);
}

function turnOf(
  position: Position,
  self: Self,
): { turn: 'again'; locals: unknown } | { turn: 'done'; result: unknown } {
  const { end } = position.segment;
  const value = end.kind === 'returned' ? end.value : undefined;
  if (typeof value === 'object' && value !== null && 'turn' in value) return value as never;
  throw new QuiesceError(
    'QSC507',
    `${self.name}, loop body ${position.frame.code.body.name} returns neither again(...) nor done(...)`,
  );
}

function endOfThread(position: Position): Rest['end'] {
  const { end } = position.segment;
  if (end.kind !== 'threw') return { kind: 'finished' };
  const data = end.resumption.kind === 'threw' ? end.resumption.data : null;
  return { kind: 'failed', message: `uncaught exception ${JSON.stringify(data)}` };
}
