// Finds what a schedule belongs to, and replays it there with all safety properties watching.

import { join } from 'node:path';
import { type Property, type ReplayResult, replay, type ScheduleText } from '../engine/index.js';
import { QuiesceError } from '../engine/program/errors.js';
import type { Mutant } from '../mutants/mutant.js';
import { userFolder } from '../runner/invocation.js';
import type { Task } from '../runner/task.js';
import { loadTasks, sourceOfSchedule, type TaskSource } from '../runner/tasks.js';
import { unknownText } from './nearest.js';

/** replaySchedule throws QSC203 where the path is not there any more, QSC204 where the scenario is not. */
export async function replaySchedule(
  schedule: ScheduleText,
  options: { readonly continue: boolean },
): Promise<ReplayResult> {
  const { mutantOfSchedule } = await import('../runner/mutants/hunt.js');
  const mutant = mutantOfSchedule(schedule.name);
  if (mutant && !(await isOwn(schedule.name))) return await replayMutant(mutant, schedule, options);
  const task = await taskOf(schedule.name);
  const properties = [...task.safety, ...task.liveness, ...(await conformanceOf(task, schedule))];
  return replay({ ...task.system, name: schedule.name }, schedule, { properties, ...options });
}

/** A mechanism of a scenario may have the name of a mutant, as contrasts do. */
async function isOwn(name: string): Promise<boolean> {
  if (sourceOfSchedule(name).kind !== 'catalogue') return true;
  return (await loadTasks({ kind: 'catalogue' }, { from: userFolder })).some((task) => task.name === name);
}

/** A schedule of a mutant of the mechanism is replayed in a copy of the package that has it. */
async function replayMutant(
  { edits }: Mutant,
  schedule: ScheduleText,
  options: { readonly continue: boolean },
): Promise<ReplayResult> {
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
    import('../model/pairing.js'),
    import('../scenarios/index.js'),
  ]);
  const found = scenarios.find(({ name }) => name === scenario);
  const variant = found?.variants.find((one) => one.mechanism.name === mechanism);
  if (!found || !variant) return [];
  return conformanceProperties(found, variant.mechanism).filter(({ name }) => name === property);
}

async function taskOf(name: string): Promise<Task> {
  const source = sourceOfSchedule(name);
  const tasks = await loadTasks(source, { from: userFolder }).catch((error: unknown) => {
    throw asForeign(error, name);
  });
  const found = tasks.find((task) => task.name === name) ?? (await taskElsewhere(name, source, tasks));
  if (found) return found;
  const names = tasks.map((task) => task.name);
  throw new QuiesceError('QSC204', `the schedule is of ${unknownText(name, names)}`);
}

/** A program has one task, whatever it is called; the workloads of the specification are in no scenario's list. */
async function taskElsewhere(name: string, { kind }: TaskSource, tasks: readonly Task[]): Promise<Task | undefined> {
  if (kind === 'systemFile') return tasks[0];
  return kind === 'catalogue' ? await taskOfSpecification(name) : undefined;
}

/** A workload that is held to the TLA+ specification, by name. */
async function taskOfSpecification(name: string): Promise<Task | undefined> {
  const [{ conformanceTask }, { packageRoot }] = await Promise.all([
    import('../runner/specificationTask.js'),
    import('../runner/packageRoot.js'),
  ]);
  return conformanceTask(join(packageRoot, 'tla'), name);
}

/** A file that is not there makes the schedule foreign: it was written in another folder or project. */
function asForeign(error: unknown, name: string): unknown {
  if (!(error instanceof QuiesceError) || error.code !== 'QSC111') return error;
  const next = 'replay in the folder that the schedule was made in';
  return new QuiesceError('QSC204', `the schedule is of ${name}: ${error.seen}`, { next });
}
