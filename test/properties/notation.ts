// Histories in the notation of Herlihy and Wing: calls and answers, each of a thread at an object, in their order.

import type { Event } from '../../engine/program/event.js';
import type { Value } from '../../engine/program/value.js';
import { said } from './judge.js';

export type Line = readonly [kind: 'call' | 'ok' | 'throws', thread: string, ref: string, ...rest: readonly Value[]];

/** history is the events of these calls and answers; a thread has one call at a time, which has its name. */
export function history(...lines: readonly Line[]): Event[] {
  return lines.map(([kind, thread, ref, ...rest]) => {
    if (kind === 'call')
      return said(thread, 'invoke', { call: thread, ref, method: String(rest[0]), args: rest[1] ?? null });
    const ended = kind === 'ok' ? { result: rest[0] ?? null } : { result: null, threw: rest[0] ?? null };
    return said(thread, 'return', { call: thread, ref, ...ended });
  });
}
