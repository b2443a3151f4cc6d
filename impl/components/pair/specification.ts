// What a member of a pair means when nothing is concurrent: it knows how often it has been visited.
// A visit's own effect is one; the visits that it makes elsewhere are calls of their own.

import type { Effect, SequentialSpecification } from '../../specification.js';

function apply(state: number, method: string): Effect<number> {
  if (method === 'visit' || method === 'visitTwice') return { state: state + 1, result: null };
  if (method === 'read') return { state, result: state };
  throw new RangeError(`a member of a pair has no method ${method}`);
}

export const pairSpecification: SequentialSpecification<number> = Object.freeze({
  initial: 0,
  exceptions: 'asApplied' as const,
  apply,
});
