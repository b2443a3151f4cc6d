// The racing pair of a failing path: two accesses of different threads to one cell, not both of them reads, the last before the
// fault that have to do with it: to a cell that the claim read where it is false, or that a thread waits for at the end; else
// one of them is the last access of the thread whose step breaks the claim. Where that step touches memory that was given
// back, it is the giving back and the touch. Where to look first, not a proof: which order the property needs is not worked out.

import type { Counterexample, StepRecord } from '../engine/explain/verdict.js';
import { breaksAt } from './fault.js';

type Path = Pick<Counterexample, 'steps' | 'turnedFalseAt' | 'opensAt' | 'loopStartsAt' | 'seen' | 'waits'>;

/** racingPair gives the indexes of both steps; undefined where no two such accesses are there, and of what never comes. */
export function racingPair(path: Path): readonly [first: number, second: number] | undefined {
  if (path.opensAt !== undefined) return undefined;
  const last = Math.min(breaksAt(path) ?? -1, path.steps.length - 1);
  const steps = path.steps.slice(0, last + 1);
  const cells = cellsConcerned(path);
  const isConcerned = (index: number) => isWaiting(path, steps[index]!.agent);
  const seconds = cells ? [...steps.keys()].reverse() : [lastAccess(steps, last)];
  for (const second of seconds)
    for (let first = second - 1; first >= 0; first--)
      if (isConcerned(first) && isConcerned(second) && conflict(steps[first]!, steps[second]!, cells))
        return [first, second];
  return undefined;
}

/** Of a deadlock only the threads that wait have to do with it. */
function isWaiting({ waits = [] }: Path, agent: string): boolean {
  return waits.length === 0 || waits.some(({ thread }) => thread === agent);
}

/** The cells that the claim read, or that are waited for; undefined where there are none, as of a claim about events. */
function cellsConcerned({ steps, seen = [], waits = [] }: Path): ReadonlySet<string> | undefined {
  const words = new Set([...seen.map(({ what }) => what), ...waits.flatMap(({ operation }) => operation.split(' '))]);
  const touched = steps.flatMap(({ reads, writes }) => cellsOf([...reads, ...writes]));
  const concerned = touched.filter((cell) => words.has(cell));
  return concerned.length > 0 ? new Set(concerned) : undefined;
}

/** The last step that touches memory of the thread whose step is the last. */
function lastAccess(steps: readonly StepRecord[], last: number): number {
  const agent = steps[last]?.agent;
  return steps.findLastIndex((step) => step.agent === agent && step.reads.length + step.writes.length > 0);
}

function conflict(one: StepRecord, other: StepRecord, cells: ReadonlySet<string> | undefined): boolean {
  if (one.agent === other.agent) return false;
  const [written, touched] = [cellsOf(one.writes), cellsOf([...other.reads, ...other.writes])];
  if (one.kind === 'free' && written.some((life) => touched.some((cell) => isOwnedBy(cell, life)))) return true;
  const shared = [
    ...written.filter((cell) => touched.includes(cell)),
    ...cellsOf(other.writes).filter((cell) => cellsOf(one.reads).includes(cell)),
  ];
  return shared.some((cell) => cells?.has(cell) ?? true);
}

/** A region says in its life how often it was given back; its cells have its name before theirs. */
function isOwnedBy(cell: string, life: string): boolean {
  return life.endsWith('.life') && cell.startsWith(life.slice(0, -'life'.length));
}

function cellsOf(accesses: readonly { readonly cell: string }[]): readonly string[] {
  return accesses.map(({ cell }) => cell);
}
