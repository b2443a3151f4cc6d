// A liveness violation for people: the path to the loop, the loop, and which threads never step in it.

import { compareLive } from '../drivers/liveExecution.js';
import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import { threadOf } from '../multiprocessor/via.js';
import { Ends } from '../search/ends.js';
import type { Lasso } from '../search/fairness.js';
import type { Checks } from '../watch/checks.js';
import { endOf, scheduleOf, sizeOf } from './counterexample.js';
import { recordPath } from './records.js';
import type { Counterexample } from './verdict.js';
import { waitsIn } from './waits.js';

/** lassoCounterexample describes a violating lasso. */
export function lassoCounterexample(
  multiprocessor: Multiprocessor,
  checks: Checks,
  property: string,
  lasso: Lasso,
): Counterexample {
  const { opening, stem, loop } = lasso;
  const vias = [...opening, ...stem, ...loop];
  compareLive(multiprocessor, vias);
  const steps = recordPath(multiprocessor, checks, vias);
  const loopStartsAt = opening.length + stem.length;
  const end = endOf(multiprocessor, checks, vias);
  return {
    property,
    reason: loop.length === 0 ? reasonOfEnd(multiprocessor, end) : reasonOfLoop(multiprocessor, end, loop),
    schedule: { ...scheduleOf(multiprocessor, vias, steps, property), ...(loop.length === 0 ? {} : { loopStartsAt }) },
    steps,
    turnedFalseAt: opening.length - 1,
    length: 'shortest found',
    ...(loop.length === 0 ? {} : { loopStartsAt }),
    waits: waitsIn(multiprocessor, end),
    shrunkFrom: sizeOf(vias),
    size: sizeOf(vias),
  };
}

function reasonOfEnd(multiprocessor: Multiprocessor, end: Int32Array): string {
  return new Ends(multiprocessor).isNormalEnd(end, 0) ? 'the execution ends without it' : 'no thread can step any more';
}

/** Livelock: all that is unfinished keeps stepping. Starvation: an unfinished thread never gets on. */
function reasonOfLoop(multiprocessor: Multiprocessor, state: Int32Array, loop: readonly number[]): string {
  const stepping = new Set(loop.map(threadOf));
  const unfinished = new Ends(multiprocessor).unfinished(state);
  const starved = multiprocessor.layout.threads.filter(
    (_, slot) => ((unfinished >>> slot) & 1) === 1 && !stepping.has(slot),
  );
  if (starved.length === 0) return `livelock: ${loop.length} steps repeat for ever`;
  return `starvation: ${loop.length} steps repeat for ever without ${starved.map(({ name }) => name).join(', ')}`;
}
