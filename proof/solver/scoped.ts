// What is told for one question only: it is taken back however that ends, so that a solver which is used again knows
// nothing of it.

import type { Solver } from './solver.js';

/** scoped asks, and takes back what was told meanwhile. */
export async function scoped<T>(solver: Solver, ask: () => Promise<T>): Promise<T> {
  solver.tell('(push)');
  try {
    return await ask();
  } finally {
    solver.tell('(pop)');
  }
}
