// A counterexample of the specification, played by the implementation: the configuration says which workload has its
// shape, and then the schedule with these events is looked for, or with those of another way to a violation. The counterexample of a mutant of the specification is
// played by the mutant of the implementation, under its name.

import {
  actionStep,
  type Followed,
  type Label,
  type LabelledStep,
  type Step,
  scheduleFollowing,
  scheduleWithin,
  writeLabel,
} from '../../conformance/index.js';
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

/** Which implementation plays: of a mutant its name, and what the mechanism is called with it. */
export interface Playing {
  readonly mutant?: string;
  readonly called: (mechanism: string) => string;
}

/**
 * realise finds the schedule of a counterexample of a configuration. A mutant's has its name in it, and may need a
 * workload of its own. Throws QSC423 where no execution follows it.
 */
export function realise(
  folder: string,
  trace: LabelledTrace,
  loaded: Loaded,
  playing: Playing = { called: asItIs },
): Followed {
  const { system, rules, hidden } = played(folder, loaded, playing);
  const followed = scheduleFollowing(system, rules, saidIn(trace, hidden));
  if (followed) return followed;
  const { configuration } = loaded.entry;
  throw new QuiesceError('QSC423', `${configuration}: no execution of ${system.name} has its events in their order`);
}

/** realiseWithin finds the schedule of some way to a violation. Throws QSC423 where no execution goes any. */
export function realiseWithin(
  folder: string,
  ways: readonly (readonly LabelledStep[])[],
  loaded: Loaded,
  playing: Playing = { called: asItIs },
): Omit<Followed, 'steps'> {
  const { system, rules, hidden } = played(folder, loaded, playing);
  const textOf = (label: Label | undefined) => (label && isSaid(label, hidden) ? writeLabel(label) : undefined);
  const behaviours = ways.map((steps) => steps.map(({ label, ...rest }) => ({ ...rest, ...texted(textOf(label)) })));
  const found = scheduleWithin(system, rules, behaviours);
  if (found) return found;
  const { configuration } = loaded.entry;
  throw new QuiesceError('QSC423', `${configuration}: no execution of ${system.name} goes any way to a violation`);
}

/** nameOfPlay is what schedules call the implementation that plays a configuration. */
export function nameOfPlay(folder: string, loaded: Loaded, playing: Playing): string {
  return played(folder, loaded, playing).system.name;
}

function texted(text: string | undefined): { readonly text?: string } {
  return text === undefined ? {} : { text };
}

function played(folder: string, { configuration }: Loaded, { mutant, called }: Playing) {
  const own = mutant === undefined ? undefined : workloadsOfMutants[mutant];
  const workload = own ?? workloadLike(folder, configuration);
  const aborts = configuration.constants.get('MayAbort') === 'TRUE';
  const form = formOf(workload);
  const mechanism = own
    ? own.scenario.variants[0]!.mechanism
    : mechanismFor(workload, aborts ? form.aborting : form.plain);
  const name = `${workload.scenario.name}@${called(mechanism.name)}`;
  return { ...form, system: { ...buildSystemWith(workload.scenario, mechanism), name } };
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

function isSaid({ action }: Label, hidden: readonly string[]): boolean {
  return !hidden.includes(action) && !silent.includes(action);
}

function saidIn({ steps }: LabelledTrace, hidden: readonly string[]): readonly Step[] {
  const labels = steps.flatMap(({ label }) => (label && isSaid(label, hidden) ? [label] : []));
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
