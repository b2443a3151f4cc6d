// A schedule replayed on the task that it is of: one of a user's file, or of this package, where a divergence from the xstate
// machine is a schedule too. Mutants are replayed elsewhere, in a copy that has them.

import { type Property, type ReplayResult, replay, type ScheduleText } from '../engine/index.js';
import { fileOf } from './resolve.js';
import { refuseUnknownProperty, taskOfCatalogue, taskOfFile } from './scheduledTask.js';
import type { Task } from './task.js';

/** replayed throws QSC102 where the property, and QSC204 where the scenario or file is not there. */
export async function replayed(
  schedule: ScheduleText,
  from: string,
  options: { readonly continue: boolean; readonly interrupted?: () => boolean },
): Promise<ReplayResult> {
  const isOfFile = fileOf(schedule.name, from) !== undefined;
  const task = isOfFile ? await taskOfFile(schedule.name, from) : await taskOfCatalogue(schedule.name);
  const beside = isOfFile ? [] : await conformanceOf(task, schedule);
  const properties = [...task.safety, ...task.liveness, ...beside];
  refuseUnknownProperty(schedule, properties);
  const replaying = { properties, builtIn: false, partial: true, ...options } as const;
  return replay({ ...task.system, name: schedule.name }, schedule, replaying);
}

/** The machine runs beside the replay of a divergence from it. */
async function conformanceOf({ scenario, mechanism }: Task, { property }: ScheduleText): Promise<readonly Property[]> {
  if (property === undefined) return [];
  const [{ conformanceProperties }, { scenarios }] = await Promise.all([
    import('./conformance/scenario.js'),
    import('../scenarios/index.js'),
  ]);
  const found = scenarios.find(({ name }) => name === scenario);
  const variant = found?.variants.find((one) => one.mechanism.name === mechanism);
  if (!found || !variant) return [];
  return conformanceProperties(found, variant.mechanism).filter(({ name }) => name === property);
}
