// Token as a specification of the token of impl/clustered.

import { GraphAutomaton, type LabelledGraph } from '../../../conformance/index.js';
import type { TokenRing } from '../../../impl/clustered/token.js';
import { type GraphSpecification, refinement } from '../specification.js';
import { elsewhere, tokenClaims } from './abstraction.js';
import { tokenRules } from './rules.js';

/** tokenSpecification holds a ring to a graph; homeOf is where a thread runs. */
export function tokenSpecification(
  configuration: string,
  graph: LabelledGraph,
  ring: TokenRing,
  homeOf: (thread: string) => number,
): GraphSpecification {
  return {
    ...refinement,
    automaton: new GraphAutomaton(configuration, graph),
    abstraction: { kind: 'claims', claims: tokenClaims(ring, homeOf) },
    elsewhere,
    rules: tokenRules,
  };
}
