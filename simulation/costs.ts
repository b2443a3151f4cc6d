// What a mechanism costs, counted on the simulated multiprocessor: the operations on its own memory that a call takes while
// no swap is on and during one, how many of them the processor's own cache could not serve, and the operations of a swap.
// What a component or a client does is not counted, and neither is the activation of a thread (it is the system's).

import { sharedCounter } from '../impl/components/counter/index.js';
import type { MechanismVariant } from '../impl/contract.js';
import { isOfMechanism } from '../impl/owners.js';
import { type Benchmark, benchmarkSystem } from './clients.js';
import { costsOf, s70 } from './parameters.js';
import { type Performed, simulate } from './simulation.js';
import { slowCounter } from './slowCounter.js';

/** Operations of the mechanism in a call, on average, and those that were remote: served by another cache or memory. */
export interface CallCost {
  readonly calls: number;
  readonly operations: number;
  readonly remote: number;
}

export interface MechanismCost {
  readonly mechanism: string;
  /** While no swap is on. */
  readonly idle: CallCost;
  /** Calls that were made while one was on and had not yet been committed; none where it holds back all that come. */
  readonly during: CallCost;
  /** All operations of a swap that nobody disturbs, from the first of its thread to the last. */
  readonly swap: number;
}

/** Processors that call at the same time. */
const callers = 4;

/** costOf counts. */
export function costOf(mechanism: MechanismVariant): MechanismCost {
  return {
    mechanism: mechanism.name,
    idle: callCost({ ...calling(mechanism), phases: [{ ref: 'A', method: 'increment', times: 100 }] }, false),
    during: callCost({ ...calling(mechanism), swapped: ['A'] }, true),
    swap: swapCost(mechanism),
  };
}

/** Four clients call, and one of them is asleep in a long call now and then, so that a swap takes a while. */
function calling(mechanism: MechanismVariant): Benchmark {
  return {
    processors: callers,
    mechanism,
    references: { A: [slowCounter, slowCounter] },
    phases: [
      { ref: 'A', method: 'increment', times: 20, followedBy: ['barrier', 'swap'] },
      { ref: 'A', method: 'work', times: 1 },
      { ref: 'A', method: 'increment', times: 50 },
    ],
  };
}

interface Calls {
  open: Map<string, { operations: number; remote: number; counts: boolean }>;
  calls: number;
  operations: number;
  remote: number;
}

/** Counts the calls that are made while a swap is on, or all of them. */
function callCost(benchmark: Benchmark, duringSwap: boolean): CallCost {
  const system = benchmarkSystem(benchmark);
  const tally: Calls = { open: new Map(), calls: 0, operations: 0, remote: 0 };
  let isOn = false;
  simulate(system, costsOf(s70), {
    performed: (operation) => note(tally, system.threads[operation.thread]!.name, operation),
    said: ({ name, thread }) => {
      if (name === 'swapStarted') isOn = true;
      if (name === 'swapEnded') isOn = false;
      if (name === 'invoke') tally.open.set(thread, { operations: 0, remote: 0, counts: isOn === duringSwap });
      if (name === 'return') close(tally, thread);
    },
  });
  const { calls, operations, remote } = tally;
  const each = (count: number) => (calls === 0 ? 0 : Math.round((count / calls) * 10) / 10);
  return { calls, operations: each(operations), remote: each(remote) };
}

function note({ open }: Calls, thread: string, { cell, kind, missed }: Performed): void {
  const call = open.get(thread);
  if (!call) return;
  const isWaking = kind === 'park' || kind === 'unpark';
  if (!isWaking && !(cell?.region && isOfMechanism(cell.region.owner))) return;
  call.operations++;
  if (missed) call.remote++;
}

function close(tally: Calls, thread: string): void {
  const call = tally.open.get(thread);
  tally.open.delete(thread);
  if (!call?.counts) return;
  tally.calls++;
  tally.operations += call.operations;
  tally.remote += call.remote;
}

/** A swap of the shared counter on one processor, with nobody calling: the paper's idle swap. */
function swapCost(mechanism: MechanismVariant): number {
  const references = { A: [sharedCounter, sharedCounter] };
  const system = benchmarkSystem({ processors: 1, mechanism, references, phases: [], swapped: ['A'] });
  let operations = 0;
  simulate(system, costsOf(s70), {
    performed: ({ thread }) => {
      if (/^c\d+$|^operator$/.test(system.threads[thread]!.name)) return;
      operations++;
    },
  });
  return operations;
}
