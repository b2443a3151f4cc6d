// What a file system means when nothing is concurrent: a file holds what was written to it last.

import type { Value } from '../../../engine/program/index.js';
import type { Effect, SequentialSpecification } from '../../specification.js';

export type Contents = { readonly [file: string]: string };
export type Write = readonly [file: string, text: string];

/** The numbers of the operations. */
export const operations = Object.freeze({ read: 0, write: 1 });

export function written(contents: Contents, [file, text]: Write): Contents {
  return { ...contents, [file]: text };
}

/** contentsOf is what a log of writes comes to. */
export function contentsOf(log: readonly Write[]): Contents {
  return log.reduce(written, {});
}

function apply(state: Contents, _method: string, args: Value): Effect<Contents> {
  const [operation, operands] = args as readonly [number, Value];
  if (operation === operations.read) return { state, result: state[operands as string] ?? null };
  return { state: written(state, operands as Write), result: null };
}

export const fileSpecification: SequentialSpecification<Contents> = Object.freeze({
  initial: {},
  exceptions: 'asApplied' as const,
  apply,
});
