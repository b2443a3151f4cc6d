// A liveness violation for people: the path to the loop, the loop, and which threads never step in it.

import { compareLive } from '../drivers/liveExecution.js';
import type { State } from '../multiprocessor/multiprocessor.js';
import { threadOf } from '../multiprocessor/via.js';
import type { Lasso } from '../search/fairness.js';
import type { LeadsToProperty } from '../watch/property.js';
import { endOf, scheduleOf, sizeOf } from './counterexample.js';
import { forEver, openedAt } from './lassoReplay.js';
import { recordPath } from './records.js';
import type { Counterexample } from './verdict.js';
import type { Watched } from './violation.js';
import { waitsIn } from './waits.js';

/** lassoCounterexample describes a violating lasso. */
export function lassoCounterexample(watched: Watched, property: string, lasso: Lasso): Counterexample {
  const { multiprocessor, checks } = watched;
  const { opening, stem, loop } = lasso;
  const vias = [...opening, ...stem, ...loop];
  compareLive(multiprocessor, vias);
  const steps = recordPath(multiprocessor, checks, vias);
  const loopStartsAt = opening.length + stem.length;
  const end = endOf(multiprocessor, checks, vias);
  const index = checks.properties.findIndex(({ name }) => name === property);
  const seen = checks.seen(index, end);
  const opensAt = openedAt(multiprocessor, checks.properties[index] as LeadsToProperty, vias);
  return {
    property,
    reason: loop.length === 0 ? reasonOfEnd(watched, end) : reasonOfLoop(watched, end, loop),
    schedule: { ...scheduleOf(multiprocessor, vias, steps, property), ...(loop.length === 0 ? {} : { loopStartsAt }) },
    steps,
    turnedFalseAt: vias.length - 1,
    ...(opensAt === undefined ? {} : { opensAt }),
    length: 'shortest found',
    ...(loop.length === 0 ? {} : { loopStartsAt }),
    ...(seen.length > 0 ? { seen } : {}),
    waits: waitsIn(multiprocessor, end),
    threads: multiprocessor.layout.threads.map(({ name }) => name),
    shrunkFrom: sizeOf(vias),
    size: sizeOf(vias),
  };
}

function reasonOfEnd({ ends }: Watched, end: State): string {
  return ends.isNormalEnd(end, 0) ? 'the execution ends without it' : 'no thread can step any more';
}

/**
 * Of a loop among normal ends: the execution has ended, and its daemons go round for ever. Else a livelock, where all that
 * is unfinished keeps stepping; or a starvation, where an unfinished thread never gets on.
 */
function reasonOfLoop({ multiprocessor, ends }: Watched, state: State, loop: readonly number[]): string {
  const stepping = new Set(loop.map(threadOf));
  const names = multiprocessor.layout.threads.filter((_, slot) => stepping.has(slot)).map(({ name }) => name);
  if (ends.isNormalEnd(state, multiprocessor.enabled(state)) === true)
    return `the execution ends without it: only ${names.join(', ')} ${names.length === 1 ? 'goes' : 'go'} on, for ever`;
  const unfinished = ends.unfinished(state);
  const starved = multiprocessor.layout.threads.filter(
    (_, slot) => ((unfinished >>> slot) & 1) === 1 && !stepping.has(slot),
  );
  if (starved.length === 0) return `livelock: ${forEver(loop.length)}`;
  return `starvation: ${forEver(loop.length)} without ${starved.map(({ name }) => name).join(', ')}`;
}
