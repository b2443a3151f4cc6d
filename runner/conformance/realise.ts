// A counterexample of the specification, played by the implementation: the configuration says which workload has its
// shape, and then the schedule with these events is looked for. The counterexample of a mutant of the specification is
// played by the mutant of the implementation, under its name.

import type { Step } from '../../conformance/automaton.js';
import { type Followed, scheduleFollowing } from '../../conformance/schedule.js';
import { actionStep } from '../../conformance/tla/label.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { buildSystemWith } from '../../scenarios/build.js';
import { type ConformanceWorkload, conformanceWorkloads, workloadsOfMutants } from '../../scenarios/configurations.js';
import type { Configuration } from '../../tla/configuration.js';
import { clusteredRules } from '../../tla/conformance/clustered/rules.js';
import { hiddenOf } from '../../tla/conformance/clustered/specification.js';
import { finished } from '../../tla/conformance/machine.js';
import { actionRules } from '../../tla/conformance/rules.js';
import { hiddenActions } from '../../tla/conformance/specification.js';
import type { LabelledTrace } from '../../tla/labelledTrace.js';
import { type Loaded, loadEntry, readManifest } from '../../tla/manifest.js';
import { isOfClustered, mechanismFor } from './mechanisms.js';

/**
 * realise finds the schedule of a counterexample of a configuration. A mutant's has its name in it, and may need a
 * workload of its own. Throws QSC423 where no execution follows it.
 */
export function realise(
  folder: string,
  trace: LabelledTrace,
  loaded: Loaded,
  { mutant, called }: { readonly mutant?: string; readonly called: (mechanism: string) => string } = { called: asItIs },
): Followed {
  const { configuration, entry } = loaded;
  const own = mutant === undefined ? undefined : workloadsOfMutants[mutant];
  const workload = own ?? workloadLike(folder, configuration);
  const aborts = configuration.constants.get('MayAbort') === 'TRUE';
  const isClustered = isOfClustered(workload);
  const names = isClustered ? ['perProcessorAbortAnywhere', 'perProcessor'] : ['abortAnywhere', 'asItIs'];
  const mechanism = own ? own.scenario.variants[0]!.mechanism : mechanismFor(workload, aborts ? names[0]! : names[1]!);
  const name = `${workload.scenario.name}@${called(mechanism.name)}`;
  const system = { ...buildSystemWith(workload.scenario, mechanism), name };
  const followed = scheduleFollowing(
    system,
    isClustered ? clusteredRules : actionRules,
    saidIn(trace, isClustered ? Object.values(hiddenOf).flat() : hiddenActions),
  );
  if (followed) return followed;
  throw new QuiesceError('QSC423', `${entry.configuration}: no execution of ${name} has its events in their order`);
}

const asItIs = (mechanism: string): string => mechanism;

/** Actions that no event says; `admit` is one of a mutant of the protocol that is proved. */
const silent: readonly string[] = ['admit', 'sleep', finished];

function saidIn({ steps }: LabelledTrace, hidden: readonly string[]): readonly Step[] {
  const isSaid = (action: string) => !hidden.includes(action) && !silent.includes(action);
  const labels = steps.flatMap(({ label }) => (label && isSaid(label.action) ? [label] : []));
  return labels.map(({ action, parameters }) => actionStep(action, ...parameters));
}

/** The workload whose configuration has the same shape. */
function workloadLike(folder: string, wanted: Configuration): ConformanceWorkload {
  const { entries } = readManifest(folder);
  const found = conformanceWorkloads.find(({ configuration }) => {
    const like = entries.find((each) => each.configuration === configuration)!;
    return shapeOf(loadEntry(folder, like).configuration) === shapeOf(wanted);
  });
  if (!found) throw new QuiesceError('QSC423', `no workload has the shape of ${wanted.name}`);
  return found;
}

/** What a configuration asks of its threads. */
const shape = [
  'Processors',
  'Knowing',
  'Callers',
  'Nesting',
  'Inner',
  'Remote',
  'Following',
  'Swaps',
  'Awaiting',
  'AwaitSwap',
  'Endless',
  'Lingering',
  'Sleeping',
];

function shapeOf({ constants }: Configuration): string {
  return shape.map((name) => constants.get(name)).join(' ');
}
