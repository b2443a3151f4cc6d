// Segments: what a frame's generator does between one resumption and its next yield. A segment is run from a fresh
// generator that is given the recorded resumptions, so nothing but arguments and resumptions can influence it; it is run
// twice, and the two must agree (DESIGN, section 1, isolation).

import { isOperationKind, operationText } from '../operations/table.js';
import { QuiesceError } from '../program/errors.js';
import { type Annotation, eventsIn } from '../program/event.js';
import type { NestedBody, Nesting } from '../program/nesting.js';
import { enter, leave } from '../program/nowRunning.js';
import type { Operation, Yielded } from '../program/operation.js';
import { receive, whileMaking } from '../program/performable.js';
import { takeSource, wantSource, whileTracing } from '../program/source.js';
import type { Self } from '../program/thread.js';
import { canonical, deepFreeze } from '../program/value.js';
import { argumentKey } from './argumentKey.js';
import { type Resumption, resume, threw } from './resumption.js';

/** Annotations in a row without an operation; more is taken for an endless loop. */
const annotationsMax = 10_000;

export type SegmentEnd =
  | { readonly kind: 'operation'; readonly operation: Operation; readonly source: string | undefined }
  | { readonly kind: 'nesting'; readonly nesting: Nesting; readonly source: string | undefined }
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly resumption: Resumption };

/** What a generator does up to its next operation, nesting or end. */
export interface Deed {
  readonly annotations: readonly Annotation[];
  /** Where each annotation is said, where that was asked for. */
  readonly sources: readonly (string | undefined)[];
  readonly end: SegmentEnd;
}

export interface Segment extends Deed {
  /** Compares segments: everything the segment does, in words. */
  readonly text: string;
}

/** A frame's code: what a fresh generator is made from. */
export interface Code {
  readonly body: NestedBody;
  readonly args: unknown;
  readonly self: Self;
}

/** One step of a frame's past: what it did, and what it was given for it. */
export interface Past {
  readonly text: string;
  readonly resumption: Resumption;
}

/** runSegment runs `code` through its past and returns what it does next. Throws QSC211 when two runs differ. */
export function runSegment(code: Code, past: readonly Past[]): Segment {
  if (past.length > pastMax)
    throw new QuiesceError('QSC508', `${code.self.name}, ${code.body.name}: more than ${pastMax} results in one frame`);
  const first = runOnce(code, past, true);
  const second = runOnce(code, past, false);
  if (first.text !== second.text) throw nondeterministic(code, past.length, first.text, second.text);
  return first;
}

/** Results given to one frame; more is taken for a loop without end that should be a loop(locals, body). */
const pastMax = 2_000;

function runOnce(code: Code, past: readonly Past[], withSource: boolean): Segment {
  const { result: segment, forgotten } = whileMaking(() => runThrough(code, past, withSource));
  const isOver = segment.end.kind === 'returned' || segment.end.kind === 'threw';
  if (isOver && forgotten().length > 0) throw neverPerformed(code, past);
  return segment;
}

/** Runs once more with the place of all that is made: what the frame made and never performed is named by its line. */
function neverPerformed(code: Code, past: readonly Past[]): QuiesceError {
  const { forgotten } = whileTracing(() => whileMaking(() => runThrough(code, past, false)));
  const { text, source } = forgotten()[0]!;
  const place = source === undefined ? '' : `, made at ${source}`;
  return new QuiesceError('QSC512', `${code.self.name}, ${code.body.name || 'its program'}: ${text}${place}`);
}

function runThrough(code: Code, past: readonly Past[], withSource: boolean): Segment {
  const generator = running(code.body, code.args, code.self);
  let deed = advance(generator, undefined, code, withSource && past.length === 0);
  past.forEach(({ text, resumption }, index) => {
    const again = deedText(deed);
    if (again !== text) throw nondeterministic(code, index, text, again);
    deed = advance(generator, resumption, code, withSource && index === past.length - 1);
  });
  return { ...deed, text: deedText(deed) };
}

/** running begins a body: what iterates is a generator of the user's, or something of the language itself. */
export function running(body: NestedBody, args: unknown, self: Self): Running {
  const program = entered(self, () => body(args, self)) as Partial<ReturnType<NestedBody>> | undefined;
  if (typeof program?.[Symbol.iterator] !== 'function')
    throw new QuiesceError('QSC507', `${self.name}: the body is not a generator function`);
  return program[Symbol.iterator]!() as Running;
}

/** The iterator of a body. */
export type Running = Required<Iterator<unknown, unknown, unknown>>;

/** advance gives a generator an resumption (none at the start) and runs it to its next operation, nesting or end. */
export function advance(
  generator: Running,
  resumption: Resumption | undefined,
  { self }: { readonly self: Self },
  withSource: boolean,
): Deed {
  const annotations: Annotation[] = [];
  const sources: (string | undefined)[] = [];
  const deed = (end: SegmentEnd): Deed => ({ annotations, sources, end });
  let given = resumption;
  for (;;) {
    const item = attempted(() => next(generator, given, self, withSource));
    if (item instanceof Exception) return deed({ kind: 'threw', resumption: threw(item.thrown) });
    if (item.done) return deed({ kind: 'returned', value: item.value });
    receive(item.value);
    if (kindOfYield(item.value) !== 'annotation') return deed(endOf(item.value, self));
    annotations.push(checkedAnnotation(item.value as Annotation, self));
    sources.push(withSource ? takeSource() : undefined);
    if (annotations.length > annotationsMax)
      throw new QuiesceError('QSC508', `${self.name}: ${annotationsMax} events without an operation`);
    given = { kind: 'returned', value: undefined };
  }
}

/** What a program threw: its own exception, not one of the engine's reading of what it yielded. */
class Exception {
  readonly thrown: unknown;
  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

function attempted<T>(run: () => T): T | Exception {
  try {
    return run();
  } catch (error) {
    return new Exception(error);
  }
}

/** Freezes what is said: a later write to the same object must not change what monitors are told. */
function checkedAnnotation(annotation: Annotation, self: Self): Annotation {
  if (annotation.kind !== 'at' && eventsIn(annotation).some(({ name }) => name === 'failed'))
    throw new QuiesceError('QSC510', `${self.name} says "failed"`);
  for (const { data } of eventsIn(annotation)) canonical(data);
  return deepFreeze(annotation);
}

function next(generator: Running, resumption: Resumption | undefined, self: Self, withSource: boolean) {
  if (withSource) wantSource();
  return entered(self, () => (resumption === undefined ? generator.next() : resume(generator, resumption)));
}

/** Says whose program is being run while it is. */
function entered<T>({ name }: Self, run: () => T): T {
  const around = enter(`thread ${name}`);
  try {
    return run();
  } finally {
    leave(around);
  }
}

function endOf(yielded: unknown, self: Self): SegmentEnd {
  switch (kindOfYield(yielded)) {
    case 'operation':
      return { kind: 'operation', operation: checkedOperation(yielded as Operation, self), source: takeSource() };
    case 'nesting':
      return { kind: 'nesting', nesting: yielded as Nesting, source: takeSource() };
    default:
      throw new QuiesceError('QSC507', `${self.name} yields ${shown(yielded)}`);
  }
}

function checkedOperation(operation: Operation, self: Self): Operation {
  const lacksCell = 'cell' in operation && operation.cell?.kind !== 'cell';
  const lacksThread = 'thread' in operation && typeof operation.thread !== 'string';
  if (lacksCell || lacksThread)
    throw new QuiesceError('QSC507', `${self.name}: ${operation.kind} of ${lacksCell ? 'no cell' : 'no thread'}`);
  return operation;
}

function shown(value: unknown): string {
  try {
    return argumentKey(value);
  } catch {
    return String(value);
  }
}

function deedText({ annotations, end }: Deed): string {
  return `${annotations.map(annotationText).join('; ')} | ${endText(end)}`;
}

/** annotationText says what an annotation says: equal texts, equal annotations. */
export function annotationText(annotation: Annotation): string {
  const events = eventsIn(annotation).map(({ name, data }) => `${name} ${canonical(data)}`);
  return `${annotation.kind} ${events.join(' + ')}`;
}

function endText(end: SegmentEnd): string {
  switch (end.kind) {
    case 'operation':
      return operationText(end.operation);
    case 'nesting':
      return `${end.nesting.kind} ${argumentKey(end.nesting.body)} ${argumentKey(end.nesting.args)}`;
    case 'returned':
      return `return ${argumentKey(end.value)}`;
    case 'threw':
      return `throw ${canonical(end.resumption.kind === 'threw' ? end.resumption.data : null)}`;
  }
}

/** Functions are told apart by numbers that mean nothing outside this process. */
function withoutIds(text: string): string {
  return text.replace(/function#\d+/g, 'function');
}

function nondeterministic(code: Code, step: number, first: string, second: string): QuiesceError {
  return new QuiesceError(
    'QSC211',
    `thread ${code.self.name}, ${code.body.name || 'its program'}, after ${step} results: once "${withoutIds(first)}", once "${withoutIds(second)}"`,
  );
}

/** Whether a yielded value is an operation, an annotation, a nesting, or nothing of ours. */
function kindOfYield(yielded: unknown): 'operation' | 'annotation' | 'nesting' | 'foreign' {
  if (typeof yielded !== 'object' || yielded === null || !('kind' in yielded)) return 'foreign';
  const { kind } = yielded as Yielded;
  if (typeof kind !== 'string') return 'foreign';
  if (isOperationKind(kind)) return 'operation';
  if (kind === 'begins' || kind === 'happened' || kind === 'at') return 'annotation';
  return kind === 'scope' || kind === 'loop' || kind === 'atomic' ? 'nesting' : 'foreign';
}
