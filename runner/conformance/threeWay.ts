// Implementation, machine and specification, each pair edge by edge, for each configuration with a committed graph. The
// three tables of a configuration:
//   implementation and specification  every transition of every interleaving is a step of the specification
//   specification and machine         every step of the specification is one that the machine allows
//   implementation and machine        every transition of every interleaving is one that the machine allows
// What only the second side of the first pair has is listed by action: either some workload takes it, or it is said why none.

import { conform, type Edge, edgeRows, edgesOf } from '../../conformance/index.js';
import type { ExploreOptions } from '../../engine/index.js';
import { isClustered } from '../../impl/clustered/layout.js';
import type { MechanismVariant } from '../../impl/contract.js';
import { buildSystemWith, siteOf } from '../../scenarios/build.js';
import type { AnyWorkload, ConformanceWorkload } from '../../scenarios/configurations.js';
import { conformanceName, isOfToken, type TokenWorkload, tokenMechanism } from '../../scenarios/token/index.js';
import { compareSpreadMachine } from '../../tla/conformance/clustered/machine.js';
import { withConjuncts } from '../../tla/conformance/conjuncts.js';
import { compareMachine, finished } from '../../tla/conformance/machine.js';
import { readingsOfEvents, readingsOfVariables } from '../../tla/conformance/readings.js';
import type { GraphSpecification } from '../../tla/conformance/specification.js';
import { readGraph } from '../../tla/graphFile.js';
import { type Loaded, loadNamed } from '../../tla/manifest.js';
import { declaredInPackage } from '../declaredInPackage.js';
import {
  conformConfiguration,
  conformTokenToGraph,
  type ImplementationComparison,
  strangeEdge,
} from './configuration.js';
import { machineSpecification } from './machines.js';
import { isOfGroup } from './mechanisms.js';
import type { ComparisonResult, ConfigurationComparison, PairComparison, UnexercisedAction } from './result.js';

export interface ThreeWayOptions {
  /** The specification alone, or the machine too. */
  readonly against: ComparisonResult['against'];
  /** Keeps every edge, not only their numbers. */
  readonly edges?: boolean;
  readonly limits?: NonNullable<ExploreOptions['limits']>;
  /** Instead of the workload's own. */
  readonly mechanism?: (workload: ConformanceWorkload) => MechanismVariant;
  /** What the token is called, where it is a mutant. */
  readonly token?: string;
  /** Hears how long each took. */
  readonly onCompared?: (comparison: ConfigurationComparison, elapsedMs: number) => void;
}

/** Why no interleaving takes an action, where that is as it should be. */
const notTaken: Readonly<Record<string, string>> = Object.freeze({
  [finished]: 'the end of a run changes nothing and has no event',
});

/** compareAll compares the workloads, in their order. */
export async function compareAll(
  folder: string,
  workloads: readonly AnyWorkload[],
  options: ThreeWayOptions,
): Promise<ComparisonResult> {
  const compared = [];
  for (const workload of workloads) {
    const startedMs = performance.now();
    const one = await compareOne(folder, workload, options);
    options.onCompared?.(one.comparison, performance.now() - startedMs);
    compared.push(one);
  }
  const first = compared[0]!.implementation.check.conformance.specification as GraphSpecification;
  return {
    version: 1,
    against: options.against,
    configurations: compared.map(({ comparison }) => comparison),
    unexercised: unexercisedIn(compared.map(({ implementation }) => implementation)),
    variables: readingsOfVariables(first),
    events: readingsOfEvents(
      first,
      compared.map(({ implementation }) => implementation.check.realised.uses),
    ),
  };
}

async function compareOne(folder: string, workload: AnyWorkload, options: ThreeWayOptions) {
  return isOfToken(workload)
    ? await compareToken(folder, workload, options)
    : await compareSwaps(folder, workload, options);
}

/** There is no machine of the token. */
async function compareToken(folder: string, workload: TokenWorkload, { limits, edges, token }: ThreeWayOptions) {
  const { configuration } = workload;
  const scenario = conformanceName(workload);
  const mechanism = token ?? tokenMechanism;
  const graph = readGraph(folder, configuration);
  const implementation = conformTokenToGraph(graph, workload, mechanism, limits ? { limits } : {});
  const [loaded] = loadNamed(folder, folder, [configuration]);
  const pair = await implementationPair(implementation, loaded!);
  const place = { configuration, scenario, mechanism, ...declaredInPackage(configuration) };
  const comparison = { ...place, ...comparisonOf(implementation, [pair], edges) };
  return { comparison, implementation };
}

function comparisonOf(
  { unexercised, check }: ImplementationComparison,
  pairs: readonly PairComparison[],
  edges = false,
): Pick<ConfigurationComparison, 'pairs' | 'unexercised' | 'membersMax'> {
  return { pairs: edges ? pairs : pairs.map(withoutEdges), unexercised, membersMax: check.realised.membersMax };
}

async function compareSwaps(folder: string, workload: ConformanceWorkload, options: ThreeWayOptions) {
  const { configuration, scenario } = workload;
  const variant = options.mechanism?.(workload) ?? scenario.variants[0]!.mechanism;
  const limits = options.limits ? { limits: options.limits } : {};
  const implementation = conformConfiguration(folder, workload, variant, limits);
  const [loaded] = loadNamed(folder, folder, [configuration]);
  const withSpecification = await implementationPair(implementation, loaded!);
  const pairs =
    options.against.includes('model') && !isOfGroup(workload)
      ? [withSpecification, machinePair(folder, workload, variant), modelPair(workload, variant, limits)]
      : [withSpecification];
  const comparison: ConfigurationComparison = {
    configuration,
    scenario: scenario.name,
    mechanism: variant.name,
    ...declaredInPackage(configuration),
    ...comparisonOf(implementation, pairs, options.edges),
  };
  return { comparison, implementation };
}

function withoutEdges({ edges: _edges, ...pair }: PairComparison): PairComparison {
  return pair;
}

async function implementationPair({ check, edges }: ImplementationComparison, loaded: Loaded): Promise<PairComparison> {
  const { verdict, explored, diverging, conformance } = check;
  const { automaton } = conformance.specification as GraphSpecification;
  return {
    first: 'implementation',
    second: 'specification',
    verdict,
    extent: `${explored.states} states and ${explored.transitions} transitions of the implementation`,
    ...{ states: explored.states, transitions: explored.transitions },
    rows: edgeRows(edges),
    edges,
    ...(diverging ? { divergence: await withConjuncts(diverging, automaton, loaded) } : {}),
  };
}

function machinePair(
  folder: string,
  { configuration, scenario }: ConformanceWorkload,
  variant: MechanismVariant,
): PairComparison {
  const graph = readGraph(folder, configuration);
  const homeOf = (thread: string) => scenario.threads.find(({ name }) => name === thread)?.processor ?? 0;
  const compared = isClustered(variant.install(siteOf(scenario)).mechanism)
    ? compareSpreadMachine(configuration, graph, homeOf)
    : compareMachine(configuration, graph);
  const { verdict, pairs, edges, refusal } = compared;
  return {
    first: 'specification',
    second: 'machine',
    verdict,
    extent: `${pairs} pairs of states`,
    rows: edgeRows(edges),
    edges,
    ...(refusal ? { refusal } : {}),
  };
}

function modelPair(
  { scenario }: ConformanceWorkload,
  variant: MechanismVariant,
  limits: Pick<ExploreOptions, 'limits'>,
): PairComparison {
  const system = { ...buildSystemWith(scenario, variant), name: `${scenario.name}@${variant.name}` };
  const specification = machineSpecification(variant, siteOf(scenario));
  const check = conform(system, [specification], { ...limits, pairs: false, searchOnly: true })[0]!;
  const { verdict, explored, diverging, realised, graph, conformance } = check;
  const { automaton } = conformance.specification;
  // Where they diverge the machine's own graph is not known to its end: what was realised is all there is to list.
  const transitions = graph?.transitions ?? [...realised.transitions.values()];
  const edges: readonly Edge[] = [
    ...edgesOf(automaton, transitions, realised),
    ...(diverging ? [strangeEdge(check)] : []),
  ];
  return {
    first: 'implementation',
    second: 'machine',
    verdict,
    extent: `${explored.states} states and ${explored.transitions} transitions of the implementation`,
    ...{ states: explored.states, transitions: explored.transitions },
    rows: edgeRows(edges),
    edges,
    ...(diverging ? { divergence: diverging.divergence } : {}),
  };
}

/** Actions that some graph has and that no interleaving of any workload takes; a search that stopped early tells nothing. */
function unexercisedIn(compared: readonly ImplementationComparison[]): readonly UnexercisedAction[] {
  const whole = compared.filter(({ check }) => check.verdict === 'conforms');
  const rows = whole.flatMap(({ edges }) => edgeRows(edges));
  const actions = rows.filter(({ inBoth, onlyInSecond }) => inBoth + onlyInSecond > 0).map(({ action }) => action);
  const taken = new Set(rows.filter(({ inBoth }) => inBoth > 0).map(({ action }) => action));
  return [...new Set(actions)]
    .filter((action) => !taken.has(action))
    .sort()
    .map((action) => (Object.hasOwn(notTaken, action) ? { action, why: notTaken[action]! } : { action }));
}
