// ClusteredHotSwap as a specification of the mechanism of impl/clustered.

import { actionStep, GraphAutomaton, type LabelledGraph } from '../../../conformance/index.js';
import type { Clustered } from '../../../impl/clustered/layout.js';
import { type GraphSpecification, refinement } from '../specification.js';
import { clusteredClaims, elsewhere } from './abstraction.js';
import { clusteredRules } from './rules.js';

/** The actions that no event says, by what their parameter is. */
export const hiddenOf: Readonly<Record<'at' | 'found' | 'worker', readonly string[]>> = Object.freeze({
  at: ['invoke', 'resumed', 'redispatch'],
  found: ['missBegins', 'missEnds', 'missIsLate'],
  worker: ['workerArrives', 'entryFlushed', 'workerRetires'],
});

/** The one reference that a workload swaps. */
const reference = 'A';

/** clusteredSpecification holds a mechanism to a graph; homeOf is where a thread runs. */
export function clusteredSpecification(
  configuration: string,
  graph: LabelledGraph,
  clustered: Clustered,
  homeOf: (thread: string) => number,
): GraphSpecification {
  const automaton = new GraphAutomaton(configuration, graph);
  const first = automaton.show(graph.initial[0]!);
  const processors = first.domain('worker').map(Number);
  return {
    ...refinement,
    automaton,
    abstraction: { kind: 'claims', claims: clusteredClaims(clustered, reference, processors, homeOf) },
    elsewhere,
    rules: clusteredRules,
    hidden: Object.entries(hiddenOf).flatMap(([variable, actions]) =>
      first.domain(variable).flatMap((each) => actions.map((action) => actionStep(action, each))),
    ),
    late: processors.map((processor) => actionStep('generation', processor)),
  };
}
