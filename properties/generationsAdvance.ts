// L5, generations advance (paper, section 3: "Observing generations passing away allows us to determine when all the
// threads activated prior to swap initiation have finished").
// While a swap waits for a grace period (in forward, and again until its mediator is freed), two generations pass on
// every processor, or the wait ends before. Assumes: short-lived threads; the swapper itself is not counted as active.

import type { Value } from '../engine/program/value.js';
import { leadsTo } from '../engine/watch/property.js';
import { remember } from './memory.js';
import { drop, put, type Table } from './plainData.js';

/** Per reference with a swap on: the generations that have passed since its wait began, two at most on a processor. */
type Waits = Table<Table<number> | 'no wait'>;

const memory = remember<Waits>(
  {},
  {
    swapStarted: (waits, { ref }) => put(waits, ref, {}),
    phase: (waits, { ref, phase, processor }) =>
      processor !== undefined || phase === 'forward' || !(ref in waits) ? waits : put(waits, ref, 'no wait'),
    // A mediator that is freed already is waited for no more.
    swapEnded: (waits, { ref }) => (ref in waits ? put(waits, ref, {}) : waits),
    freedMediator: (waits, { ref }) => drop(waits, ref),
    generation: (waits, { processor }) => pass(waits, processor),
  },
);

const enough = 2;

function pass(waits: Waits, processor: number): Waits {
  return Object.keys(waits).reduce((passed, ref) => put(passed, ref, passOne(passed[ref]!, processor)), waits);
}

function passOne(generations: Waits[string], processor: number): Waits[string] {
  if (generations === 'no wait') return generations;
  return put(generations, processor, Math.min(enough, (generations[processor] ?? 0) + 1));
}

/** generationsAdvance claims that grace periods go by on these processors while a swap waits for one. */
export function generationsAdvance(processors: readonly number[]) {
  const served = (generations: Waits[string]) =>
    generations === 'no wait' || processors.every((processor) => generations[processor] === enough);
  const waiting = (waits: Value) => Object.values(waits as Waits).some((generations) => !served(generations));
  return leadsTo(
    'generationsAdvance',
    (_state, waits) => waiting(waits),
    (_state, waits) => !waiting(waits),
    { statement: generationsAdvanceStatement, memory },
  );
}

export const generationsAdvanceStatement = 'while a swap waits for a grace period, generations pass on every processor';
