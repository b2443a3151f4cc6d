// What a protocol stack means when nothing is concurrent. It may turn a SYN away: the network loses packets too, and clients
// try again. It may not lose a connection, or a sequence number, or give one twice.

import type { Value } from '../../../engine/program/index.js';
import type { Effect, SequentialSpecification } from '../../specification.js';

/** By connection: 'half open', or the next sequence number. */
export type Connections = { readonly [connection: string]: number | 'half open' };

/** How many half-open connections the filter allows. */
export const halfOpenMax = 1;

/** stepOf is what a stack does that allows so many half-open connections. */
export function stepOf(
  state: Connections,
  method: string,
  connection: string,
  allowed: number,
): { readonly state: Connections; readonly result: Value } {
  const at = state[connection];
  if (method === 'syn') {
    const halfOpen = Object.values(state).filter((each) => each === 'half open').length;
    if (at !== undefined || halfOpen >= allowed) return { state, result: 'dropped' };
    return { state: { ...state, [connection]: 'half open' }, result: 'half open' };
  }
  if (method === 'establish')
    return at === 'half open'
      ? { state: { ...state, [connection]: 0 }, result: 'established' }
      : { state, result: 'reset' };
  if (method === 'send')
    return typeof at === 'number'
      ? { state: { ...state, [connection]: at + 1 }, result: at }
      : { state, result: 'reset' };
  throw new RangeError(`a stack has no method ${method}`);
}

function apply(state: Connections, method: string, args: Value): Effect<Connections> | readonly Effect<Connections>[] {
  const taken = stepOf(state, method, args as string, Number.POSITIVE_INFINITY);
  return method === 'syn' ? [taken, { state, result: 'dropped' }] : taken;
}

export const stackSpecification: SequentialSpecification<Connections> = Object.freeze({
  initial: {},
  exceptions: 'asApplied' as const,
  apply,
});
