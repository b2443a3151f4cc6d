// What is printed beside the comparison, without a bound: the rate with all properties on, bytes per state, the states
// that are there only for dead results, and how states grow with clients.

import { exploreInProcess } from './comparison.js';
import type { EngineRun } from './engineProcess.js';
import type { Size } from './protocol.js';

/** The scenario that is measured. */
const realScenario = 'threeCallers';

/** Limit on the states of the size that is too large. */
const statesMax = 5_000_000;

export interface Measurements {
  /** The toolkit's own scenario, with all its safety properties and without any. */
  readonly scenario: { readonly name: string; readonly checked: Row; readonly bare: Row };
  readonly deadResults: { readonly size: Size; readonly states: number; readonly minimised: number };
  readonly growth: readonly (Row & { readonly clients: number; readonly complete: boolean })[];
}

export interface Row {
  readonly states: number;
  readonly statesPerSecond: number;
  readonly bytesPerState: number;
}

/** measure takes all of them, each in a process of its own. */
export function measure(): Measurements {
  const size: Size = { clients: 3, calls: 1 };
  const minimised = exploreInProcess('minimised', size.clients, size.calls).result;
  return {
    scenario: {
      name: realScenario,
      checked: rowOf(exploreInProcess('scenario', realScenario, 'checked').result),
      bare: rowOf(exploreInProcess('scenario', realScenario, 'bare').result),
    },
    deadResults: { size, states: minimised.states, minimised: minimised.statesMinimised! },
    growth: [2, 3, 4].map((clients) => growthOf(clients)),
  };
}

function growthOf(clients: number) {
  const { result } = exploreInProcess('protocol', clients, 1, statesMax);
  return { clients, complete: result.complete, ...rowOf(result) };
}

function rowOf({ states, searchMs, bytesPerState }: EngineRun): Row {
  return { states, statesPerSecond: Math.round((states / searchMs) * 1000), bytesPerState };
}
