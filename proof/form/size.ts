// How large a term is when it is written out: terms may share parts, and what is a small graph of objects can be a text of
// any length, in which nothing would ever come to an end.

import { QuiesceError } from '../../engine/program/errors.js';
import { childrenOf, type Term } from './term.js';

/** A hundred times what any formula here has. */
const sizeMax = 100_000;
const depthMax = 1_000;

/** refuseHuge throws QSC430 for a term of too many parts, or of too many under each other. */
export function refuseHuge(place: string, term: Term): void {
  if (sizeOf(term, new Map(), place, 0) > sizeMax)
    throw new QuiesceError('QSC430', `${place} has more than ${sizeMax} terms, written out`);
}

function sizeOf(term: Term, known: Map<Term, number>, place: string, depth: number): number {
  const already = known.get(term);
  if (already !== undefined) return already;
  if (depth > depthMax) throw new QuiesceError('QSC430', `${place} has more than ${depthMax} terms under each other`);
  const sizes = childrenOf(term).map((child) => sizeOf(child, known, place, depth + 1));
  const size = 1 + writtenOut(term, sizes);
  known.set(term, size);
  return size;
}

/** What is taken apart by cases is written in each branch, wherever that speaks of it. */
function writtenOut(term: Term, sizes: readonly number[]): number {
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (term.kind !== 'cases') return sum;
  const [of, ...branches] = sizes as [number, ...number[]];
  return of * branches.reduce((total, size) => total + size, 0) + sum;
}
