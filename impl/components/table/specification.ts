// What a table means when nothing is concurrent: keys to values, each put takes the place of the one before.

import type { Value } from '../../../engine/program/index.js';
import type { Effect, SequentialSpecification } from '../../specification.js';

/** Entries in the order of their keys. */
export type Entries = readonly (readonly [key: number, value: number])[];

function apply(state: Entries, method: string, args: Value): Effect<Entries> {
  if (method === 'put') return { state: withEntry(state, args as readonly [number, number]), result: null };
  if (method === 'get') return { state, result: valueIn(state, args as number) };
  throw new RangeError(`a table has no method ${method}`);
}

/** valueIn is what the entries hold under the key; null for nothing. */
export function valueIn(entries: Entries, key: number): number | null {
  return entries.find(([each]) => each === key)?.[1] ?? null;
}

/** withEntry gives the entries with this one, in the order of their keys. */
export function withEntry(entries: Entries, [key, value]: readonly [number, number]): Entries {
  const others = entries.filter(([each]) => each !== key);
  return [...others, [key, value] as const].sort(([a], [b]) => a - b);
}

export const tableSpecification: SequentialSpecification<Entries> = Object.freeze({
  initial: [],
  exceptions: 'asApplied' as const,
  apply,
});
