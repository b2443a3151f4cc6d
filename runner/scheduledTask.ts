// Finds the task that a schedule is of, by the name that stands in the schedule.

import { join } from 'node:path';
import type { ScheduleText } from '../engine/explain/schedule.js';
import { errorTable, QuiesceError } from '../engine/program/errors.js';
import { unknownText } from '../engine/program/misspelt.js';
import type { Property } from '../engine/watch/property.js';
import { packageRoot } from './packageRoot.js';
import { fileOf } from './resolve.js';
import type { Task } from './task.js';
import { loadTasks, scenarioOf } from './tasks.js';

/** taskOfFile finds it in a user's file. Throws QSC204 where the file or the scenario is not there, and what loading throws. */
export async function taskOfFile(name: string, from: string): Promise<Task> {
  const place = fileOf(name, from);
  if (!place) throw new QuiesceError('QSC204', `the schedule is of ${name}, which is no file`);
  const tasks = await loadTasks(place, { from }).catch((error: unknown) => {
    throw asForeign(error, name);
  });
  const found = tasks.find((task) => task.name === name) ?? (place.task === undefined ? tasks[0] : undefined);
  return found ?? missing(name, tasks);
}

/** taskOfCatalogue finds it among our own: a scenario with a mechanism, a rival's too, or a workload of the specification. */
export async function taskOfCatalogue(name: string): Promise<Task> {
  const found = (await ofPackage('catalogue', name)) ?? (await ofPackage('comparison', name)) ?? (await workload(name));
  return found ?? missing(name, await loadTasks({ kind: 'catalogue' }, { from: '.' }));
}

async function ofPackage(kind: 'catalogue' | 'comparison', name: string): Promise<Task | undefined> {
  const tasks = await loadTasks({ kind }, { from: '.', scenario: scenarioOf(name) });
  return tasks.find((task) => task.name === name);
}

async function workload(name: string): Promise<Task | undefined> {
  const { conformanceTask } = await import('./conformance/task.js');
  return conformanceTask(join(packageRoot, 'tla'), name);
}

/**
 * refuseUnknownProperty throws QSC102 for a schedule that was written for a property that nobody watches here: it would
 * seem to hold. The code of an error stands for a step that ends in it.
 */
export function refuseUnknownProperty({ property }: ScheduleText, properties: readonly Property[]): void {
  const names = properties.map(({ name }) => name);
  if (property === undefined || names.includes(property) || Object.hasOwn(errorTable, property)) return;
  throw new QuiesceError('QSC102', `the schedule is of the property ${unknownText(property, names)}`);
}

function missing(name: string, tasks: readonly Task[]): never {
  const names = tasks.map((task) => task.name);
  throw new QuiesceError('QSC204', `the schedule is of ${unknownText(name, names)}`);
}

/** A file that is not there makes the schedule foreign: it was written in another folder or project. */
function asForeign(error: unknown, name: string): unknown {
  if (!(error instanceof QuiesceError) || error.code !== 'QSC111') return error;
  const next = 'replay in the folder that the schedule was made in';
  return new QuiesceError('QSC204', `the schedule is of ${name}: ${error.seen}`, { next });
}
