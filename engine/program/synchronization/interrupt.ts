// Interrupts: a request that a thread looks for where it waits, as in Java. It throws at the next wait that looks for it, and is
// used up by that. A wait that does not look for it masks the request: that is then still there.
// Whoever is interrupted leaves nothing behind: no permit, no place in a queue, no part in a notification. Where it was
// served before it could leave, it goes on as served, and the request is left for its next wait.

import { type Cell, cell } from '../cell.js';
import {
  type Alternative,
  type Condition,
  exchange,
  is,
  type Program,
  select,
  storeLocked,
  when,
} from '../operation.js';
import { Thrown } from '../thrown.js';
import type { Value } from '../value.js';

/** Whether somebody has asked for it and nobody has heard. */
export type Interruption = Cell<boolean>;

const interruptedError: Value = Object.freeze({ name: 'InterruptedError', message: 'The thread was interrupted' });

/** interruption declares a place for requests to one thread: `interruption('worker.interrupted')`. */
export function interruption(name: string): Interruption {
  return cell<boolean>(name, false);
}

/** interrupt asks the thread that looks there to stop what it waits for. One step. */
export function interrupt(of: Interruption): Program<void> {
  return storeLocked(of, true);
}

/** takeInterrupt says whether there is a request, and uses it up. One step. */
export function takeInterrupt(of: Interruption): Program<boolean> {
  return exchange(of, false);
}

/**
 * selectOrInterrupt is select that throws, with an InterruptedError, where there is a request. Where an alternative holds too,
 * either may come.
 *
 * @example
 * interruption('worker.interrupted').initial // => false
 */
export function selectOrInterrupt<R>(of: Interruption, ...alternatives: readonly Alternative<R>[]): Program<R> {
  return select(
    ...alternatives,
    when(of, is(true), () => beInterrupted(of)),
  );
}

/** waitOrInterrupt is wait that throws, with an InterruptedError, where there is a request. */
export function waitOrInterrupt(awaited: Cell<unknown>, condition: Condition, of: Interruption): Program<void> {
  return selectOrInterrupt(of, when(awaited, condition, goOn));
}

/** beInterrupted uses the request up and throws. */
export function* beInterrupted(of: Interruption): Program<never> {
  yield* takeInterrupt(of);
  throw new Thrown(interruptedError);
}

function* goOn(): Program<void> {}
