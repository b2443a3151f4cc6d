// Holds the implementation against the committed graph of a configuration, and says how much of the graph it reaches.

import { eventText } from '../../engine/explain/records.js';
import type { Counterexample } from '../../engine/explain/verdict.js';
import { explore } from '../../engine/index.js';
import { QuiesceError } from '../../engine/program/errors.js';
import type { ExploreOptions } from '../../engine/search/options.js';
import type { MechanismVariant } from '../../impl/contract.js';
import type { HotSwap } from '../../impl/hotswap/layout.js';
import { buildSystemWith, siteOf } from '../../scenarios/build.js';
import { readGraph } from '../graphFile.js';
import { type LabelledGraph, writeLabel } from '../labelled.js';
import type { ComparisonVerdict, Edge } from '../result.js';
import { type Claim, claimsOf } from './abstraction.js';
import { SpecAutomaton } from './automaton.js';
import type { Diverging } from './divergence.js';
import { edgeRows } from './edges.js';
import { Refinement } from './refinement.js';
import type { ConformanceWorkload } from './workloads.js';

/** The implementation of one workload beside one graph. */
export interface ImplementationComparison {
  readonly configuration: string;
  readonly mechanism: string;
  readonly verdict: ComparisonVerdict;
  /** States and transitions of the implementation that were compared. */
  readonly states: number;
  readonly transitions: number;
  /** First the implementation, second the specification. Only-in-implementation is the divergence: at most one. */
  readonly edges: readonly Edge[];
  /** Actions that occur in the graph and that no interleaving takes. */
  readonly unexercised: readonly string[];
  /** Largest number of states that the specification may have been in at once. */
  readonly membersMax: number;
  readonly ruleUses: ReadonlyMap<string, number>;
  readonly diverging?: Diverging;
}

/** conform checks refinement on every transition of every interleaving of a workload. */
export function conform(
  folder: string,
  workload: ConformanceWorkload,
  mechanism?: MechanismVariant,
  options: Pick<ExploreOptions, 'limits'> = {},
): ImplementationComparison {
  return conformWith(readGraph(folder, workload.configuration), workload, mechanism, options);
}

/** conformWith is conform with any graph, a mutant of the specification for example. */
export function conformWith(
  graph: LabelledGraph,
  workload: ConformanceWorkload,
  mechanism = workload.scenario.variants[0]!.mechanism,
  options: Pick<ExploreOptions, 'limits'> = {},
): ImplementationComparison {
  const refinement = refinementOf(graph, workload, mechanism);
  const name = `${workload.scenario.name}@${mechanism.name}`;
  const system = { ...buildSystemWith(workload.scenario, mechanism), name };
  const exploration = explore(system, [refinement.property], { ...options, builtIn: false });
  const { verdict, counterexample } = exploration.verdicts[0]!;
  const diverging = counterexample && { refinement, system, counterexample };
  const edges = [...edgesOf(graph, refinement), ...(diverging ? [strangeEdge(counterexample)] : [])];
  return {
    configuration: workload.configuration,
    mechanism: mechanism.name,
    verdict: verdict === 'proved' ? 'conforms' : verdict === 'refuted' ? 'diverges' : 'inconclusive',
    states: exploration.states,
    transitions: exploration.transitions,
    edges,
    unexercised: edgeRows(edges).flatMap(({ action, inBoth, onlyInSecond }) =>
      inBoth === 0 && onlyInSecond > 0 ? [action] : [],
    ),
    membersMax: refinement.membersMax,
    ruleUses: refinement.ruleUses,
    ...(diverging ? { diverging } : {}),
  };
}

function mechanismOf({ scenario }: ConformanceWorkload, variant: MechanismVariant): HotSwap {
  const { mechanism } = variant.install(siteOf(scenario));
  if ('references' in mechanism && 'generations' in mechanism) return mechanism as HotSwap;
  throw new QuiesceError('QSC404', `${variant.name} is not the mechanism of impl/hotswap`);
}

function edgesOf(graph: LabelledGraph, { taken }: Refinement): readonly Edge[] {
  return graph.edges.map(({ from, label, to }) => {
    const text = writeLabel(label);
    const side = taken.has(`${from} ${text} ${to}`) ? 'both' : 'second';
    return { action: label.action, label: text, at: `state ${from} to state ${to}`, in: side };
  });
}

/** The step that diverges, under the name of the last event that it says, or of its operation. */
function strangeEdge({ steps, turnedFalseAt }: Counterexample): Edge {
  const { kind, operation, events, agent } = steps[turnedFalseAt]!;
  const last = events.at(-1);
  const label = last ? eventText(last, agent) : operation;
  return { action: last?.name ?? kind, label, at: `step ${turnedFalseAt + 1} of the schedule below`, in: 'first' };
}

/** refinementOf is the property that holds a workload to a graph. */
export function refinementOf(
  graph: LabelledGraph,
  workload: ConformanceWorkload,
  variant: MechanismVariant,
): Refinement {
  return new Refinement(new SpecAutomaton(graph), claimsFor(workload, variant));
}

/** claimsFor is the abstraction for a workload with a mechanism. */
export function claimsFor(
  workload: ConformanceWorkload,
  variant = workload.scenario.variants[0]!.mechanism,
): readonly Claim[] {
  const { threads } = workload.scenario;
  const processorOf = (thread: string) => threads.find(({ name }) => name === thread)?.processor ?? 0;
  return claimsOf(mechanismOf(workload, variant), 'A', processorOf);
}
