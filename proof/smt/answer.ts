// Whether all that a solver was told can be so. Questions in the fragment have an answer, and small ones where they "can";
// but a solver that looks for a model may go round in circles, and give up. Then it is asked again with few elements: what
// can be so of few can be so. What no few show stays unknown.

import { scoped } from '../solver/scoped.js';
import type { Answer, Solver } from '../solver/solver.js';
import { boundTo } from './names.js';

/** How many elements of each sort are tried, where it is not known with any number. */
const fewMax = 3;

/** answerOf asks; `sorts` are the open sorts of which the number is not told. */
export async function answerOf(solver: Solver, sorts: readonly string[]): Promise<Answer> {
  const answer = await solver.check();
  if (answer !== 'unknown') return answer;
  for (let count = 1; count <= fewMax; count++) if ((await withFew(solver, sorts, count)) === 'sat') return 'sat';
  return 'unknown';
}

async function withFew(solver: Solver, sorts: readonly string[], count: number): Promise<Answer> {
  return await scoped(solver, async () => {
    for (const sort of sorts) solver.tell(boundTo(sort, count));
    return await solver.check();
  });
}
