// The tasks of the comparison: every mechanism in every scenario, under the properties that any mechanism can be held to,
// and where it has a mediator under those about mediators too.
// Nothing is expected of them: what comes out is the matrix.

import { aboutMediators, type Compared, compared } from '../../scenarios/compared.js';
import { generalScenarios } from '../../scenarios/index.js';
import type { Scenario } from '../../scenarios/scenario.js';
import type { Task } from '../task.js';
import { taskOf } from '../verify.js';

/** comparedTasks gives a task for each mechanism in each scenario that is wanted, mechanisms first. */
export function comparedTasks(isWanted: (scenario: Scenario) => boolean = () => true): readonly Task[] {
  const wanted = generalScenarios.filter(isWanted);
  return compared.flatMap((each) => wanted.map((scenario) => taskOfCompared(each, scenario)));
}

function taskOfCompared({ mechanism, hasMediator }: Compared, scenario: Scenario): Task {
  const task = taskOf(scenario, { mechanism });
  const isAsked = ({ name }: { readonly name: string }) => hasMediator === true || !aboutMediators.includes(name);
  return { ...task, safety: task.safety.filter(isAsked), liveness: task.liveness.filter(isAsked), expected: {} };
}
