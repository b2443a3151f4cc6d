// Where worker threads meet between two repetitions: nobody goes on before all have come.

import { sharedIntegers } from '../../runtime/threads/memory.js';

/** What the threads of a run share besides the memory of their system. */
export interface Meeting {
  readonly parties: number;
  /** How many have come, how often all have, whether to stop, how many repetitions there were. */
  readonly words: Int32Array;
}

const [arrived, round, stop, repetitions] = [0, 1, 2, 3];

export function meetingOf(parties: number): Meeting {
  return { parties, words: sharedIntegers(4) };
}

/** Looks at the word for as long as it takes others to come who are on their way. */
const looksMost = 3000;

/** meet blocks until all parties have come. */
export function meet({ parties, words }: Meeting): void {
  const before = Atomics.load(words, round);
  if (Atomics.add(words, arrived, 1) === parties - 1) {
    Atomics.store(words, arrived, 0);
    Atomics.add(words, round, 1);
    Atomics.notify(words, round);
    return;
  }
  for (let look = 0; look < looksMost; look++) if (Atomics.load(words, round) !== before) return;
  while (Atomics.load(words, round) === before) Atomics.wait(words, round, before);
}

export function askToStop({ words }: Meeting): void {
  Atomics.store(words, stop, 1);
}

export function isToStop({ words }: Meeting): boolean {
  return Atomics.load(words, stop) === 1;
}

export function countRepetition({ words }: Meeting): void {
  Atomics.add(words, repetitions, 1);
}

export function repetitionsOf({ words }: Meeting): number {
  return Atomics.load(words, repetitions);
}
