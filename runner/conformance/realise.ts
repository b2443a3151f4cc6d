// A counterexample of the specification, played by the implementation: the configuration says which workload has its
// shape, and then the schedule with these events is looked for. The counterexample of a mutant of the specification is
// played by the mutant of the implementation, under its name.

import type { Step } from '../../conformance/automaton.js';
import { type Followed, scheduleFollowing } from '../../conformance/schedule.js';
import { actionStep } from '../../conformance/tla/label.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { buildSystemWith } from '../../scenarios/build.js';
import {
  type ConformanceWorkload,
  conformanceWorkloads,
  groupWorkloads,
  workloadsOfMutants,
} from '../../scenarios/configurations.js';
import type { Configuration } from '../../tla/configuration.js';
import { clusteredRules } from '../../tla/conformance/clustered/rules.js';
import { hiddenOf } from '../../tla/conformance/clustered/specification.js';
import { groupRules } from '../../tla/conformance/group/rules.js';
import { finished } from '../../tla/conformance/machine.js';
import { actionRules } from '../../tla/conformance/rules.js';
import type { ActionRule } from '../../tla/conformance/ruleWords.js';
import { hiddenActions } from '../../tla/conformance/specification.js';
import type { LabelledTrace } from '../../tla/labelledTrace.js';
import { type Loaded, loadEntry, readManifest } from '../../tla/manifest.js';
import { isOfClustered, isOfGroup, mechanismFor } from './mechanisms.js';

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
  const form = formOf(workload);
  const mechanism = own
    ? own.scenario.variants[0]!.mechanism
    : mechanismFor(workload, aborts ? form.aborting : form.plain);
  const name = `${workload.scenario.name}@${called(mechanism.name)}`;
  const system = { ...buildSystemWith(workload.scenario, mechanism), name };
  const followed = scheduleFollowing(system, form.rules, saidIn(trace, form.hidden));
  if (followed) return followed;
  throw new QuiesceError('QSC423', `${entry.configuration}: no execution of ${name} has its events in their order`);
}

/** What plays the steps of a form of the mechanism: its names, what its events are, and the actions that none says. */
interface Form {
  readonly plain: string;
  readonly aborting: string;
  readonly rules: readonly ActionRule[];
  readonly hidden: readonly string[];
}

const oneMediator: Form = {
  plain: 'asItIs',
  aborting: 'abortAnywhere',
  rules: actionRules,
  hidden: hiddenActions,
};

const perProcessor: Form = {
  plain: 'perProcessor',
  aborting: 'perProcessorAbortAnywhere',
  rules: clusteredRules,
  hidden: Object.values(hiddenOf).flat(),
};

function formOf(workload: ConformanceWorkload): Form {
  if (isOfClustered(workload)) return perProcessor;
  if (!isOfGroup(workload)) return oneMediator;
  const [lead] = Object.keys(workload.scenario.references);
  return { plain: 'grouped', aborting: 'groupedAbortAnywhere', rules: groupRules(lead!), hidden: hiddenActions };
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
  const found = [...conformanceWorkloads, ...groupWorkloads].find(({ configuration }) => {
    const like = entries.find((each) => each.configuration === configuration)!;
    return shapeOf(loadEntry(folder, like).configuration) === shapeOf(wanted);
  });
  if (!found) throw new QuiesceError('QSC423', `no workload has the shape of ${wanted.name}`);
  return found;
}

/** What a configuration asks of its threads. */
const shape = [
  'Processors',
  'Members',
  'Outer',
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
