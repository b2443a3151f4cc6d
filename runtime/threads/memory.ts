// Shared memory as threads have it: cells by number, in the order in which a system declares them, so that each thread that
// lays the same system out finds the same cell at the same place. What threads share besides: permits, starts, and how many
// of them wait.

import { codeOf } from './encoding.js';

export interface SharedCell<T = unknown> {
  readonly index: number;
  readonly name: string;
  readonly initial: T;
  /** It holds integers as they are; else codes of data. */
  readonly isInteger: boolean;
  readonly modulo: number;
}

/** The buffers that threads share. */
export interface SharedMemory {
  readonly cells: Int32Array;
  /** By thread: whether it has its permit. */
  readonly permits: Int32Array;
  /** By thread: how often it has been started. */
  readonly starts: Int32Array;
  /** How many wait for a change of a cell. */
  readonly waiting: Int32Array;
  /** How many threads have begun, or have been started, and have not ended. */
  readonly running: Int32Array;
}

let declared: SharedCell[] = [];

/** declare makes a cell of the system that is being laid out. */
export function declare<T>(name: string, initial: T, modulo: number): SharedCell<T> {
  const one = { index: declared.length, name, initial, isInteger: typeof initial === 'number', modulo };
  declared.push(one);
  return one;
}

/** layOut runs what lays a system out, and gives the cells that it has declared, by number. */
export function layOut<T>(laying: () => T): { readonly made: T; readonly cells: readonly SharedCell[] } {
  declared = [];
  const made = laying();
  return { made, cells: declared };
}

/** initialContents are the integers that cells hold at the start. */
export function initialContents(cells: readonly SharedCell[]): Int32Array {
  return Int32Array.from(cells, ({ isInteger, initial }) => (isInteger ? (initial as number) : codeOf(initial)));
}

/** sharedMemory makes the buffers for so many cells and threads. */
export function sharedMemory(cells: number, threads: number): SharedMemory {
  return {
    cells: sharedIntegers(cells),
    permits: sharedIntegers(threads),
    starts: sharedIntegers(threads),
    waiting: sharedIntegers(1),
    running: sharedIntegers(1),
  };
}

export function sharedIntegers(count: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(4 * Math.max(1, count)));
}
