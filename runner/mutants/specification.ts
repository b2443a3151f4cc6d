// A mutant of the mechanism against the TLA+ specification, in the copy that has it.

import { join } from 'node:path';
import { groundOf, type Killer, type Mutant } from '../../mutants/mutant.js';
import { workloadsNamed } from '../../scenarios/configurations.js';
import { conformConfiguration } from '../conformance/configuration.js';
import { mechanismFor } from '../conformance/mechanisms.js';
import { packageRoot } from '../packageRoot.js';
import { type Answer, unexplored } from './answer.js';
import { mutantMechanism } from './task.js';

/** askSpecification holds the workload of a configuration to its committed graph. */
export function askSpecification(mutant: Mutant, killer: Killer): Answer {
  const { by, at } = groundOf(killer);
  const [workload] = workloadsNamed([at]);
  const own = workload!.scenario.variants[0]!.mechanism;
  const mechanism = { ...mechanismFor(workload!, own.name), name: mutantMechanism(mutant.name, own.name) };
  const { explored, diverging } = conformConfiguration(join(packageRoot, 'tla'), workload!, mechanism).check;
  const answer = { ...unexplored, explorations: 1, states: explored.states };
  return diverging ? { ...answer, kill: { by, in: at, seen: diverging.divergence.reason } } : answer;
}
