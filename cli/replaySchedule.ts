// Replays a schedule where it belongs: of a user's file in a worker, of a mutant in a copy of the package, of our own here; or,
// for whoever has a budget, all of it where it can be stopped.

import type { ReplayResult, ScheduleText } from '../engine/index.js';
import type { Mutant } from '../mutants/mutant.js';
import { userFolder } from '../runner/invocation.js';
import type { Pool } from '../runner/pool.js';
import { replayed } from '../runner/replayed.js';
import { fileOf } from '../runner/resolve.js';
import { loadTasks, scenarioOf } from '../runner/tasks.js';

interface ReplayOptions {
  readonly continue: boolean;
}

/** Workers, and the integer that stops them. */
export interface Stoppable {
  readonly pool: Pool;
  readonly stop: SharedArrayBuffer;
}

/** replaySchedule throws QSC102 where the property, and QSC204 where the scenario is not there. */
export async function replaySchedule(
  schedule: ScheduleText,
  options: ReplayOptions,
  within?: Stoppable,
): Promise<ReplayResult> {
  const isOfFile = fileOf(schedule.name, userFolder) !== undefined;
  const mutant = isOfFile ? undefined : await mutantOf(schedule.name);
  if (mutant) return await replayMutant(mutant, schedule, { ...options, ...within });
  if (within) return await within.pool.replay(schedule, options);
  return isOfFile ? await replayOfFile(schedule, options) : await replayed(schedule, userFolder, options);
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
async function mutantOf(name: string): Promise<Mutant | undefined> {
  const { mutantOfSchedule } = await import('../runner/mutants/hunt.js');
  const mutant = mutantOfSchedule(name);
  if (!mutant) return undefined;
  const tasks = await loadTasks({ kind: 'catalogue' }, { from: userFolder, scenario: scenarioOf(name) });
  return tasks.some((task) => task.name === name) ? undefined : mutant;
}

/** A schedule of a mutant of the mechanism is replayed in a copy of the package that has it. */
async function replayMutant(
  { edits }: Mutant,
  schedule: ScheduleText,
  { continue: onward, stop }: ReplayOptions & Partial<Stoppable>,
): Promise<ReplayResult> {
  const [{ withCopy }, { formatSchedule }] = await Promise.all([
    import('../runner/mutants/copiedPackage.js'),
    import('../engine/index.js'),
  ]);
  return await withCopy(
    edits,
    (copy) => copy.ask({ ask: 'replay', schedule: formatSchedule(schedule), continue: onward }),
    stop,
  );
}
