// A history of one object as a list of calls, and the smallest part of one that no order explains.
// A call may be left out only where nothing depends on it: without its return, so that it may take effect at any moment
// after its invocation or never, the rest is still not linearizable. So whatever the smallest history contradicts, the
// whole contradicts. What is left must be linearizable up to its last return: the call that is at fault stays at fault.
// And where some order that heeds no time explains the whole, one explains what is left: a value that comes out too early
// or too late is shown with the call that put it in.

import type { Event } from '../../engine/program/event.js';
import { canonical, type Value } from '../../engine/program/value.js';
import type { History, HistoryCall } from '../../engine/watch/history.js';
import type { EventData, Reference } from '../../impl/events.js';
import type { SequentialSpecification } from '../../impl/specification.js';
import { type Ended, initially, invoked, returned } from './candidates.js';

export interface MadeCall {
  readonly thread: string;
  readonly call: string;
  readonly method: string;
  readonly args: Value;
  readonly from: number;
  /** Infinity: it has not returned. */
  readonly to: number;
  readonly ended?: Ended;
}

/** Calls up to which all parts of a history are tried. Of longer ones, calls that change nothing are left out first. */
const triedWhole = 8;

/** States looked at to tell whether a call ever changes one; where there are more, it is taken to. */
const statesMax = 1000;

/** smallestHistory is the smallest part of what clients saw of the reference that is not linearizable, if it is not. */
export function smallestHistory(
  specification: SequentialSpecification,
  events: readonly Event[],
  ref: Reference,
): History | undefined {
  const calls = callsUntilFault(specification, callsOf(events, ref));
  if (!calls) return undefined;
  const kept = smallestPart(specification, calls);
  const moments = kept.flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b);
  return {
    object: ref,
    calls: kept.map((made) => recordOf(made, (moment) => moments.indexOf(moment))),
    leftOut: calls.length - kept.length,
    size: calls.length <= triedWhole ? 'smallest' : 'smallest found',
  };
}

/** callsOf lists the calls of a reference in the order of their invocations. Moments are positions among the events. */
export function callsOf(events: readonly Event[], ref: Reference): readonly MadeCall[] {
  const calls: MadeCall[] = [];
  for (const [moment, { name, thread, data }] of events.entries()) {
    if (data.ref !== ref) continue;
    if (name === 'invoke') {
      const { call, method, args } = data as unknown as EventData['invoke'];
      calls.push({ thread, call, method, args, from: moment, to: Number.POSITIVE_INFINITY });
    }
    if (name === 'return') {
      const ends = data as unknown as EventData['return'];
      const ended: Ended = 'threw' in ends ? { threw: ends.threw as Value } : { result: ends.result };
      const at = calls.findIndex((made) => made.call === ends.call && made.to === Number.POSITIVE_INFINITY);
      if (at >= 0) calls[at] = { ...calls[at]!, to: moment, ended };
    }
  }
  return calls;
}

/** isExplained tells whether some order of the calls explains what they returned. */
export function isExplained(specification: SequentialSpecification, calls: readonly MadeCall[]): boolean {
  const moments = calls.flatMap((made, index) => {
    const begins = { at: made.from, made, key: String(index), ends: false };
    return made.ended ? [begins, { at: made.to, made, key: String(index), ends: true }] : [begins];
  });
  let candidates = initially(specification);
  for (const { made, key, ends } of moments.sort((a, b) => a.at - b.at)) {
    if (ends) candidates = returned(specification, candidates, key, made.ended!);
    else candidates = invoked(candidates, key, { method: made.method, args: made.args });
  }
  return candidates.possible.length > 0;
}

/** The calls up to the first return that no order explains; that call is the last to return. */
function callsUntilFault(
  specification: SequentialSpecification,
  calls: readonly MadeCall[],
): readonly MadeCall[] | undefined {
  const returns = calls.filter(({ ended }) => ended).map(({ to }) => to);
  const fault = returns.sort((a, b) => a - b).find((moment) => !isExplained(specification, until(calls, moment)));
  return fault === undefined ? undefined : until(calls, fault);
}

function until(calls: readonly MadeCall[], moment: number): readonly MadeCall[] {
  return calls.filter(({ from }) => from <= moment).map((made) => (made.to <= moment ? made : pending(made)));
}

function pending({ ended: _, ...made }: MadeCall): MadeCall {
  return { ...made, to: Number.POSITIVE_INFINITY };
}

function smallestPart(specification: SequentialSpecification, calls: readonly MadeCall[]): readonly MadeCall[] {
  const returns = calls.map(({ to }) => (to === Number.POSITIVE_INFINITY ? -1 : to));
  const fault = calls[returns.indexOf(Math.max(...returns))]!;
  const changing = changingCalls(specification, calls);
  const tells = (kept: readonly MadeCall[]) => isTold({ specification, calls, changing, kept, fault });
  const rest = calls.length <= triedWhole ? calls : withoutSpare(calls, fault, changing, tells);
  if (rest.length > triedWhole) return rest;
  const untimely = isExplained(specification, rest.map(timeless));
  const isWhole = (kept: readonly MadeCall[]) => !untimely || isExplained(specification, kept.map(timeless));
  return partsOf(rest, fault).find((kept) => tells(kept) && isWhole(kept)) ?? rest;
}

/** The same call, at once with all others. */
function timeless(made: MadeCall): MadeCall {
  return { ...made, from: 0, to: made.ended ? 1 : Number.POSITIVE_INFINITY };
}

/** Leaves out calls that change nothing, one by one, as long as the rest tells. */
function withoutSpare(
  calls: readonly MadeCall[],
  fault: MadeCall,
  changing: ReadonlySet<MadeCall>,
  tells: (kept: readonly MadeCall[]) => boolean,
): readonly MadeCall[] {
  return calls.reduce((kept, made) => {
    if (made === fault || changing.has(made)) return kept;
    const fewer = kept.filter((each) => each !== made);
    return tells(fewer) ? fewer : kept;
  }, calls);
}

/** The calls that change some state that the calls can lead to; all of them where those states are too many. */
function changingCalls(specification: SequentialSpecification, calls: readonly MadeCall[]): ReadonlySet<MadeCall> {
  const states = new Map([[canonical(specification.initial), specification.initial]]);
  const changing = new Set<MadeCall>();
  for (const [text, state] of states) {
    if (states.size > statesMax) return new Set(calls);
    for (const made of calls) {
      for (const { state: next } of [specification.apply(state, made.method, made.args)].flat()) {
        const key = canonical(next);
        if (key !== text) changing.add(made);
        if (!states.has(key)) states.set(key, next);
      }
    }
  }
  return changing;
}

interface Telling {
  readonly specification: SequentialSpecification;
  readonly calls: readonly MadeCall[];
  readonly changing: ReadonlySet<MadeCall>;
  readonly kept: readonly MadeCall[];
  readonly fault: MadeCall;
}

/** Whether a part of the calls tells what is wrong with them all. A call that changes nothing explains nothing either. */
function isTold({ specification, calls, changing, kept, fault }: Telling): boolean {
  const before = kept.map((made) => (made === fault ? pending(made) : made));
  if (!isExplained(specification, before)) return false;
  const others = calls.flatMap((made) => (kept.includes(made) ? made : changing.has(made) ? pending(made) : []));
  return !isExplained(specification, others);
}

/** Every part that holds the fault, the smallest first. */
function partsOf(calls: readonly MadeCall[], fault: MadeCall): readonly (readonly MadeCall[])[] {
  const others = calls.filter((made) => made !== fault);
  const parts = Array.from({ length: 2 ** others.length }, (_, mask) =>
    calls.filter((made) => made === fault || (mask >>> others.indexOf(made)) & 1),
  );
  return parts.sort((a, b) => a.length - b.length);
}

function recordOf(made: MadeCall, rank: (moment: number) => number): HistoryCall {
  const { thread, call, method, args, ended } = made;
  const begun = { thread, call, method, args: args === null ? '' : canonical(args), from: rank(made.from) };
  if (!ended) return begun;
  return {
    ...begun,
    to: rank(made.to),
    ...('threw' in ended ? { threw: canonical(ended.threw) } : { result: canonical(ended.result) }),
  };
}
