// The racing pair of a failing path: the last two accesses of different threads to one cell, not both of them reads, up to the
// step of the fault; where that step touches memory that was given back, the giving back and the touch. It is where to look
// first, not a proof: which order of the two the property needs is not worked out.

import type { StepRecord } from '../engine/explain/verdict.js';

/** racingPair gives the indexes of both steps; undefined where no two threads touch a cell in that way. */
export function racingPair(
  steps: readonly StepRecord[],
  turnedFalseAt: number,
): readonly [first: number, second: number] | undefined {
  const last = Math.min(turnedFalseAt, steps.length - 1);
  for (let second = last; second > 0; second--) {
    for (let first = second - 1; first >= 0; first--)
      if (conflict(steps[first]!, steps[second]!)) return [first, second];
  }
  return undefined;
}

function conflict(one: StepRecord, other: StepRecord): boolean {
  if (one.agent === other.agent) return false;
  const [written, touched] = [cellsOf(one.writes), cellsOf([...other.reads, ...other.writes])];
  if (one.kind === 'free' && written.some((life) => touched.some((cell) => isOwnedBy(cell, life)))) return true;
  if (written.some((cell) => touched.includes(cell))) return true;
  return cellsOf(other.writes).some((cell) => cellsOf(one.reads).includes(cell));
}

/** A region says in its life how often it was given back; its cells have its name before theirs. */
function isOwnedBy(cell: string, life: string): boolean {
  return life.endsWith('.life') && cell.startsWith(life.slice(0, -'life'.length));
}

function cellsOf(accesses: readonly { readonly cell: string }[]): readonly string[] {
  return accesses.map(({ cell }) => cell);
}
