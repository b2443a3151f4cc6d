// A workload with a mechanism as a task, so that a schedule of it can be replayed: with the properties of the paper, the
// xstate machine (of a group there is none) and the specification watching, all at once.

import { keepsTo } from '../../conformance/index.js';
import { siteOf } from '../../scenarios/build.js';
import { conformanceWorkloads, groupWorkloads, workloadsOfMutants } from '../../scenarios/configurations.js';
import { conformanceName, type TokenWorkload, tokenMechanism, tokenWorkloads } from '../../scenarios/token/index.js';
import { readGraph } from '../../tla/graphFile.js';
import type { Task } from '../task.js';
import { tokenTask } from '../token.js';
import { taskOf } from '../verify.js';
import { specificationFor, tokenSpecificationFor } from './configuration.js';
import { machineSpecification } from './machines.js';
import { hasOwnGraph, isOfGroup, mechanismFor } from './mechanisms.js';

/**
 * conformanceTask finds the task by the name that its schedules have, and gives its mechanism another name where it is
 * called otherwise; undefined where it is no workload's. Throws QSC103.
 */
export function conformanceTask(
  folder: string,
  name: string,
  called: (mechanism: string) => string = (mechanism) => mechanism,
): Task | undefined {
  const [scenario, named] = name.split('@');
  const ofToken = tokenWorkloads.find((workload) => conformanceName(workload) === scenario);
  if (ofToken) return taskOfToken(folder, ofToken, called(tokenMechanism));
  const ofMutants = Object.values(workloadsOfMutants);
  const workload = [...conformanceWorkloads, ...groupWorkloads, ...ofMutants].find(
    (each) => each.scenario.name === scenario,
  );
  if (!workload) return undefined;
  const sound = mechanismFor(workload, named ?? workload.scenario.variants[0]!.mechanism.name);
  const mechanism = Object.freeze({ ...sound, name: called(sound.name) });
  const task = taskOf(workload.scenario, { mechanism });
  const specification =
    hasOwnGraph(workload, sound) && !ofMutants.includes(workload)
      ? [keepsTo(specificationFor(readGraph(folder, workload.configuration), workload, mechanism))]
      : [];
  const machine = isOfGroup(workload) ? [] : [keepsTo(machineSpecification(mechanism, siteOf(workload.scenario)))];
  const models = [...machine, ...specification];
  return { ...task, system: { ...task.system, name: task.name }, safety: [...task.safety, ...models], liveness: [] };
}

function taskOfToken(folder: string, workload: TokenWorkload, mechanism: string): Task {
  const task = tokenTask(workload, mechanism);
  const name = `${conformanceName(workload)}@${mechanism}`;
  const specification = tokenSpecificationFor(readGraph(folder, workload.configuration), workload);
  return {
    ...{ ...task, scenario: conformanceName(workload), name, liveness: [] },
    system: { ...task.system, name },
    safety: [...task.safety, keepsTo(specification)],
  };
}
