// Implementation, machine and specification, each pair edge by edge, for each configuration with a committed graph. The
// three tables of a configuration:
//   implementation and specification  every transition of every interleaving is a step of the specification
//   specification and machine         every step of the specification is one that the machine allows
//   implementation and machine        every transition of every interleaving is one that the machine allows
// What only the second side of the first pair has is listed by action: either some workload takes it, or it is said why none.

import type { ExploreOptions } from '../../engine/search/options.js';
import type { MechanismVariant } from '../../impl/contract.js';
import { conformScenario } from '../../model/conform.js';
import type { ConformanceRow } from '../../model/result.js';
import { readGraph } from '../graphFile.js';
import { type Loaded, loadNamed } from '../manifest.js';
import type { ComparisonResult, ConfigurationComparison, Edge, PairComparison, UnexercisedAction } from '../result.js';
import { claimsFor, conform, type ImplementationComparison } from './conform.js';
import { divergenceOf } from './divergence.js';
import { edgeRows } from './edges.js';
import { compareMachine } from './machine.js';
import { readingsOfEvents, readingsOfVariables } from './readings.js';
import type { ConformanceWorkload } from './workloads.js';

export interface ThreeWayOptions {
  /** The specification alone, or the machine too. */
  readonly against: ComparisonResult['against'];
  /** Keeps every edge, not only their numbers. */
  readonly edges?: boolean;
  readonly limits?: NonNullable<ExploreOptions['limits']>;
  /** Instead of the workload's own. */
  readonly mechanism?: (workload: ConformanceWorkload) => MechanismVariant;
}

/** Why no interleaving takes an action, where that is as it should be. */
const notTaken: Readonly<Record<string, string>> = Object.freeze({
  finished: 'the end of a run changes nothing and has no event',
});

/** compareAll compares the workloads, in their order. */
export async function compareAll(
  folder: string,
  workloads: readonly ConformanceWorkload[],
  options: ThreeWayOptions,
): Promise<ComparisonResult> {
  const compared = [];
  for (const workload of workloads) compared.push(await compareOne(folder, workload, options));
  return {
    version: 1,
    against: options.against,
    configurations: compared.map(({ comparison }) => comparison),
    unexercised: unexercisedIn(compared.map(({ implementation }) => implementation)),
    variables: readingsOfVariables(claimsFor(workloads[0]!)),
    events: readingsOfEvents(compared.map(({ implementation }) => implementation.ruleUses)),
  };
}

async function compareOne(folder: string, workload: ConformanceWorkload, options: ThreeWayOptions) {
  const { configuration, scenario } = workload;
  const variant = options.mechanism?.(workload) ?? scenario.variants[0]!.mechanism;
  const limits = options.limits ? { limits: options.limits } : {};
  const implementation = conform(folder, workload, variant, limits);
  const [loaded] = loadNamed(folder, folder, [configuration]);
  const withSpecification = await implementationPair(implementation, loaded!);
  const pairs = options.against.includes('model')
    ? [withSpecification, machinePair(folder, configuration), modelPair(workload, variant, limits)]
    : [withSpecification];
  const comparison: ConfigurationComparison = {
    configuration,
    scenario: scenario.name,
    mechanism: variant.name,
    pairs: options.edges ? pairs : pairs.map(withoutEdges),
    unexercised: implementation.unexercised,
    membersMax: implementation.membersMax,
  };
  return { comparison, implementation };
}

function withoutEdges({ edges: _edges, ...pair }: PairComparison): PairComparison {
  return pair;
}

async function implementationPair(
  { verdict, states, transitions, edges, diverging }: ImplementationComparison,
  loaded: Loaded,
): Promise<PairComparison> {
  const divergence = diverging && (await divergenceOf(diverging, loaded));
  return {
    first: 'implementation',
    second: 'specification',
    verdict,
    extent: `${states} states and ${transitions} transitions of the implementation`,
    rows: edgeRows(edges),
    edges,
    ...(divergence ? { divergence: { kind: 'implementation and specification', ...divergence } } : {}),
  };
}

function machinePair(folder: string, configuration: string): PairComparison {
  const { verdict, pairs, edges, refusal } = compareMachine(readGraph(folder, configuration));
  return {
    first: 'specification',
    second: 'machine',
    verdict,
    extent: `${pairs} pairs of states`,
    rows: edgeRows(edges),
    edges,
    ...(refusal ? { divergence: { kind: 'specification and machine', ...refusal } } : {}),
  };
}

function modelPair(
  { scenario }: ConformanceWorkload,
  variant: MechanismVariant,
  limits: Pick<ExploreOptions, 'limits'>,
): PairComparison {
  const { rows } = conformScenario(scenario, variant, { ...limits, schedules: true, pairs: false });
  const [row] = rows;
  const edges = modelEdges(row!);
  return {
    first: 'implementation',
    second: 'machine',
    verdict: row!.verdict,
    extent: `${row!.states} states and ${row!.transitions} transitions of the implementation`,
    rows: edgeRows(edges),
    edges,
    ...(row!.divergence ? { divergence: { kind: 'implementation and machine', ...row!.divergence } } : {}),
  };
}

function modelEdges({ realised, unreached, divergence }: ConformanceRow): readonly Edge[] {
  const edge = (event: string, at: string, side: Edge['in']): Edge => ({
    action: event.split(' ')[0]!,
    label: event,
    at,
    in: side,
  });
  return [
    ...realised.map(({ event, state }) => edge(event, state, 'both')),
    ...unreached.map(({ event, state }) => edge(event, state, 'second')),
    ...(divergence ? [edge(divergence.told.at(-1) ?? 'a state', divergence.common.state, 'first')] : []),
  ];
}

/** Actions that some graph has and that no interleaving of any workload takes; a search that stopped early tells nothing. */
function unexercisedIn(compared: readonly ImplementationComparison[]): readonly UnexercisedAction[] {
  const whole = compared.filter(({ verdict }) => verdict === 'conforms');
  const rows = whole.flatMap(({ edges }) => edgeRows(edges));
  const actions = rows.filter(({ inBoth, onlyInSecond }) => inBoth + onlyInSecond > 0).map(({ action }) => action);
  const taken = new Set(rows.filter(({ inBoth }) => inBoth > 0).map(({ action }) => action));
  return [...new Set(actions)]
    .filter((action) => !taken.has(action))
    .sort()
    .map((action) => (Object.hasOwn(notTaken, action) ? { action, why: notTaken[action]! } : { action }));
}
