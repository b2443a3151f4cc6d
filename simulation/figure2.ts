// Figure 2 of the paper: "the average in-core page fault cost ... for a multi-threaded program across a range of system
// sizes". Simple shared FCM and Region, partitioned ones, and the shared ones swapped for the partitioned "after a fixed
// number of iterations under high contention": both swaps are started together, after a tenth of the faults.

import type { MechanismVariant } from '../impl/contract.js';
import type { Benchmark } from './clients.js';
import type { Line } from './figure.js';
import { partitionedManager, partitionedRegion, sharedManager, sharedRegion } from './pageFault.js';

const components = Object.freeze({
  shared: { region: [sharedRegion], fcm: [sharedManager] },
  partitioned: { region: [partitionedRegion], fcm: [partitionedManager] },
  swapped: { region: [sharedRegion, partitionedRegion], fcm: [sharedManager, partitionedManager] },
});

/** faultBenchmark is the benchmark of one point of a line. */
export function faultBenchmark(line: Line, mechanism: MechanismVariant, processors: number, times: number): Benchmark {
  const before = Math.max(1, Math.floor(times / 10));
  const faults = { ref: 'region', method: 'fault' };
  return {
    processors,
    mechanism,
    references: components[line],
    phases: [
      { ...faults, times: before, ...(line === 'swapped' ? { followedBy: ['swap'] as const } : {}) },
      { ...faults, times: Math.max(1, times - before) },
    ],
    ...(line === 'swapped' ? { swapped: ['region', 'fcm'] } : {}),
  };
}
