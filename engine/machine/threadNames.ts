// Sets of threads, which are bits by slot, in names.

import type { Machine } from './machine.js';

/** threadNames turns a set of threads as bits into names, in slot order. */
export function threadNames(machine: Machine, bits: number): string[] {
  return machine.layout.threads.filter((_, slot) => ((bits >>> slot) & 1) === 1).map(({ name }) => name);
}
