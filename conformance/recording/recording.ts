// A recorded run of real code, whatever it was written in: its events, each with those that are known to have happened before
// it. Between two of which neither is known to be the first, any order is possible. What a recording saw of the state after an
// event stands beside it.

import { type Event, isRecord, QuiesceError, type Value } from '../../engine/program/index.js';

export interface Recorded {
  readonly event: Event;
  /** Its line in the recording, from 1; or the number of its state, of its span. */
  readonly line: number;
  /** Positions of events that happened before it; what they imply is left out. */
  readonly after: readonly number[];
  /** What was seen of the state after it: parts of the specification's state. */
  readonly seen?: unknown;
}

/** successorsOf are the events right after each, by positions. */
export function successorsOf(events: readonly Recorded[]): readonly (readonly number[])[] {
  const successors = events.map((): number[] => []);
  for (const [index, { after }] of events.entries()) for (const before of after) successors[before]!.push(index);
  return successors;
}

export interface Recording {
  readonly events: readonly Recorded[];
  /** The events are in one order, each after the one before. */
  readonly isTotal: boolean;
  /** What was seen of the state before all events. */
  readonly seenFirst?: unknown;
}

/** inOrder is a recording in which every event comes after the one before it. */
export function inOrder(events: readonly Omit<Recorded, 'after'>[], seenFirst?: unknown): Recording {
  const recorded = events.map((each, index) => ({ ...each, after: index === 0 ? [] : [index - 1] }));
  return { events: recorded, isTotal: true, ...(seenFirst === undefined ? {} : { seenFirst }) };
}

/** partlyOrdered is a recording whose events only come after those that they name. Throws QSC406 for a circle. */
export function partlyOrdered(events: readonly Recorded[]): Recording {
  const waiting = events.map(({ after }) => after.length);
  const successors = events.map((): number[] => []);
  for (const [index, { after }] of events.entries()) for (const before of after) successors[before]!.push(index);
  const ready = waiting.flatMap((count, index) => (count === 0 ? [index] : []));
  for (const index of ready) for (const each of successors[index]!) if (--waiting[each]! === 0) ready.push(each);
  const circled = events.find((_, index) => waiting[index]! > 0);
  if (circled) throw unreadable(`${circled.event.name} of line ${circled.line} comes after itself, in a circle`);
  return { events, isTotal: false };
}

/** unreadable is the error for a recording that cannot be read. */
export function unreadable(what: string, cause?: unknown): QuiesceError {
  return new QuiesceError('QSC406', what, cause === undefined ? {} : { cause });
}

/** parsedJson reads a text as JSON. Throws QSC406. */
export function parsedJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(`${where}: ${String(error)}`, error);
  }
}

/** recordOf takes something as a record. Throws QSC406. */
export function recordOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw unreadable(`${where} is no object`);
}

/** listOf takes something as a list; nothing is an empty one. Throws QSC406. */
export function listOf(value: unknown, where: string): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw unreadable(`${where} is no list`);
}

/** said is an event of a recording. */
export function said(name: string, thread: string, data: Readonly<Record<string, unknown>>): Event {
  return { name, thread, data: data as { readonly [datum: string]: Value } };
}

/** safeInteger is a number, or a text with one, that is exact. Throws QSC406. */
export function safeInteger(value: unknown): number {
  const number = typeof value === 'string' && !/^-?\d+$/.test(value) ? Number.NaN : Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw unreadable(`the number ${JSON.stringify(value)}`);
}
