// L5, generations advance (paper, section 3: "Observing generations passing away allows us to determine when all the
// threads activated prior to swap initiation have finished").
// While a swap waits for a grace period (in forward, and again until its mediator is freed), two generations pass on
// every processor, or the wait ends before. Assumes: short-lived threads; the swapper itself is not counted as active.

import { leadsTo } from '../engine/explore/property.js';
import type { Value } from '../engine/program/value.js';
import { remember } from './memory.js';
import { drop, put, type Table } from './plainData.js';

/** Per reference whose swap waits: the generations that have passed since on each processor, two at most. */
type Waits = Table<Table<number>>;

const memory = remember<Waits>(
  {},
  {
    swapStarted: (waits, { ref }) => put(waits, ref, {}),
    phase: (waits, { ref, phase }) => (phase === 'forward' ? waits : drop(waits, ref)),
    swapEnded: (waits, { ref }) => put(waits, ref, {}),
    freedMediator: (waits, { ref }) => drop(waits, ref),
    generation: (waits, { processor }) => pass(waits, processor),
  },
);

const enough = 2;

function pass(waits: Waits, processor: number): Waits {
  const passed = Object.entries(waits).map(([ref, generations]) => {
    const count = Math.min(enough, (generations[processor] ?? 0) + 1);
    return [ref, put(generations, processor, count)] as const;
  });
  const changed = passed.some(([ref, generations]) => generations !== waits[ref]);
  return changed ? Object.fromEntries(passed) : waits;
}

/** generationsAdvance claims that grace periods go by on these processors while a swap waits for one. */
export function generationsAdvance(processors: readonly number[]) {
  const served = (generations: Table<number>) => processors.every((processor) => generations[processor] === enough);
  const waiting = (waits: Value) => Object.values(waits as Waits).some((generations) => !served(generations));
  return leadsTo(
    'generationsAdvance',
    (_state, waits) => waiting(waits),
    (_state, waits) => !waiting(waits),
    { statement: generationsAdvanceStatement, memory },
  );
}

export const generationsAdvanceStatement = 'while a swap waits for a grace period, generations pass on every processor';
