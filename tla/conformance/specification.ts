// The TLA+ specification as a specification of the mechanism of impl/hotswap: a state graph, with the claims by which a state
// of the implementation is read as one of it, and what each event is there.

import {
  actionStep,
  GraphAutomaton,
  type LabelledGraph,
  type Specification,
  type TlaState,
} from '../../conformance/index.js';
import type { HotSwap } from '../../impl/hotswap/layout.js';
import { claimsOf, elsewhere } from './abstraction.js';
import { actionRules } from './rules.js';

/** The actions that no event says. */
export const hiddenActions: readonly string[] = Object.freeze(['redispatch']);

/** The one reference that a workload swaps. */
const reference = 'A';

export interface GraphSpecification extends Specification<TlaState> {
  readonly automaton: GraphAutomaton;
  /** Variables that no claim is about, and what is compared instead. */
  readonly elsewhere: Readonly<Record<string, string>>;
}

/** What every graph is asked. */
export const refinement = Object.freeze({
  name: 'refinesSpecification',
  statement:
    'every step is one that the TLA+ specification allows, and leads to a state that stands for one of its own',
});

/** graphSpecification holds a mechanism to a graph; processorOf is where a thread runs. */
export function graphSpecification(
  configuration: string,
  graph: LabelledGraph,
  hotSwap: HotSwap,
  processorOf: (thread: string) => number,
): GraphSpecification {
  const automaton = new GraphAutomaton(configuration, graph);
  const first = automaton.show(graph.initial[0]!);
  return {
    ...refinement,
    automaton,
    abstraction: { kind: 'claims', claims: claimsOf(hotSwap, reference, processorOf) },
    elsewhere,
    rules: actionRules,
    hidden: hiddenActions.flatMap((action) => first.domain('at').map((call) => actionStep(action, call))),
    late: first.domain('advanced').map((processor) => actionStep('generation', processor)),
  };
}
