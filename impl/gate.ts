// Gates: what threads of a workload wait for and open besides components, by name. A gate opens once and for good.

import { isNot, type Program, store, wait } from '../engine/program/index.js';
import type { Mechanism } from './contract.js';

/** signal opens a gate. One step. */
export function* signal(mechanism: Mechanism, gate: string): Program<void> {
  yield* store(mechanism.resources[gate]!, 1);
}

/** awaitGate blocks until the gate is open. One step. */
export function* awaitGate(mechanism: Mechanism, gate: string): Program<void> {
  yield* wait(mechanism.resources[gate]!, isNot(0));
}
