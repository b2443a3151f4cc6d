// A liveness violation for people: the path to the loop, the loop, and which threads never step in it.

import { compareLive } from '../drivers/liveExecution.js';
import type { Machine } from '../machine/machine.js';
import { threadOf } from '../machine/via.js';
import { Ends } from '../search/ends.js';
import type { Lasso } from '../search/fairness.js';
import type { Checks } from '../watch/checks.js';
import { endOf, scheduleOf, sizeOf } from './counterexample.js';
import { recordPath } from './records.js';
import type { Counterexample } from './verdict.js';
import { waitsIn } from './waits.js';

/** lassoCounterexample describes a violating lasso. */
export function lassoCounterexample(machine: Machine, checks: Checks, property: string, lasso: Lasso): Counterexample {
  const { opening, stem, loop } = lasso;
  const vias = [...opening, ...stem, ...loop];
  compareLive(machine, vias);
  const steps = recordPath(machine, checks, vias);
  const loopStartsAt = opening.length + stem.length;
  const end = endOf(machine, checks, vias);
  return {
    property,
    reason: loop.length === 0 ? reasonOfEnd(machine, end) : reasonOfLoop(machine, end, loop),
    schedule: { ...scheduleOf(machine, vias, steps, property), ...(loop.length === 0 ? {} : { loopStartsAt }) },
    steps,
    turnedFalseAt: opening.length - 1,
    length: 'shortest found',
    ...(loop.length === 0 ? {} : { loopStartsAt }),
    waits: waitsIn(machine, end),
    shrunkFrom: sizeOf(vias),
    size: sizeOf(vias),
  };
}

function reasonOfEnd(machine: Machine, end: Int32Array): string {
  return new Ends(machine).isNormalEnd(end, 0) ? 'the execution ends without it' : 'no thread can step any more';
}

/** Livelock: all that is unfinished keeps stepping. Starvation: an unfinished thread never gets on. */
function reasonOfLoop(machine: Machine, state: Int32Array, loop: readonly number[]): string {
  const stepping = new Set(loop.map(threadOf));
  const unfinished = new Ends(machine).unfinished(state);
  const starved = machine.layout.threads.filter((_, slot) => ((unfinished >>> slot) & 1) === 1 && !stepping.has(slot));
  if (starved.length === 0) return `livelock: ${loop.length} steps repeat for ever`;
  return `starvation: ${loop.length} steps repeat for ever without ${starved.map(({ name }) => name).join(', ')}`;
}
