// Is a type that of a program: an iterable of what the engine performs? In doubt (an iterable of anything) it is none.

import type TS from 'typescript';
import { ts } from '../compiler.js';
import { isEngine } from './scope.js';

const iterables = new Set('Generator Iterable IterableIterator Iterator IteratorObject'.split(' '));

/** isProgramType is true of `Program<R>` and of what a generator function of operations returns. */
export function isProgramType(type: TS.Type, checker: TS.TypeChecker): boolean {
  if (type.isUnion()) return type.types.some((part) => isProgramType(part, checker));
  const { symbol } = type;
  if (!symbol || !iterables.has(symbol.name) || !isReference(type)) return false;
  const [yielded] = checker.getTypeArguments(type);
  return yielded !== undefined && isPerformed(yielded);
}

/** isIterator is true of what has a place that moves on: a generator, or what lists, maps and texts give. */
export function isIterator({ symbol }: TS.Type): boolean {
  return symbol !== undefined && /^(Generator|IterableIterator|Iterator|IteratorObject|\w+Iterator)$/.test(symbol.name);
}

/** isListOfPrograms is true of `Program[]`. */
export function isListOfPrograms(type: TS.Type, checker: TS.TypeChecker): boolean {
  return (
    checker.isArrayType(type) &&
    isReference(type) &&
    checker.getTypeArguments(type).some((each) => isProgramType(each, checker))
  );
}

/** isPerformed is true of what the engine declares: an operation, an event, a loop. */
export function isPerformed(yielded: TS.Type): boolean {
  const parts = yielded.isUnion() ? yielded.types : [yielded];
  return parts.some(({ symbol }) => symbol?.declarations?.some(isEngine) ?? false);
}

/** isReference: a type with arguments. */
export function isReference(type: TS.Type): type is TS.TypeReference {
  return ((type as TS.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}
