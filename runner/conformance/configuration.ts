// Holds the implementation against the committed graph of a configuration, and says how much of the graph it reaches.

import {
  type Conformed,
  conform,
  type Edge,
  edgeRows,
  edgesOf,
  type LabelledGraph,
  type TlaState,
} from '../../conformance/index.js';
import { eventText } from '../../engine/explain/records.js';
import type { ExploreOptions } from '../../engine/index.js';
import type { System } from '../../engine/multiprocessor/system.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { isClustered } from '../../impl/clustered/layout.js';
import type { MechanismVariant } from '../../impl/contract.js';
import { isHotSwap } from '../../impl/hotswap/layout.js';
import { buildSystemWith, siteOf } from '../../scenarios/build.js';
import type { ConformanceWorkload } from '../../scenarios/configurations.js';
import {
  conformanceName,
  homeOf,
  type TokenWorkload,
  tokenMechanism,
  tokenSystem,
} from '../../scenarios/token/index.js';
import { clusteredSpecification } from '../../tla/conformance/clustered/specification.js';
import { groupSpecification } from '../../tla/conformance/group/specification.js';
import { type GraphSpecification, graphSpecification } from '../../tla/conformance/specification.js';
import { tokenSpecification } from '../../tla/conformance/token/specification.js';
import { readGraph } from '../../tla/graphFile.js';

/** The implementation of one workload beside one graph. */
export interface ImplementationComparison {
  readonly check: Conformed<TlaState>;
  /** First the implementation, second the specification. Only-in-implementation is the divergence: at most one. */
  readonly edges: readonly Edge[];
  /** Actions that occur in the graph and that no interleaving takes. */
  readonly unexercised: readonly string[];
}

type Options = Pick<ExploreOptions, 'limits'>;

/** conformConfiguration checks refinement on every transition of every interleaving of a workload. */
export function conformConfiguration(
  folder: string,
  workload: ConformanceWorkload,
  mechanism?: MechanismVariant,
  options: Options = {},
): ImplementationComparison {
  return conformToGraph(readGraph(folder, workload.configuration), workload, mechanism, options);
}

/** conformToGraph is the same with any graph, a mutant of the specification for example. */
export function conformToGraph(
  graph: LabelledGraph,
  workload: ConformanceWorkload,
  mechanism = workload.scenario.variants[0]!.mechanism,
  options: Options = {},
): ImplementationComparison {
  const name = `${workload.scenario.name}@${mechanism.name}`;
  const system = { ...buildSystemWith(workload.scenario, mechanism), name };
  return compared(system, specificationFor(graph, workload, mechanism), options);
}

/** conformTokenToGraph is the same for the token; a mutant of it has its name. */
export function conformTokenToGraph(
  graph: LabelledGraph,
  workload: TokenWorkload,
  mechanism = tokenMechanism,
  options: Options = {},
): ImplementationComparison {
  const system = { ...tokenSystem(workload), name: `${conformanceName(workload)}@${mechanism}` };
  return compared(system, tokenSpecificationFor(graph, workload), options);
}

/** tokenSpecificationFor is the specification of a workload of the token: a graph, and how it is read. */
export function tokenSpecificationFor(graph: LabelledGraph, workload: TokenWorkload): GraphSpecification {
  return tokenSpecification(workload.configuration, graph, workload.ring, homeOf(workload));
}

function compared(system: System, specification: GraphSpecification, options: Options): ImplementationComparison {
  const [check] = conform(system, [specification], { ...options, pairs: false });
  const { graph: own, realised, diverging, conformance } = check!;
  const { automaton } = conformance.specification;
  const edges = [...edgesOf(automaton, own!.transitions, realised), ...(diverging ? [strangeEdge(check!)] : [])];
  const unexercised = edgeRows(edges).filter(({ inBoth, onlyInSecond }) => inBoth === 0 && onlyInSecond > 0);
  return { check: check!, edges, unexercised: unexercised.map(({ action }) => action) };
}

/** specificationFor is the specification of a workload with a mechanism: a graph, and how it is read. */
export function specificationFor(
  graph: LabelledGraph,
  { scenario, configuration }: ConformanceWorkload,
  variant: MechanismVariant,
): GraphSpecification {
  const { mechanism } = variant.install(siteOf(scenario));
  const processorOf = (thread: string) => scenario.threads.find(({ name }) => name === thread)?.processor ?? 0;
  if (isHotSwap(mechanism) && mechanism.options.grouped)
    return groupSpecification(configuration, graph, mechanism, processorOf);
  if (isHotSwap(mechanism)) return graphSpecification(configuration, graph, mechanism, processorOf);
  if (isClustered(mechanism)) return clusteredSpecification(configuration, graph, mechanism, processorOf);
  throw new QuiesceError('QSC404', `${variant.name} is not the mechanism of impl/hotswap or impl/clustered`);
}

/** The step that diverges, under the name of the last event that it says, or of its operation. */
export function strangeEdge({ diverging }: Pick<Conformed, 'diverging'>): Edge {
  const { steps, turnedFalseAt } = diverging!.divergence.counterexample;
  const last = steps[turnedFalseAt];
  const event = last?.events.at(-1);
  const label = event ? eventText(event, last!.agent) : (last?.operation ?? 'the start');
  const action = event?.name ?? last?.kind ?? 'start';
  return { action, label, at: `step ${turnedFalseAt + 1} of the schedule below`, in: 'first' };
}
