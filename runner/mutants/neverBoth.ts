// Two threads that set and clear a cell each, and the claim that never both are set: false, and only where their steps come
// in between each other. For checks of whoever leaves orders out.

import type * as Explorer from '../../engine/index.js';
import { cell, type Program, store } from '../../engine/program/index.js';
import type { Engine } from './engineChecks.js';

export const x = cell('x', 0);
export const y = cell('y', 0);

export function* setsAndClearsX(): Program {
  yield* store(x, 1);
  yield* store(x, 0);
}

export function* setsAndClearsY(): Program {
  yield* store(y, 1);
  yield* store(y, 0);
}

export const neverBoth = ({ invariant }: Engine): Explorer.Property =>
  invariant('never both', (state) => !(state.read(x) === 1 && state.read(y) === 1));
