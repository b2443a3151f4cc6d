// Sets of threads, which are bits by slot, in names.

import type { Multiprocessor } from './multiprocessor.js';

/** threadNames turns a set of threads as bits into names, in slot order. */
export function threadNames(multiprocessor: Multiprocessor, bits: number): string[] {
  return multiprocessor.layout.threads.filter((_, slot) => ((bits >>> slot) & 1) === 1).map(({ name }) => name);
}
