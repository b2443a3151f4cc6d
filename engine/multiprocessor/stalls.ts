// Stalls: threads that nothing but their store buffer keeps from stepping, at a fence or with a full buffer.

import { BUFFER_NUMBER } from '../operations/meaning.js';
import { RECORD, TERMS } from '../threads/nodeTable.js';
import type { Multiprocessor, State } from './multiprocessor.js';

/** stalledOn is the agent that flushes the store buffer which a thread waits for; undefined where it waits for no such thing. */
export function stalledOn(multiprocessor: Multiprocessor, state: State, thread: number): number | undefined {
  const { automata, layout } = multiprocessor;
  const { table } = automata[thread]!;
  const at = state[layout.nodes + thread]! << RECORD;
  if (!multiprocessor.guardHolds(state, table, at) || multiprocessor.mayPerform(state, table, at)) return undefined;
  return layout.declared + (table[at + TERMS]! >>> BUFFER_NUMBER) - 1;
}
