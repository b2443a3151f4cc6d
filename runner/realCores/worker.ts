// A worker that is one processor: it lays out the same benchmark as all others, waits for them, and runs its threads.

import { parentPort, workerData } from 'node:worker_threads';
import type { Value } from '../../engine/program/value.js';
import { compared } from '../../scenarios/compared.js';
import { benchmarkSystem } from '../../simulation/clients.js';
import { drawings } from '../../simulation/drawings.js';
import type { Line } from '../../simulation/figure.js';
import { OnCore, type SharedMemory } from './onCore.js';

/** What a worker is told. */
export interface CoreSetup {
  readonly figure: string;
  readonly line: Line;
  readonly mechanism: string;
  readonly processors: number;
  readonly times: number;
  readonly processor: number;
  readonly memory: SharedMemory;
  readonly values: readonly Value[];
  /** One integer: how many cores are ready. */
  readonly ready: Int32Array;
}

const setup = workerData as CoreSetup;
const { processors, memory, ready } = setup;
const drawing = drawings.find(({ name }) => name === setup.figure)!;
const { mechanism } = compared.find((one) => one.mechanism.name === setup.mechanism)!;
const system = benchmarkSystem(drawing.benchmark(setup.line, mechanism, processors, setup.times));
const core = new OnCore(system, setup.processor, memory, setup.values);

Atomics.add(ready, 0, 1);
while (Atomics.load(ready, 0) < processors);
const beganMs = performance.now();
core.run(() => memory.stages.every((_, slot) => Atomics.load(memory.stages, slot) !== 1));
// The first threads are the clients, one a processor.
parentPort?.postMessage(core.endedMs[setup.processor]! - beganMs);
