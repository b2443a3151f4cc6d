// Which threads a claim about deadlock is about, and what is said of those that are stuck.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import type { Property } from './property.js';

/** Why a state with stuck threads violates noDeadlock; undefined where none is stuck. */
export function stuckReason(threads: readonly string[]): string | undefined {
  return threads.length === 0 ? undefined : `stuck for ever: ${threads.join(', ')}`;
}

/** The threads that a deadlock has to hold up, as bits; all but for a noDeadlock that names its threads. */
export function concernedThreads(multiprocessor: Multiprocessor, property: Property): number {
  if (property.kind !== 'noDeadlock' || !property.threads) return -1;
  return property.threads.reduce((bits, name) => bits | (1 << multiprocessor.linker.thread(name)), 0);
}
