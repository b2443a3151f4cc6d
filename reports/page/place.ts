// What the page shows and how that is written in its address: the overview, or a path after so many of its steps. Pure
// functions, so that an address leads to the same place whoever has it.

import type { PagePath } from './data.js';

/** A path, counted from 0, and after how many of its steps. */
export interface Place {
  readonly path: number;
  readonly step: number;
}

/** placeIn reads an address; undefined is the overview, and so is a path that is not there. */
export function placeIn(hash: string, paths: readonly PagePath[]): Place | undefined {
  const match = /^#path=(\d+)&step=(\d+)$/.exec(hash);
  const path = match && paths[Number(match[1]) - 1];
  return path ? { path: Number(match[1]) - 1, step: Math.min(Number(match[2]), path.steps.length) } : undefined;
}

export function addressOf({ path, step }: Place): string {
  return `#path=${path + 1}&step=${step}`;
}

/** failingStep is after how many steps the claim is false; of a lasso, the first step of its loop. */
export function failingStep({ breaksAt, loopStartsAt }: PagePath): number {
  const at = breaksAt ?? loopStartsAt;
  return at === undefined ? 0 : at + 1;
}

/** stepAfter goes from the last step of a lasso back to the first of its loop. */
export function stepAfter(step: number, { steps, loopStartsAt }: PagePath): number {
  const isLast = step === steps.length && loopStartsAt !== undefined && loopStartsAt < steps.length;
  return isLast ? loopStartsAt + 1 : step + 1;
}
