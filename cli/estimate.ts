// How large a search will be and how long it still takes, from how it has grown so far. An extrapolation, no bound: the
// queue of a breadth-first search rises and falls, and is taken for a parabola over the states that are expanded. With
// q(e) = a·e·(1 − e/E) the growth k = (dq/de)·(e/q) tells the whole, E = e·(2 − k)/(1 − k), long before the queue falls.
// How much the estimates since the half of it differ is given with each: an estimate that wanders is not to be believed.

import type { Progress } from '../engine/search/options.js';

/** What is expected of a search, as far as can be told. */
export interface Estimated {
  /** States, or executions that are sampled. */
  readonly states: number;
  readonly secondsLeft: number;
  /** How much earlier estimates differ from this one, at most, as a part of it. */
  readonly error: number;
}

interface Seen {
  readonly expanded: number;
  readonly queue: number;
  readonly elapsedMs: number;
  /** The whole, as it was estimated then. */
  readonly whole?: number;
}

/** A growth is measured over this part of what is expanded: shorter, and levels of the search show in it. */
const part = 0.15;
/** Estimates that there must have been. */
const leastEstimates = 3;
/** An error from which nothing is said. */
const errorMost = 0.5;

export class Estimate {
  #seen: readonly Seen[] = [];

  /** note takes a report of the search. */
  note({ states, queue, elapsedMs }: Progress): void {
    const now = { expanded: states - queue, queue, elapsedMs };
    const whole = wholeOf(now, this.#seen);
    const kept = this.#seen.filter(({ expanded }) => expanded * 3 >= now.expanded);
    this.#seen = [...kept, whole === undefined ? now : { ...now, whole }];
  }

  /** now says what is expected, or undefined where that is a guess. */
  now(): Estimated | undefined {
    const last = this.#seen.at(-1);
    if (last?.whole === undefined) return undefined;
    const { whole } = last;
    const recent = this.#seen.filter(({ expanded }) => expanded * 2 >= last.expanded);
    const wholes = recent.flatMap((seen) => seen.whole ?? []);
    const error = Math.max(...wholes.map((other) => Math.abs(other - whole) / whole));
    if (wholes.length < leastEstimates || error > errorMost) return undefined;
    return { states: whole, secondsLeft: secondsFor(whole - last.expanded, last, recent[0]!), error };
  }
}

/** sampleEstimate is for executions that are sampled: how many there will be is known. */
export function sampleEstimate({ states, queue, elapsedMs }: Progress): Estimated | undefined {
  if (states === 0) return undefined;
  return { states: states + queue, secondsLeft: ((elapsedMs / states) * queue) / 1000, error: 0 };
}

function wholeOf({ expanded, queue }: Seen, seen: readonly Seen[]): number | undefined {
  const before = seen.findLast((earlier) => earlier.expanded <= expanded * (1 - part));
  if (!before || queue === 0) return undefined;
  const growth = ((queue - before.queue) / (expanded - before.expanded)) * (expanded / queue);
  const whole = (expanded * (2 - growth)) / (1 - growth);
  return growth < 1 ? Math.max(Math.round(whole), expanded + queue) : undefined;
}

/** At the rate of late: the first states come slowly, while programs are compiled. */
function secondsFor(expansions: number, last: Seen, before: Seen): number {
  const rate = (last.expanded - before.expanded) / (last.elapsedMs - before.elapsedMs);
  return expansions / rate / 1000;
}
