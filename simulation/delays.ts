// How long a swap takes, from its start to the moment when the successor serves: over the calls that are in flight, and over
// threads that never come near the component ("the delay will depend on the number of threads in the address space, and
// not just those executing calls to the object", paper, section 4).

import { sharedCounter } from '../impl/components/counter/index.js';
import type { MechanismVariant } from '../impl/contract.js';
import { type Benchmark, benchmarkSystem } from './clients.js';
import { costsOf, type Machine } from './parameters.js';
import { simulate } from './simulation.js';
import { slowCounter } from './slowCounter.js';

export interface DelayPoint {
  /** Calls in flight, or bystanders. */
  readonly count: number;
  readonly mechanism: string;
  /** Undefined where the swap did not end before the clients did. */
  readonly microseconds: number | undefined;
}

export interface Delays {
  readonly name: 'inFlight' | 'bystanders';
  readonly title: string;
  readonly xLabel: string;
  readonly points: readonly DelayPoint[];
}

const processors = 12;

/** delaysInFlight has one client more for each point, each in a long call when the swap starts and making more. */
export function delaysInFlight(mechanisms: readonly MechanismVariant[], machine: Machine): Delays {
  const counts = Array.from({ length: processors + 1 }, (_, count) => count);
  return {
    name: 'inFlight',
    title: 'delay of a swap by calls in flight',
    xLabel: 'clients that call all the time',
    points: pointsOf(mechanisms, machine, counts, inFlight),
  };
}

/** delaysByBystanders has more and more threads that are active and never call. */
export function delaysByBystanders(
  mechanisms: readonly MechanismVariant[],
  machine: Machine,
  counts: readonly number[] = [0, 6, 12, 24, 48, 96],
): Delays {
  return {
    name: 'bystanders',
    title: 'delay of a swap by threads that never touch the component',
    xLabel: 'active threads that never call',
    points: pointsOf(mechanisms, machine, counts, withBystanders),
  };
}

type Made = (mechanism: MechanismVariant, count: number) => Benchmark;

function pointsOf(
  mechanisms: readonly MechanismVariant[],
  machine: Machine,
  counts: readonly number[],
  made: Made,
): readonly DelayPoint[] {
  return mechanisms.flatMap((mechanism) =>
    counts.map((count) => ({ count, mechanism: mechanism.name, microseconds: delay(made(mechanism, count), machine) })),
  );
}

function inFlight(mechanism: MechanismVariant, count: number): Benchmark {
  const calls = { ref: 'A', method: 'work' };
  return {
    processors,
    mechanism,
    clients: count,
    references: { A: [slowCounter, slowCounter] },
    phases:
      count === 0
        ? []
        : [
            { ...calls, times: 2, followedBy: ['swap'] },
            { ...calls, times: 8 },
          ],
    swapped: ['A'],
  };
}

function withBystanders(mechanism: MechanismVariant, count: number): Benchmark {
  return {
    processors,
    mechanism,
    clients: 0,
    references: { A: [sharedCounter, sharedCounter] },
    phases: [],
    swapped: ['A'],
    bystanders: { count, operations: 200, times: 20 },
  };
}

function delay(benchmark: Benchmark, machine: Machine): number | undefined {
  const costs = costsOf(machine);
  let started: number | undefined;
  let ended: number | undefined;
  simulate(benchmarkSystem(benchmark), costs, {
    said: ({ name }, at) => {
      if (name === 'swapStarted') started ??= at;
      if (name === 'swapEnded') ended ??= at;
    },
  });
  return started === undefined || ended === undefined ? undefined : (ended - started) / costs.clockMHz;
}
