// How much memory an exploration may hold where nobody said.

import { totalmem } from 'node:os';
import type { SearchOptions } from './searchOptions.js';

/** Unless the user said otherwise, all lanes together may hold three fifths of the machine's memory. */
export function withMemoryLimit(search: SearchOptions, lanes: number): SearchOptions {
  const memoryMiB = Math.floor(((totalmem() / 2 ** 20) * 0.6) / lanes);
  return { ...search, limits: { memoryMiB, ...search.limits } };
}
