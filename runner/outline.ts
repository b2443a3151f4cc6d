// What is known of a task outside of the thread that runs it: plain data, with nothing of the user's to call.

import type { Property } from '../engine/watch/property.js';
import type { Task } from './task.js';

export type PropertyOutline = Pick<Property, 'name' | 'statement'>;

export interface TaskOutline extends Pick<Task, 'scenario' | 'mechanism' | 'name' | 'expected' | 'file' | 'line'> {
  readonly safety: readonly PropertyOutline[];
  readonly liveness: readonly PropertyOutline[];
  /** A guess at how large it is, good enough to begin the large ones first. */
  readonly size: number;
}

/** outlineOf leaves of a task what can be sent between threads. */
export function outlineOf({
  scenario,
  mechanism,
  name,
  expected,
  file,
  line,
  system,
  safety,
  liveness,
}: Task): TaskOutline {
  const size = system.cells.flat().length * system.threads.length;
  return {
    ...{ scenario, mechanism, name, expected, size },
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    safety: safety.map(propertyOutline),
    liveness: liveness.map(propertyOutline),
  };
}

function propertyOutline({ name, statement }: PropertyOutline): PropertyOutline {
  return { name, statement };
}
