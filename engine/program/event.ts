// Events and labels: what a program says about itself. They are not steps; they ride on steps.
// An event rides on the step that makes it true: `begins` on the first step after it, `happened` on the step before.
// A return that rode on a later step, or an invocation that rode on an earlier one, would hide precedences between calls.

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

export type Annotation =
  | { readonly kind: 'begins'; readonly name: string; readonly data: Data; readonly span?: true }
  | { readonly kind: 'happened'; readonly name: string; readonly data: Data; readonly span?: true }
  | { readonly kind: 'at'; readonly name: string; readonly data: Data };

function said(annotation: Annotation): Program<void> {
  return new Performable(annotation, () => undefined);
}

/** begins announces an event that becomes true with the thread's next step: an invocation, an entry. Not a step. */
export function begins(name: string, data: Data = {}): Program<void> {
  return said({ kind: 'begins', name, data });
}

/** happened announces an event that the thread's last step made true: a return, a free. Not a step. */
export function happened(name: string, data: Data = {}): Program<void> {
  return said({ kind: 'happened', name, data });
}

/** opens is begins for an event that opens a span, such as an invocation. See closes. */
export function opens(name: string, data: Data = {}): Program<void> {
  return said({ kind: 'begins', name, data, span: true });
}

/**
 * closes is happened for an event that closes a span, such as a return. An opening and a closing never ride on one
 * step: where a span holds a single operation, the thread takes a pause step of its own before the closing.
 */
export function closes(name: string, data: Data = {}): Program<void> {
  return said({ kind: 'happened', name, data, span: true });
}

/** at labels the thread from here on; a scope or loop gives the label back as it found it. Not a step. */
export function at(name: string, data: Data = {}): Program<void> {
  return said({ kind: 'at', name, data });
}
