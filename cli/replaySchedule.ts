// Replays a schedule where it belongs: of a user's file in a worker, of a mutant in a copy of the package, of our own here.

import { type Property, type ReplayResult, replay, type ScheduleText } from '../engine/index.js';
import type { Mutant } from '../mutants/mutant.js';
import { userFolder } from '../runner/invocation.js';
import { fileOf } from '../runner/resolve.js';
import { refuseUnknownProperty, taskOfCatalogue } from '../runner/scheduledTask.js';
import type { Task } from '../runner/task.js';
import { loadTasks, scenarioOf } from '../runner/tasks.js';

interface ReplayOptions {
  readonly continue: boolean;
}

/** replaySchedule throws QSC102 where the property, and QSC204 where the scenario is not there. */
export async function replaySchedule(schedule: ScheduleText, options: ReplayOptions): Promise<ReplayResult> {
  if (fileOf(schedule.name, userFolder)) return await replayOfFile(schedule, options);
  const { mutantOfSchedule } = await import('../runner/mutants/hunt.js');
  const mutant = mutantOfSchedule(schedule.name);
  if (mutant && !(await isOwn(schedule.name))) return await replayMutant(mutant, schedule, options);
  const task = await taskOfCatalogue(schedule.name);
  const properties = [...task.safety, ...task.liveness, ...(await conformanceOf(task, schedule))];
  refuseUnknownProperty(schedule, properties);
  const replaying = { properties, builtIn: false, partial: true, ...options } as const;
  return replay({ ...task.system, name: schedule.name }, schedule, replaying);
}

async function replayOfFile(schedule: ScheduleText, options: ReplayOptions): Promise<ReplayResult> {
  const [{ Pool }, { onInterrupt }] = await Promise.all([
    import('../runner/pool.js'),
    import('../runner/interruption.js'),
  ]);
  const { stop, release } = onInterrupt();
  const pool = new Pool({ stop, from: userFolder });
  try {
    return await pool.replay(schedule, options);
  } finally {
    await pool.end();
    release();
  }
}

/** A mechanism of a scenario may have the name of a mutant, as contrasts do. */
async function isOwn(name: string): Promise<boolean> {
  const tasks = await loadTasks({ kind: 'catalogue' }, { from: userFolder, scenario: scenarioOf(name) });
  return tasks.some((task) => task.name === name);
}

/** A schedule of a mutant of the mechanism is replayed in a copy of the package that has it. */
async function replayMutant({ edits }: Mutant, schedule: ScheduleText, options: ReplayOptions): Promise<ReplayResult> {
  const [{ withCopy }, { formatSchedule }] = await Promise.all([
    import('../runner/mutants/copiedPackage.js'),
    import('../engine/index.js'),
  ]);
  return await withCopy(edits, (copy) =>
    copy.ask({ ask: 'replay', schedule: formatSchedule(schedule), continue: options.continue }),
  );
}

/** A divergence from the xstate machine is a schedule too: the machine runs beside its replay. */
async function conformanceOf({ scenario, mechanism }: Task, { property }: ScheduleText): Promise<readonly Property[]> {
  if (property === undefined) return [];
  const [{ conformanceProperties }, { scenarios }] = await Promise.all([
    import('../runner/conformance/scenario.js'),
    import('../scenarios/index.js'),
  ]);
  const found = scenarios.find(({ name }) => name === scenario);
  const variant = found?.variants.find((one) => one.mechanism.name === mechanism);
  if (!found || !variant) return [];
  return conformanceProperties(found, variant.mechanism).filter(({ name }) => name === property);
}
