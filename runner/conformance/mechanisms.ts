// The mechanisms that a workload can be run with, by name: its own, and the paper's with swaps that may be given up or not.
// A schedule names its mechanism, so a name says all that there is to say.

import { QuiesceError } from '../../engine/program/errors.js';
import type { MechanismVariant } from '../../impl/contract.js';
import { type ConformanceWorkload, widerWorkloads } from '../../scenarios/configurations.js';
import {
  abortAnywhere,
  asItIs,
  grouped,
  groupedAbortAnywhere,
  perProcessor,
  perProcessorAbortAnywhere,
} from '../../scenarios/mechanisms.js';

const withOneMediator: readonly MechanismVariant[] = Object.freeze([asItIs, abortAnywhere]);
const ofGroups: readonly MechanismVariant[] = Object.freeze([grouped, groupedAbortAnywhere]);
const perProcessors: readonly MechanismVariant[] = Object.freeze([perProcessor, perProcessorAbortAnywhere]);

/** isOfClustered tells whether a workload is of the per-processor form. */
export function isOfClustered(workload: ConformanceWorkload): boolean {
  return workload.configuration.startsWith('MCClustered') || isWider(workload);
}

/** isWider tells whether a workload has what specification and machine leave out. */
export function isWider({ configuration }: ConformanceWorkload): boolean {
  return Object.hasOwn(widerWorkloads, configuration);
}

/** isOfGroup tells whether a workload swaps several references as one. There is a machine of one reference, and none of a group. */
export function isOfGroup({ configuration }: ConformanceWorkload): boolean {
  return configuration.startsWith('MCGroup');
}

/** mechanismFor finds a mechanism by name. Throws QSC103. */
export function mechanismFor(workload: ConformanceWorkload, name: string): MechanismVariant {
  const own = workload.scenario.variants.map(({ mechanism }) => mechanism);
  const mechanisms = mechanismsOf(workload);
  const found = [...own, ...mechanisms].find((mechanism) => mechanism.name === name);
  if (found) return found;
  const known = mechanisms.map((mechanism) => mechanism.name);
  throw new QuiesceError('QSC103', `${name} (there are ${known.join(', ')})`);
}

function mechanismsOf(workload: ConformanceWorkload): readonly MechanismVariant[] {
  if (isOfGroup(workload)) return ofGroups;
  return isOfClustered(workload) ? perProcessors : withOneMediator;
}

/** hasOwnGraph tells whether the graph of a workload is that of a mechanism: not where swaps are given up besides. */
export function hasOwnGraph({ configuration }: ConformanceWorkload, { name }: MechanismVariant): boolean {
  if (name === groupedAbortAnywhere.name) return false;
  if (name === perProcessorAbortAnywhere.name) return configuration === 'MCClusteredRecursionAbort';
  return name !== abortAnywhere.name || configuration === 'MCHotSwapAbort';
}
