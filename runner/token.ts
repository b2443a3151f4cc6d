// The family of the token as tasks: its own properties, about whose memory is used and where references lead; and that what is
// given up is freed in the end, and its reference used anew.

import { noDeadlock, noStuck, noUseAfterFree } from '../engine/index.js';
import { eventually, noFailure } from '../engine/watch/property.js';
import { leadsNobodyAstray } from '../properties/leadsNobodyAstray.js';
import { type TokenWorkload, tokenMechanism, tokenSystem, tokenWorkloads } from '../scenarios/token/index.js';
import type { Task } from './task.js';

/** tokenTask is the task of a workload; a mutant's has its name. */
export function tokenTask(workload: TokenWorkload, mechanism: string = tokenMechanism): Task {
  const name = `${workload.name}@${mechanism}`;
  const { entry } = workload.ring;
  const usedAnew = eventually('usedAnew', (state) => state.read(entry) === 1, {
    statement: 'an object that is given up is freed in the end, and its reference leads to another',
  });
  return {
    scenario: workload.name,
    mechanism,
    name,
    system: { ...tokenSystem(workload), name },
    safety: [noUseAfterFree, leadsNobodyAstray, noDeadlock, noStuck, noFailure],
    liveness: [usedAnew],
    expected: {},
  };
}

/** tokenWorkloadNamed finds a workload by its name. */
export function tokenWorkloadNamed(name: string): TokenWorkload | undefined {
  return tokenWorkloads.find((workload) => workload.name === name);
}
