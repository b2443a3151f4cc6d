// GroupSwap as a specification of the mechanism of impl/hotswap, where references are swapped as a group.

import { actionStep, GraphAutomaton, type LabelledGraph } from '../../../conformance/index.js';
import type { HotSwap } from '../../../impl/hotswap/layout.js';
import { type GraphSpecification, hiddenActions, refinement } from '../specification.js';
import { elsewhere, groupClaims } from './abstraction.js';
import { groupRules } from './rules.js';

/** groupSpecification holds a mechanism to a graph, for members in the order that they are asked for. */
export function groupSpecification(
  configuration: string,
  graph: LabelledGraph,
  hotSwap: HotSwap,
  processorOf: (thread: string) => number,
): GraphSpecification {
  const automaton = new GraphAutomaton(configuration, graph);
  const first = automaton.show(graph.initial[0]!);
  const refs = first.domain('pointer').map(String);
  return {
    ...refinement,
    automaton,
    abstraction: { kind: 'claims', claims: groupClaims(hotSwap, refs, processorOf) },
    elsewhere,
    rules: groupRules(refs[0]!),
    hidden: hiddenActions.flatMap((action) => first.domain('at').map((call) => actionStep(action, call))),
    late: first.domain('advanced').map((processor) => actionStep('generation', processor)),
  };
}
