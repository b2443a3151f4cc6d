// The two figures of the paper by name.

import type { Drawing } from './figure.js';
import { counterBenchmark } from './figure1.js';
import { faultBenchmark } from './figure2.js';

export const drawings: readonly Drawing[] = Object.freeze([
  {
    name: 'figure1',
    title: 'Figure 1: performance of different counter object implementations',
    quantity: 'runtime of a thread per iteration (one update and one read), in microseconds',
    times: 100_000,
    benchmark: counterBenchmark,
  },
  {
    name: 'figure2',
    title: 'Figure 2: FCM/Region performance comparisons',
    quantity: 'in-core page fault, in microseconds',
    times: 20_000,
    benchmark: faultBenchmark,
  },
]);
