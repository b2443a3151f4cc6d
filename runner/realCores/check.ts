// The check on this machine's real cores: the benchmarks of the figures by worker threads, one a processor, on shared memory.
// What it gives is a measurement, of this machine and this moment; it stands beside the simulation and in no document.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Cell } from '../../engine/program/index.js';
import { compared } from '../../scenarios/compared.js';
import { benchmarkSystem } from '../../simulation/clients.js';
import { type Drawing, type Line, lines } from '../../simulation/figure.js';
import { costsOf, s70 } from '../../simulation/parameters.js';
import { simulate, withLives } from '../../simulation/simulation.js';
import { packageRoot } from '../packageRoot.js';
import { linkerOf, type SharedMemory } from './onCore.js';
import type { CoreSetup } from './worker.js';

export interface Measured {
  readonly line: Line;
  readonly processors: number;
  readonly times: number;
  /** The longest of the workers, divided by the times. */
  readonly microseconds: number;
  /** Whether the component that serves in the end has counted as many calls as in the simulation. */
  readonly isRight: boolean;
}

/** checkRealCores measures 1 and 2 processors, as far as this machine has them. */
export async function checkRealCores(drawing: Drawing, mechanism: string, times: number): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const processors of [1, 2].filter((count) => count <= availableParallelism())) {
    for (const line of lines) measured.push(await measure(drawing, mechanism, line, processors, times));
  }
  return measured;
}

async function measure(
  drawing: Drawing,
  name: string,
  line: Line,
  processors: number,
  times: number,
): Promise<Measured> {
  const { mechanism } = compared.find((one) => one.mechanism.name === name)!;
  const system = benchmarkSystem(drawing.benchmark(line, mechanism, processors, times));
  const { content, values } = simulate(system, costsOf(s70));
  const cells = withLives(system.cells.flat() as Cell[]);
  const linker = linkerOf(cells, new Map(system.threads.map((thread, slot) => [thread.name, slot])), values);
  const memory: SharedMemory = {
    cells: sharedIntegers(cells.map((cell) => linker.raw(cell, cell.initial))),
    permits: sharedIntegers(system.threads.map(() => 0)),
    stages: sharedIntegers(system.threads.map(({ dormant }) => (dormant ? 0 : 1))),
  };
  const shared = { figure: drawing.name, line, mechanism: name, processors, times, memory, values };
  const ready = sharedIntegers([0]);
  const cores = Array.from({ length: processors }, (_, processor) => onWorker({ ...shared, processor, ready }));
  const longestMs = Math.max(...(await Promise.all(cores)));
  const counts = cells.filter((cell) => isCount(cell, line));
  const simulated = sum(counts.map((cell) => content(cell) as number));
  const isRight = simulated > 0 && simulated === sum(counts.map((cell) => memory.cells[linker.slot(cell)]!));
  return { line, processors, times, microseconds: (longestMs * 1000) / times, isRight };
}

/** A count of the object that serves in the end. */
function isCount({ name }: Cell, line: Line): boolean {
  const object = line === 'swapped' ? 'object1' : 'object0';
  return name.includes(`.${object}.`) && /\.(value|part\[\d+\]|asked\[\d+\])$/.test(name);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function sharedIntegers(contents: readonly number[]): Int32Array {
  const integers = new Int32Array(new SharedArrayBuffer(4 * contents.length));
  integers.set(contents);
  return integers;
}

function onWorker(setup: CoreSetup): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(packageRoot, 'dist', 'runner', 'realCores', 'worker.js'), { workerData: setup });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
