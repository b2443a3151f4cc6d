// The small programs of the literature on which stateless model checkers are measured, as systems of this engine, with
// what is known of them: states and total interleavings where a source states them, outcomes and deadlocks from the
// closed forms. A thread that reads says at its end what it read and stays parked for ever, as a daemon: a label costs
// no step, and a finished thread is forgotten. Where there are locks, results go to cells instead.
// Conventions: sequential consistency; one read, write or read-modify-write is one step; a lock is the engine's mutex.

import {
  conditionVariable,
  dining,
  lockedAdd,
  lockedIncrement,
  neverUnlock,
  onALock,
  tryLock,
  unlockInTurn,
} from './published/locks.js';
import { factorial, type Published, power } from './published/program.js';
import { filesystem, indexer, lastzero, readersPublished } from './published/quartet.js';
import {
  afterTwo,
  compareThenWrite,
  compete,
  incrementsOf,
  lostUpdates,
  onOneCell,
  readThenWrite,
  rotate,
} from './published/readModifyWrite.js';
import { coherence, counterMaster, fibonacciBench, litmus, writersAndReader } from './published/straightLines.js';

export type { Published };

/** Every program, smallest sizes first within a family. */
export const published: readonly Published[] = [
  ...[2, 4, 8].flatMap(readersPublished),
  ...[1, 2, 3, 4, 5, 6].map(lastzero),
  indexer(2, 128, { states: 25, outcomes: 1, deadlocks: 0, executions: 70n }),
  indexer(3, 128, { states: 125, outcomes: 1, deadlocks: 0, executions: 34_650n }),
  indexer(3, 12, { deadlocks: 0 }),
  filesystem(2, 32, 26, { states: 81, outcomes: 1, deadlocks: 0, executions: 12_870n }),
  filesystem(3, 32, 26, { states: 729, outcomes: 1, deadlocks: 0 }),
  filesystem(3, 2, 2, { deadlocks: 0 }),
  ...[2, 3, 4, 5].map((n) => incrementsOf('ainc', n, 1)),
  ...[2, 3, 4].map((n) => incrementsOf('binc', n, 2)),
  ...[2, 3].map((n) => incrementsOf('cinc', n, 3)),
  ...[2, 3, 4].map((n) => onOneCell('rw', n, readThenWrite, power(n, n))),
  ...[2, 3, 4].map(lostUpdates),
  ...[2, 3, 4].map((n) => onOneCell('casw', n, compareThenWrite, n * n)),
  ...[2, 3, 4, 5, 6].map((n) => onOneCell('casrot', n, rotate, n)),
  ...[2, 4, 8].map((n) => onOneCell('cas', n, compete, n)),
  ...[2, 4, 6].map((n) => onOneCell('wcas', n, afterTwo, n + 1, 2)),
  ...[1, 2, 3].map(coherence),
  writersAndReader(5),
  ...litmus,
  ...[1, 2, 3].map(fibonacciBench),
  ...[2, 4].map(counterMaster),
  ...[2, 3, 4].map((n) => onALock('lockinc', n, lockedIncrement, { outcomes: factorial(n), deadlocks: 0 })),
  ...[2, 3, 4].map((n) => onALock('mutex_order', n, lockedAdd, { outcomes: 1, deadlocks: 0 })),
  ...[2, 3].map((n) => onALock('mutex_deadlock', n, neverUnlock, { outcomes: 0, deadlocks: n })),
  onALock('mutex_hard', 3, unlockInTurn, { outcomes: 1, deadlocks: 3 }),
  onALock('trylock', 2, tryLock, { outcomes: 3, deadlocks: 0 }),
  ...[2, 3, 4].map(dining),
  ...[1, 2].map(conditionVariable),
];
