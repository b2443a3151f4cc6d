// Where a path breaks its claim: after one step, or, of a lasso, after none: there the loop as a whole is what is wrong.

import type { Counterexample } from '../engine/explain/verdict.js';

type Path = Pick<Counterexample, 'turnedFalseAt' | 'loopStartsAt'>;

/** breaksAt is the index of the step after which the claim is false; undefined of a lasso, and where it is false at the start. */
export function breaksAt({ turnedFalseAt, loopStartsAt }: Path): number | undefined {
  return loopStartsAt !== undefined || turnedFalseAt < 0 ? undefined : turnedFalseAt;
}

/** looksAt is the index of the step to look at first: the one that breaks the claim, or the first of the loop. */
export function looksAt(path: Path): number {
  return breaksAt(path) ?? path.loopStartsAt ?? 0;
}
