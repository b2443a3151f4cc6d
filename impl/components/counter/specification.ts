// What a counter means when nothing is concurrent: the one specification of the family.
// State: the number of increments so far. A nested call counts for itself, so a method's own effect is one at most.

import type { Value } from '../../../engine/program/index.js';
import type { Effect, SequentialSpecification } from '../../specification.js';

/** Methods that add one, and return nothing, whatever else they wait for or ask for. */
const adding: readonly string[] = [
  'increment',
  'incrementNested',
  'incrementNestedElsewhere',
  'incrementAfterSleep',
  'incrementAfterGate',
  'incrementAndOpenGate',
  'incrementLocked',
  'incrementAndDelegate',
  'incrementAndSwap',
  'incrementAndAwaitSwap',
];

function apply(state: number, method: string, modulo: number): Effect<number> {
  if (method === 'read') return { state, result: state };
  if (method === 'raise') return { state, threw: 'counter' };
  const next = (state + 1) % modulo;
  if (method === 'incrementAndRaise') return { state: next, threw: 'counter' };
  if (adding.includes(method)) return { state: next, result: null };
  throw new RangeError(`a counter has no method ${method}`);
}

/** countingTo is the specification of a counter that wraps at `modulo`. */
export function countingTo(modulo: number): SequentialSpecification<number> {
  return Object.freeze({
    initial: 0,
    exceptions: 'asApplied' as const,
    apply: (state: number, method: string, _args: Value) => apply(state, method, modulo),
  });
}

/** The specification of a counter that nobody increments more often than it can hold. */
export const counterSpecification: SequentialSpecification<number> = countingTo(2 ** 29);
