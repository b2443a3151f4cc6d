// State transfer (paper, sections 2 and 3): in the format agreed upon, from the quiescent old object to the successor,
// so that later requests "are serviced using the most recent state of the original component".
// It copies: the old object stays as it was until the commit, so that a failed transfer ends in an abort.
// Leaves out: passing state by reference, and the transfer in parallel on several processors.

import { type Program, Thrown } from '../../engine/program/index.js';
import { announceTogether, report } from '../events.js';
import { exportState, importState } from '../inside.js';
import { mayAbort } from './abort.js';
import type { Swap } from './quiescence.js';
import { insideOf } from './translation.js';

/** transfer moves the state and returns true; false when a side fails or the swap is given up half-way. */
export function* transfer({ hotSwap, plan }: Swap): Program<boolean> {
  const { ref, mediator, original, successor, format } = plan;
  const [from, to] = [original.object, successor.object];
  const reference = hotSwap.references[ref]!;
  yield* announceTogether({ phase: { ref, mediator, phase: 'transfer' }, transferBegins: { ref, from, to, format } });
  try {
    const state = yield* exportState(insideOf(reference, original), format);
    if (yield* mayAbort(hotSwap)) return false;
    yield* importState(insideOf(reference, successor), format, state);
  } catch (thrown) {
    if (!(thrown instanceof Thrown)) throw thrown;
    return false;
  }
  yield* report('transferEnded', { ref, from, to, format });
  return true;
}
