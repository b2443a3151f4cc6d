// Why the specification refuses an action: the conjuncts of its definition that are false in each state where it was asked,
// evaluated, with their lines. A divergence is completed with them; nothing else of it needs an evaluator.

import {
  type Divergence,
  type Diverging,
  type FalseCondition,
  type GraphAutomaton,
  labelOfStep,
} from '../../conformance/index.js';
import { falseConjuncts } from '../explain.js';
import type { Loaded } from '../manifest.js';

/** withConjuncts is the divergence with the conjuncts that are false; or, where there are none, with the reason why. */
export async function withConjuncts(
  { divergence, refused }: Diverging,
  automaton: GraphAutomaton,
  loaded: Loaded,
): Promise<Divergence> {
  if (!refused?.step) return divergence;
  if (refused.isAllowed)
    return { ...divergence, unexplained: 'the action is allowed; what the event says besides is not true there' };
  if (!('WebAssembly' in globalThis))
    return { ...divergence, unexplained: 'no conjunct was evaluated: there is no WebAssembly here' };
  const conditions: FalseCondition[] = [];
  for (const state of refused.states) conditions.push(...(await falseIn(automaton, state, refused, loaded)));
  if (conditions.length > 0) return { ...divergence, conditions };
  return { ...divergence, unexplained: `no conjunct of ${refused.step.text} is false by itself there` };
}

async function falseIn(
  automaton: GraphAutomaton,
  state: number,
  { step }: NonNullable<Diverging['refused']>,
  { whole: { module, configuration } }: Loaded,
): Promise<readonly FalseCondition[]> {
  const shown = automaton.show(state);
  const values = Object.fromEntries(automaton.graph.variables.map((name) => [name, shown.value(name)]));
  const conjuncts = await falseConjuncts(module, configuration, values, labelOfStep(step!));
  return conjuncts.map(({ line, text }) => ({
    state: automaton.nameOf(state),
    text: text.replace(/\s+/g, ' ').trim(),
    place: `${module.name}.tla:${line}`,
  }));
}
