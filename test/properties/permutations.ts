// The definition of linearizability, word for word, and nothing clever: try every order of every choice of completed
// and pending calls that respects real time. It shares no code with the checker, and is good for half a dozen calls.

import { canonical, type Value } from '../../engine/program/value.js';
import type { SequentialSpecification } from '../../impl/specification.js';

export interface CallRecord {
  readonly name: string;
  readonly method: string;
  readonly args: Value;
  readonly from: number;
  /** Infinity: pending. */
  readonly to: number;
  readonly ended?: { readonly result: Value } | { readonly threw: Value };
}

/** explains tells whether some order of the calls explains what they returned. */
export function explains(specification: SequentialSpecification, calls: readonly CallRecord[]): boolean {
  return orders(calls).some((order) => allowed(specification, specification.initial, order));
}

/** All orders of all subsets that hold every completed call and respect real time. */
function orders(calls: readonly CallRecord[]): CallRecord[][] {
  const complete = calls.every(mayVanish) ? [[]] : [];
  const first = calls.filter((each) => calls.every((other) => other.to > each.from || mayVanish(other)));
  return [...complete, ...first.flatMap((each) => ordersFrom(each, calls))];
}

function ordersFrom(first: CallRecord, calls: readonly CallRecord[]): CallRecord[][] {
  // Whatever ended before the first call began, and is not in the order by now, has vanished for good.
  const rest = calls.filter((other) => other !== first && other.to > first.from);
  return orders(rest).map((order) => [first, ...order]);
}

/** A call that never returned, or that failed, may have had no effect at all. */
function mayVanish(call: CallRecord): boolean {
  return call.to === Number.POSITIVE_INFINITY || (call.ended !== undefined && 'threw' in call.ended);
}

function allowed(specification: SequentialSpecification, state: Value, order: readonly CallRecord[]): boolean {
  const [first, ...rest] = order;
  if (!first) return true;
  const outcomes = [specification.apply(state, first.method, first.args)].flat();
  return outcomes.some((outcome) => {
    const { state: next, ...ended } = outcome;
    const fits = mayVanish(first) || canonical(ended) === canonical(first.ended);
    return fits && allowed(specification, next, rest);
  });
}
