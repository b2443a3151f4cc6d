// The mechanisms that a workload can be run with, by name: its own, the paper's, and every mutant. A schedule names its
// mechanism, so a name says all that there is to say.

import { QuiesceError } from '../../engine/program/errors.js';
import type { MechanismVariant } from '../../impl/contract.js';
import { hotSwap } from '../../impl/hotswap/hotSwap.js';
import { type Deviation, deviations, type HotSwapOptions } from '../../impl/hotswap/options.js';
import type { ConformanceWorkload } from '../../scenarios/configurations.js';

/** Mechanisms that are not deviations: how many generations are waited for, or whether a swap may be given up. */
const otherMechanisms: Readonly<Record<string, Partial<Pick<HotSwapOptions, 'abort' | 'advances'>>>> = Object.freeze({
  asItIs: { abort: 'never' },
  abortAnywhere: { abort: 'anywhere' },
  noAdvance: { advances: 0 },
  oneAdvance: { advances: 1 },
});

/** Ends the name of a mechanism whose swaps may be given up though the workload's own may not. */
const withAbort = 'WithAbort';

/** mechanismFor finds a mechanism by name, with the aborts that the workload has. Throws QSC103. */
export function mechanismFor(workload: ConformanceWorkload, name: string): MechanismVariant {
  const own = workload.scenario.variants.find((variant) => variant.mechanism.name === name);
  if (own) return own.mechanism;
  const defect = name.endsWith(withAbort) ? name.slice(0, -withAbort.length) : name;
  const known = [...Object.keys(otherMechanisms), ...Object.keys(deviations)];
  if (!known.includes(defect)) throw new QuiesceError('QSC103', `${name} (there are ${known.join(', ')})`);
  const deviates = Object.hasOwn(deviations, defect) ? { deviations: [defect as Deviation] } : {};
  const abort = defect !== name || mayAbort(workload) ? 'anywhere' : 'never';
  const statement = 'as a configuration of the specification has it';
  return hotSwap(name, statement, { abort, ...otherMechanisms[defect], ...deviates });
}

/** mechanismWith is the mechanism with one defect, or none, whose swaps may be given up or not. */
export function mechanismWith(
  workload: ConformanceWorkload,
  { defect, aborts }: { readonly defect: string | undefined; readonly aborts: boolean },
): MechanismVariant {
  if (defect === undefined) return mechanismFor(workload, aborts ? 'abortAnywhere' : 'asItIs');
  return mechanismFor(workload, aborts && !mayAbort(workload) ? `${defect}${withAbort}` : defect);
}

/** hasOwnGraph tells whether the graph of a workload is that of a mechanism: not where swaps are given up besides. */
export function hasOwnGraph(workload: ConformanceWorkload, { name }: MechanismVariant): boolean {
  return !name.endsWith(withAbort) && (name !== 'abortAnywhere' || mayAbort(workload));
}

function mayAbort({ configuration }: ConformanceWorkload): boolean {
  return configuration === 'MCHotSwapAbort';
}
