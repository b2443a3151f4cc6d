// Which threads a claim about deadlocks or stuck threads is about, and what is said of those that are stuck.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import type { Property } from './property.js';

/** Why a state with stuck threads violates noStuck; undefined where none is stuck. */
export function stuckReason(threads: readonly string[]): string | undefined {
  return threads.length === 0 ? undefined : `stuck for ever: ${threads.join(', ')}`;
}

/** The threads that a deadlock has to hold up, or that are not to be stuck, as bits; all, unless the property names them. */
export function concernedThreads(multiprocessor: Multiprocessor, property: Property): number {
  if ((property.kind !== 'noDeadlock' && property.kind !== 'noStuck') || !property.threads) return -1;
  return property.threads.reduce((bits, name) => bits | (1 << multiprocessor.linker.thread(name)), 0);
}
