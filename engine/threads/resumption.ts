// Resumptions: what a position of a frame is given to go on: the result of an operation, or of a finished scope or loop.

import { codedError, isStackOver, QuiesceError } from '../program/errors.js';
import { Thrown } from '../program/thrown.js';
import { canonical, deepFreeze, type Value } from '../program/value.js';

export type Resumption =
  | { readonly kind: 'returned'; readonly value: Value }
  | { readonly kind: 'threw'; readonly data: Value };

/** returned wraps a result; it must be plain data (QSC503). */
export function returned(value: unknown): Resumption {
  canonical(value);
  return { kind: 'returned', value: deepFreeze(value) as Value };
}

/** threw wraps an exception as plain data; errors of the toolkit pass through. */
export function threw(error: unknown): Resumption {
  if (error instanceof QuiesceError) throw error;
  if (isStackOver(error)) throw codedError(error);
  return { kind: 'threw', data: deepFreeze(thrownData(error)) };
}

function thrownData(error: unknown): Value {
  if (error instanceof Thrown) return error.data;
  if (error instanceof Error) return { name: error.name, message: error.message };
  canonical(error);
  return error as Value;
}

/** resumptionKey is the text by which resumptions are compared. */
export function resumptionKey(resumption: Resumption): string {
  return resumption.kind === 'returned' ? `=${canonical(resumption.value)}` : `!${canonical(resumption.data)}`;
}

/** resume gives the resumption to a generator. */
export function resume(
  generator: Required<Iterator<unknown, unknown, unknown>>,
  resumption: Resumption,
): IteratorResult<unknown> {
  return resumption.kind === 'returned'
    ? generator.next(resumption.value)
    : generator.throw(new Thrown(resumption.data));
}
