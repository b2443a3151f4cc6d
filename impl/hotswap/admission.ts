// The other rules of admission, for contrast with the paper's table of threads.
// Lenient: in block too anybody passes while a call is in flight; K42's source has it as a path that is never taken.
// By generation: the interposer of K42's earlier design, with one phase: threads of an older generation than the swap
// pass, equal or newer ones are held back, and the component is quiescent when all older ones are gone. With an index of
// one bit for the generation that is sound for one swap at a time only (scenario concurrentSwaps); with a number it is.

import {
  again,
  compareExchange,
  done,
  load,
  loop,
  type Program,
  type Self,
  type Turn,
} from '../../engine/program/index.js';
import { report } from '../events.js';
import { mediatorOf, type Visit } from './visit.js';

/**
 * countedWhileInFlight counts the call in, unless the count is zero. Never from zero: that may have been seen already.
 * It can starve the swap: two callers without end keep the count above zero for each other (scenario endlessCallers).
 */
export function* countedWhileInFlight(visit: Visit): Program<boolean> {
  return yield* loop(visit, countUnlessZero);
}

function* countUnlessZero(visit: Visit): Program<Turn<Visit, boolean>> {
  const { call, mediator } = visit;
  const { count } = mediatorOf(visit);
  const inFlight = yield* load(count);
  if (inFlight === 0) return done(false);
  // An epilog may come between; then the count has changed, and the next turn reads it again.
  if (!(yield* compareExchange(count, inFlight, inFlight + 1))) return again(visit);
  yield* report('counted', { call: call.call, ref: call.ref, mediator, delta: 1 });
  return done(true);
}

/**
 * admittedByGeneration tells whether the thread is older than the swap. The stamp names the first generation that is held
 * back. An index can only be compared for equality: when it is written, no thread of the generation before, which had
 * that index too, is left; but when another swap has let one more generation pass, new threads have the index of the old
 * ones and are let through, into the object whose state is transferred (P1). Numbers can be compared as numbers.
 */
export function* admittedByGeneration(visit: Visit, self: Self): Program<boolean> {
  const stamp = yield* load(mediatorOf(visit).stamps[self.processor]!);
  const { admission } = visit.hotSwap.options;
  if (admission === 'byGenerationNumber') return stamp === -1 || visit.call.activation < stamp;
  return stamp !== visit.call.activation;
}
