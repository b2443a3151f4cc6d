// What a store buffer does of itself: an agent of the multiprocessor, run like a thread, that writes one entry after the
// other to memory. No program of a user's performs it.

import { again, loop, type Turn } from './nesting.js';
import type { Program } from './operation.js';
import { Performable } from './performable.js';

/** A store buffer by its number, and whose it is. */
export interface Buffer {
  readonly buffer: number;
  readonly owner: string;
}

/** drain flushes a buffer for ever. */
export function* drain(of: Buffer): Program<void> {
  yield* loop(of, flushOne);
}

function* flushOne(of: Buffer): Program<Turn<Buffer, never>> {
  yield* flush(of);
  return again(of);
}

/** One entry reaches memory; of several that may, the scheduler's choice. It blocks while there is none. One step. */
function flush(of: Buffer): Program<number> {
  return new Performable({ kind: 'flush', ...of }, (given) => given as number);
}
