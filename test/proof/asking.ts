// What the tests of proofs ask of a system: single rows, without the rest of a proof.

import type { System } from '../../proof/form/system.js';
import { always, initially, Questions, questionsOf, type RowAsker } from '../../proof/questions.js';
import { installedSolvers, openSolver, type SolverChoice } from '../../proof/solver/find.js';
import { scoped } from '../../proof/solver/scoped.js';
import type { Solver } from '../../proof/solver/solver.js';

/** Why a test of both solvers is skipped here; false where both are installed. */
export const whyBothAreSkipped =
  ['npm', 'native'].filter((each) => !installedSolvers().includes(each as 'npm')).join(', ') || false;

/** The solver that is asked where it does not matter which: the system's is several times as fast. */
export const quickSolver: SolverChoice = installedSolvers().includes('native') ? 'native' : 'npm';

let shared: Solver | undefined;

/** One solver for all questions of a test file, which closes it when it ends: files may share this module. */
function sharedSolver(): Solver {
  shared ??= openSolver(quickSolver);
  return shared;
}

export function closeSharedSolver(): void {
  shared?.close();
  shared = undefined;
}

/** The claims that an action loses, or that do not follow, as names. An action that cannot be taken is no proof either. */
export async function lostBy(system: System, action: string): Promise<readonly string[]> {
  const solver = sharedSolver();
  const claims = questionsOf(system).flatMap((each) => (each.action === action ? [each.claim] : []));
  const ask = async (row: RowAsker): Promise<readonly string[]> => {
    const lost: string[] = [];
    for (const claim of claims) if ((await row(claim)).answer !== 'unsat') lost.push(claim);
    return lost;
  };
  return await scoped(solver, () => answered(new Questions(system, solver), action, ask));
}

async function answered(
  questions: Questions,
  action: string,
  ask: (row: RowAsker) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (action === initially) return await questions.initially(ask);
  if (action === always) return await questions.always(ask);
  const found = questions.system.actions.find(({ name }) => name === action)!;
  return await questions.after(found, async (row, isPossible) =>
    isPossible === 'sat' ? await ask(row) : ['impossible'],
  );
}
