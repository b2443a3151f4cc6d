// A sampler picks the next thread of a random execution. The contract of every sampling algorithm.

import type { Random } from '../random.js';

export interface Sampler {
  /** Before each execution. `stepsSeen` is the length of the longest one so far. */
  begin(random: Random, threads: number, stepsSeen: number): void;
  /** The thread to step: one of `enabled` (bits by slot, never empty); `step` counts from 0. */
  pick(enabled: number, step: number, random: Random): number;
}

/** The enabled threads, by slot. */
export function slotsOf(enabled: number): number[] {
  const slots: number[] = [];
  for (let slot = 0; enabled >>> slot !== 0; slot++) if (((enabled >>> slot) & 1) === 1) slots.push(slot);
  return slots;
}
