// Figure 1 of the paper: counters under a workload of two phases. "Each thread first performs 100000 updates, enters a
// barrier, and then performs 100000 reads ... one thread per processor ... the average runtime for a thread divided by
// 100000". Shared, partitioned, and partitioned swapped for shared when the second phase begins.

import { partitionedCounter, sharedCounter } from '../impl/components/counter/index.js';
import type { MechanismVariant } from '../impl/contract.js';
import type { Benchmark } from './clients.js';
import type { Line } from './figure.js';

const components = Object.freeze({
  shared: [sharedCounter],
  partitioned: [partitionedCounter],
  swapped: [partitionedCounter, sharedCounter],
});

/** counterBenchmark is the benchmark of one point of a line. */
export function counterBenchmark(
  line: Line,
  mechanism: MechanismVariant,
  processors: number,
  times: number,
): Benchmark {
  const isSwapped = line === 'swapped';
  return {
    processors,
    mechanism,
    references: { A: components[line] },
    phases: [
      { ref: 'A', method: 'increment', times, followedBy: isSwapped ? ['barrier', 'swap'] : ['barrier'] },
      { ref: 'A', method: 'read', times },
    ],
    ...(isSwapped ? { swapped: ['A'] } : {}),
  };
}
