// Events and labels: what a program says about itself. They are not steps; they ride on steps.
// An event rides on the step that makes it true: `begins` on the first step after it, `happened` on the step before.
// A return that rode on a later step, or an invocation that rode on an earlier one, would hide precedences between calls.
// Of two events on one step nobody sees what is between them: see riding.ts for which may share one.

import { QuiesceError } from './errors.js';
import { isRecord, listGiven } from './given.js';
import type { Program } from './operation.js';
import { Performable } from './performable.js';
import type { Data } from './value.js';

/** What monitors see: a name, plain data, and the thread that said it. */
export interface Event<D extends Data = Data> {
  readonly name: string;
  readonly thread: string;
  readonly data: D;
}

/** Where a thread is, in words of its own: kept on the position, seen by predicates and abstractions. */
export interface Label<D extends Data = Data> {
  readonly name: string;
  readonly data: D;
}

/** An event before it is known who says it. */
export interface Said {
  readonly name: string;
  readonly data?: Data;
}

export type Annotation =
  | ({ readonly kind: 'begins' } & Announcement)
  | ({ readonly kind: 'happened' } & Announcement)
  | { readonly kind: 'at'; readonly name: string; readonly data: Data };

interface Announcement {
  readonly name: string;
  readonly data: Data;
  readonly span?: true;
  /** The other events of its batch. */
  readonly together?: readonly Required<Said>[];
}

function said(annotation: Annotation): Program<void> {
  return new Performable(annotation, () => undefined);
}

/**
 * begins announces an event that becomes true with the thread's next step: an invocation, an entry. Not a step.
 * One plain event rides on a step to begin with it, and one that has happened by it: the order of two would be hidden
 * from everybody (QSC513). Two that are one matter are a batch: see beginsTogether.
 */
export function begins(name: string, data: Data = {}): Program<void> {
  return said({ kind: 'begins', name, data });
}

/** happened announces an event that the thread's last step made true: a return, a free. Not a step. */
export function happened(name: string, data: Data = {}): Program<void> {
  return said({ kind: 'happened', name, data });
}

/** beginsTogether announces several events that become true with the thread's next step, as one batch. See happenedTogether. */
export function beginsTogether(events: readonly Said[]): Program<void> {
  return said({ kind: 'begins', ...batchOf(events) });
}

/**
 * happenedTogether announces several events that the thread's last step made true, all at once: a batch. They are a set:
 * monitors are told them one by one, in the order given and in every other, and have to answer alike (QSC514). Not a step.
 *
 * @example
 * yield* acquire(lock, { name: 'example', slot: 0, processor: 0 });
 * yield* happenedTogether([{ name: 'taken' }, { name: 'counted', data: { holders: 1 } }]);
 * yield* release(lock);
 */
export function happenedTogether(events: readonly Said[]): Program<void> {
  return said({ kind: 'happened', ...batchOf(events) });
}

function batchOf(events: readonly Said[]): Announcement {
  listGiven('QSC507', 'a list of events', events, isRecord);
  const [first, ...together] = events.map(({ name, data = {} }) => ({ name, data }));
  if (!first) throw new QuiesceError('QSC507', 'a batch of no events');
  return together.length === 0 ? first : { ...first, together };
}

/** eventsIn lists what an annotation says: one event, or those of a batch. */
export function eventsIn(annotation: Announcement): readonly Required<Said>[] {
  const { name, data, together = [] } = annotation;
  return [{ name, data }, ...together];
}

/** opens is begins for an event that opens a span, such as an invocation. See closes. */
export function opens(name: string, data: Data = {}): Program<void> {
  return said({ kind: 'begins', name, data, span: true });
}

/**
 * closes is happened for an event that closes a span, such as a return. An opening and a closing never ride on one
 * step: where a span holds a single operation, the thread takes a pause step of its own before the closing. Several may
 * open on one step, and several close, as calls within calls do: an opening is told as late as it can be, a closing as
 * early, so that no precedence is hidden; and whatever opens is seen open by others before it closes.
 */
export function closes(name: string, data: Data = {}): Program<void> {
  return said({ kind: 'happened', name, data, span: true });
}

/** at labels the thread from here on; a scope or loop gives the label back as it found it. Not a step. */
export function at(name: string, data: Data = {}): Program<void> {
  return said({ kind: 'at', name, data });
}
