// Shrinking a failing path in two directions, keeping the same property violated: fewer context switches, and fewer
// operations or threads. Candidates are executed strictly: a step that is not enabled makes the candidate invalid.
// It is a local search: the result is "shortest found", unless breadth-first search had already proved it shortest.

import { threadOf } from '../multiprocessor/via.js';

/** Executes a candidate; returns how many of its steps it takes to violate, or undefined when it does not. */
export type Violates = (vias: readonly number[]) => number | undefined;

/** Steps executed at most for all candidates; a shrink is a help for people, not a proof. */
const stepsMax = 1_000_000;

/** Context switches of a path: steps by another thread than the step before. */
export function switchesOf(vias: readonly number[]): number {
  return vias.filter((via, index) => index > 0 && threadOf(via) !== threadOf(vias[index - 1]!)).length;
}

/** Threads that take part in a path. */
export function threadsIn(vias: readonly number[]): number {
  return new Set(vias.map(threadOf)).size;
}

/** shrink returns a path that violates too and is no larger: steps plus switches decide, then threads. */
export function shrink(vias: readonly number[], violates: Violates): readonly number[] {
  const budget = { left: stepsMax };
  let best = vias;
  for (let improved = true; improved && budget.left > 0; ) {
    improved = false;
    for (const candidates of [withoutThread, withoutRun, withRunMoved]) {
      const better = firstBetter(best, candidates(best), violates, budget);
      if (better) {
        best = better;
        improved = true;
      }
    }
  }
  return best;
}

function firstBetter(
  best: readonly number[],
  candidates: Iterable<readonly number[]>,
  violates: Violates,
  budget: { left: number },
) {
  for (const candidate of candidates) {
    if (budget.left <= 0) return undefined;
    budget.left -= candidate.length + 1;
    const steps = violates(candidate);
    if (steps === undefined) continue;
    const cut = candidate.slice(0, steps);
    if (isBetter(cut, best)) return cut;
  }
  return undefined;
}

function isBetter(one: readonly number[], other: readonly number[]): boolean {
  if (one.length > other.length) return false;
  const difference = one.length + switchesOf(one) - other.length - switchesOf(other);
  return difference < 0 || (difference === 0 && threadsIn(one) < threadsIn(other));
}

/** Runs: steps in a row of one thread. */
function runsOf(vias: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const via of vias) {
    const last = runs[runs.length - 1];
    if (last && threadOf(last[0]!) === threadOf(via)) last.push(via);
    else runs.push([via]);
  }
  return runs;
}

function* withoutThread(vias: readonly number[]): Iterable<readonly number[]> {
  for (const thread of new Set(vias.map(threadOf))) yield vias.filter((via) => threadOf(via) !== thread);
}

/** Leaves out a run, or the end of one. */
function* withoutRun(vias: readonly number[]): Iterable<readonly number[]> {
  const runs = runsOf(vias);
  for (let index = 0; index < runs.length; index++) {
    for (let kept = 0; kept < runs[index]!.length; kept++) {
      yield runs.flatMap((run, at) => (at === index ? run.slice(0, kept) : run));
    }
  }
}

/** Moves a run, or a part of one, next to another run of its thread. */
function* withRunMoved(vias: readonly number[]): Iterable<readonly number[]> {
  const runs = runsOf(vias);
  for (let from = 0; from < runs.length; from++) {
    for (let to = 0; to < runs.length; to++) {
      if (to === from || threadOf(runs[from]![0]!) !== threadOf(runs[to]![0]!)) continue;
      yield moved(runs, from, to);
    }
    for (let to = 0; to < runs.length; to++) if (to !== from) yield moved(runs, from, to);
  }
}

function moved(runs: readonly (readonly number[])[], from: number, to: number): readonly number[] {
  const rest = runs.filter((_, index) => index !== from);
  const at = to > from ? to : to + 1;
  return [...rest.slice(0, at), runs[from]!, ...rest.slice(at)].flat();
}
