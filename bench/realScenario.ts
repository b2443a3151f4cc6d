// A scenario of the toolkit itself with all its safety properties: what the engine is for, and so the rate that counts.

import type { Task } from '../runner/task.js';
import { tasksOf } from '../runner/verify.js';
import { scenarios } from '../scenarios/index.js';

/** scenarioTask gives the first task of a scenario. */
export function scenarioTask(name: string): Task {
  const scenario = scenarios.find((one) => one.name === name);
  if (!scenario) throw new Error(`no scenario ${name}`);
  return tasksOf(scenario)[0]!;
}
