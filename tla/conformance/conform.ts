// Holds the implementation against the committed graph of a configuration, and says how much of the graph it reaches.

import { explore, formatSchedule } from '../../engine/explore/index.js';
import { QuiesceError } from '../../engine/program/errors.js';
import type { MechanismVariant } from '../../impl/contract.js';
import type { HotSwap } from '../../impl/hotswap/layout.js';
import { buildSystemWith, siteOf } from '../../scenarios/build.js';
import type { Task } from '../../scenarios/task.js';
import { readGraph } from '../graphFile.js';
import { type LabelledGraph, writeLabel } from '../labelled.js';
import { claimsOf } from './abstraction.js';
import { SpecAutomaton } from './automaton.js';
import { Refinement } from './refinement.js';
import type { ConformanceWorkload } from './workloads.js';

/** How the edges of one action compare. */
export interface ActionRow {
  readonly action: string;
  /** Edges of the specification that some interleaving may take. */
  readonly inBoth: number;
  /** Edges that none takes. */
  readonly onlyInSpecification: number;
}

export interface ConformanceResult {
  readonly configuration: string;
  readonly mechanism: string;
  readonly verdict: 'conforms' | 'diverges' | 'inconclusive';
  /** States and transitions of the implementation that were compared. */
  readonly states: number;
  readonly transitions: number;
  /** By action of the specification. Only-in-implementation is the divergence: there is at most one. */
  readonly actions: readonly ActionRow[];
  /** Actions that occur in the graph and that no interleaving takes. */
  readonly unexercised: readonly string[];
  /** Largest number of states that the specification may have been in at once. */
  readonly membersMax: number;
  readonly ruleUses: Readonly<Record<string, number>>;
  readonly reason?: string;
  readonly schedule?: string;
}

/** conform checks refinement on every transition of every interleaving of a workload. */
export function conform(
  folder: string,
  workload: ConformanceWorkload,
  mechanism?: MechanismVariant,
): ConformanceResult {
  return conformWith(readGraph(folder, workload.configuration), workload, mechanism);
}

/** conformWith is conform with any graph, a mutant of the specification for example. */
export function conformWith(
  graph: LabelledGraph,
  workload: ConformanceWorkload,
  mechanism?: MechanismVariant,
): ConformanceResult {
  const variant = mechanism ?? workload.scenario.variants[0]!.mechanism;
  const refinement = refinementOf(graph, workload, variant);
  const name = `${workload.scenario.name}@${variant.name}`;
  const system = { ...buildSystemWith(workload.scenario, variant), name };
  const exploration = explore(system, [refinement.property]);
  const { verdict, counterexample } = exploration.verdicts[0]!;
  const actions = rowsOf(graph, refinement);
  return {
    configuration: workload.configuration,
    mechanism: variant.name,
    verdict: verdict === 'proved' ? 'conforms' : verdict === 'refuted' ? 'diverges' : 'inconclusive',
    states: exploration.states,
    transitions: exploration.transitions,
    actions,
    unexercised: actions.filter(({ inBoth }) => inBoth === 0).map(({ action }) => action),
    membersMax: refinement.membersMax,
    ruleUses: Object.fromEntries([...refinement.ruleUses].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(counterexample ? { reason: counterexample.reason, schedule: formatSchedule(counterexample.schedule) } : {}),
  };
}

function mechanismOf({ scenario }: ConformanceWorkload, variant: MechanismVariant): HotSwap {
  const { mechanism } = variant.install(siteOf(scenario));
  if ('references' in mechanism && 'generations' in mechanism) return mechanism as HotSwap;
  throw new QuiesceError('QSC404', `${variant.name} is not the mechanism of impl/hotswap`);
}

function rowsOf(graph: LabelledGraph, { taken }: Refinement): readonly ActionRow[] {
  const rows = new Map<string, { inBoth: number; onlyInSpecification: number }>();
  for (const { from, label, to } of graph.edges) {
    const row = rows.get(label.action) ?? { inBoth: 0, onlyInSpecification: 0 };
    if (taken.has(`${from} ${writeLabel(label)} ${to}`)) row.inBoth++;
    else row.onlyInSpecification++;
    rows.set(label.action, row);
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([action, row]) => ({ action, ...row }));
}

/** refinementOf is the property that holds a workload to a graph. */
export function refinementOf(
  graph: LabelledGraph,
  workload: ConformanceWorkload,
  variant: MechanismVariant,
): Refinement {
  return new Refinement(new SpecAutomaton(graph), claimsOf(mechanismOf(workload, variant), 'A'));
}

/** conformanceTask is a workload with a mechanism as a task, so that a schedule of it can be replayed. */
export function conformanceTask(folder: string, workload: ConformanceWorkload, variant: MechanismVariant): Task {
  const { scenario, configuration } = workload;
  const name = `${scenario.name}@${variant.name}`;
  return {
    scenario: scenario.name,
    mechanism: variant.name,
    name,
    system: { ...buildSystemWith(scenario, variant), name },
    safety: [refinementOf(readGraph(folder, configuration), workload, variant).property],
    liveness: [],
    expected: {},
  };
}
