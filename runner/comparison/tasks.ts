// The tasks of the comparison: every mechanism in every scenario, under the properties that any mechanism can be held to.
// Nothing is expected of them: what comes out is the matrix.

import { aboutMediators, compared } from '../../scenarios/compared.js';
import { generalScenarios } from '../../scenarios/index.js';
import type { Task } from '../task.js';
import { taskOf } from '../verify.js';

/** comparedTasks gives a task for each mechanism in each scenario, mechanisms first. */
export function comparedTasks(): readonly Task[] {
  return compared.flatMap(({ mechanism }) =>
    generalScenarios.map((scenario) => onlyCommon(taskOf(scenario, { mechanism }))),
  );
}

function onlyCommon(task: Task): Task {
  const isCommon = ({ name }: { readonly name: string }) => !aboutMediators.includes(name);
  return { ...task, safety: task.safety.filter(isCommon), liveness: task.liveness.filter(isCommon), expected: {} };
}
