// What ends a thread from outside: kill, which programs perform; and crashes and restarts, which agents of the
// multiprocessor perform where a system says that there may be some (see `faults` of a system).

import { again, loop, type Turn } from './nesting.js';
import type { Program } from './operation.js';
import { Performable } from './performable.js';

/**
 * kill ends the named thread where it stands, whatever it waits for; nothing of it runs any more, no `finally` either. What
 * it stored is stored. A thread that has not begun, or has ended, stays as it is. One step.
 *
 * @example
 * yield* kill('idle');
 * yield* join('idle');
 */
export function kill(thread: string): Program<void> {
  return new Performable({ kind: 'kill', thread }, () => undefined);
}

/** One of what may crash does, of the scheduler's choice. It blocks while there is none. One step. */
function crash(): Program<number> {
  return new Performable({ kind: 'crash' }, (given) => given as number);
}

/** One of what has crashed begins again, of the scheduler's choice. It blocks while there is none. One step. */
function restart(): Program<number> {
  return new Performable({ kind: 'restart' }, (given) => given as number);
}

/** The program of the agent `crashes`. */
export function* crashOnAndOn(): Program<void> {
  yield* loop(0, crashOne);
}

/** The program of the agent `restarts`. */
export function* restartOnAndOn(): Program<void> {
  yield* loop(0, restartOne);
}

function* crashOne(): Program<Turn<number, never>> {
  yield* crash();
  return again(0);
}

function* restartOne(): Program<Turn<number, never>> {
  yield* restart();
  return again(0);
}
