// ClusteredHotSwap as a specification of the mechanism of impl/clustered.

import {
  actionStep,
  GraphAutomaton,
  type LabelledGraph,
  type Step,
  type TlaState,
  type TlaValue,
} from '../../../conformance/index.js';
import type { Clustered } from '../../../impl/clustered/layout.js';
import { type GraphSpecification, refinement } from '../specification.js';
import { clusteredClaims, elsewhere } from './abstraction.js';
import { clusteredRules, destructionRules, overlappingRules } from './rules.js';

/** The actions that no event says, by what their parameter is. */
export const hiddenOf: Readonly<Record<'at' | 'found' | 'worker', readonly string[]>> = Object.freeze({
  at: ['invoke', 'resumed', 'redispatch'],
  found: ['missBegins', 'missEnds', 'missIsLate'],
  worker: ['workerArrives', 'entryFlushed', 'workerRetires'],
});

/** Where the component may be destroyed, or threads are active between their calls: no event says these either. */
export const hiddenAtTheEnd: readonly string[] = Object.freeze(['destroyed', 'destructionBegins']);
export const hiddenOfThreads: readonly string[] = Object.freeze(['threadBegins', 'threadEnds']);

function rulesOf({ options }: Clustered, first: TlaState) {
  if (options.nextAfterCommit) return overlappingRules;
  return first.has('fate') ? destructionRules : clusteredRules;
}

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
    rules: rulesOf(clustered, first),
    hidden: [
      ...Object.entries(hiddenOf).flatMap(([variable, actions]) => stepsOf(actions, first.domain(variable))),
      ...(first.has('fate') ? hiddenAtTheEnd.map((action) => actionStep(action)) : []),
      ...(first.has('fate') ? stepsOf(hiddenOfThreads, first.domain('age')) : []),
    ],
    late: processors.map((processor) => actionStep('generation', processor)),
  };
}

function stepsOf(actions: readonly string[], parameters: readonly TlaValue[]): readonly Step[] {
  return parameters.flatMap((each) => actions.map((action) => actionStep(action, each)));
}
