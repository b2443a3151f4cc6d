// A counterexample of the specification, played by the implementation: the configuration says which workload has its
// shape and which mutant has its defect, and then the schedule with these events is looked for.

import { QuiesceError } from '../../engine/program/errors.js';
import type { MechanismVariant } from '../../impl/contract.js';
import { hotSwap } from '../../impl/hotswap/hotSwap.js';
import { type Deviation, deviations, type HotSwapOptions } from '../../impl/hotswap/options.js';
import { buildSystemWith } from '../../scenarios/build.js';
import type { Configuration } from '../configuration.js';
import type { LabelledTrace } from '../labelledTrace.js';
import { loadEntry, type ManifestEntry, readManifest } from '../manifest.js';
import { type Followed, follow } from './follow.js';
import { type ConformanceWorkload, conformanceWorkloads } from './workloads.js';

/** realise finds the schedule of a counterexample. Throws QSC412 for a foreign one, QSC423 where none follows it. */
export function realise(folder: string, trace: LabelledTrace): Followed {
  const { entries } = readManifest(folder);
  const entry = entries.find(({ configuration }) => configuration === trace.configuration);
  if (!entry) throw new QuiesceError('QSC412', `no configuration ${trace.configuration} in the manifest`);
  const workload = workloadLike(folder, entry);
  const mechanism = mechanismOf(loadEntry(folder, entry).configuration, entry);
  const name = `${workload.scenario.name}@${mechanism.name}`;
  const followed = follow({ ...buildSystemWith(workload.scenario, mechanism), name }, trace);
  if (followed) return followed;
  throw new QuiesceError('QSC423', `${trace.configuration}: no execution of ${name} has its events in their order`);
}

/** The workload whose configuration has the same shape. */
function workloadLike(folder: string, entry: ManifestEntry): ConformanceWorkload {
  const wanted = shapeOf(loadEntry(folder, entry).configuration);
  const found = conformanceWorkloads.find(({ configuration }) => {
    const like = readManifest(folder).entries.find((each) => each.configuration === configuration)!;
    return shapeOf(loadEntry(folder, like).configuration) === wanted;
  });
  if (!found) throw new QuiesceError('QSC423', `no workload has the shape of ${entry.configuration}`);
  return found;
}

function shapeOf({ constants }: Configuration): string {
  return ['Callers', 'Nesting', 'Inner', 'Remote', 'Swaps', 'Awaiting', 'AwaitSwap', 'Endless', 'Lingering', 'Sleeping']
    .map((name) => constants.get(name))
    .join(' ');
}

function mechanismOf({ constants }: Configuration, { mutant }: ManifestEntry): MechanismVariant {
  const abort = constants.get('MayAbort') === 'TRUE' ? 'anywhere' : 'never';
  const advances = Number(constants.get('Advances')) as HotSwapOptions['advances'];
  return mechanismNamed(mutant ?? (abort === 'never' ? 'asItIs' : 'abortAnywhere'), { abort, advances });
}

function mechanismNamed(name: string, options: Pick<HotSwapOptions, 'abort' | 'advances'>): MechanismVariant {
  const deviates = Object.hasOwn(deviations, name) ? { deviations: [name as Deviation] } : {};
  return hotSwap(name, 'as a configuration of the specification has it', { ...options, ...deviates });
}

/** realisedSystem finds the system that a schedule of `realise` or `conform` belongs to, by name. */
export function realisedSystem(
  name: string,
): { readonly workload: ConformanceWorkload; readonly mechanism: MechanismVariant } | undefined {
  const [scenario, mechanism = 'asItIs'] = name.split('@');
  const workload = conformanceWorkloads.find((each) => each.scenario.name === scenario);
  return workload && { workload, mechanism: mechanismForWorkload(workload, mechanism) };
}

/** Mechanisms that are not deviations: how many generations are waited for, or whether a swap may be given up. */
const otherMechanisms: Readonly<Record<string, Partial<Pick<HotSwapOptions, 'abort' | 'advances'>>>> = Object.freeze({
  asItIs: { abort: 'never' },
  abortAnywhere: { abort: 'anywhere' },
  noAdvance: { advances: 0 },
  oneAdvance: { advances: 1 },
});

/** mechanismForWorkload finds a mechanism by name, with the aborts that the workload has. Throws QSC103. */
export function mechanismForWorkload({ scenario, configuration }: ConformanceWorkload, name: string): MechanismVariant {
  const own = scenario.variants.find((variant) => variant.mechanism.name === name);
  if (own) return own.mechanism;
  const known = [...Object.keys(otherMechanisms), ...Object.keys(deviations)];
  if (!known.includes(name)) throw new QuiesceError('QSC103', `${name} (there are ${known.join(', ')})`);
  const abort = configuration === 'MCHotSwapAbort' ? 'anywhere' : 'never';
  return mechanismNamed(name, { abort, advances: 2, ...otherMechanisms[name] });
}
