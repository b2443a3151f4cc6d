// All ways of an instance to a state or a step that breaks a claim, in a specification's words: what to look for in the
// implementation where it cannot take the steps of the shortest one in their order.

import type { LabelledStep } from '../../conformance/tla/graph.js';
import type { Label } from '../../conformance/tla/label.js';
import { Evaluator } from './evaluate.js';
import { explore, type Taken } from './graph.js';
import type { Instance, State } from './instance.js';

/** How a step is said; undefined for what has no word. */
export type Said = (taken: Taken, before: State, after: State) => Label | undefined;

const statesMax = 100_000;

/** violationsOf lists the steps from each state of an instance, and which break a claim; undefined where there are too many states. */
export function violationsOf(
  instance: Instance,
  claim: string,
  said: Said,
): readonly (readonly LabelledStep[])[] | undefined {
  const evaluator = new Evaluator(instance);
  const { graph } = explore(evaluator, { statesMax, keepEdges: true });
  if (!graph.complete) return undefined;
  const { states } = graph;
  const { claims, steps } = instance.system;
  const holds = evaluator.compile((claims[claim] ?? steps[claim])!.holds);
  const isBroken = (before: State, after: State) => holds(claims[claim] ? after : before, after, []) === 0;
  const found: LabelledStep[][] = states.map(() => []);
  for (const { from, taken, to } of graph.edges) {
    const [before, after] = [states[from]!, states[to]!];
    const label = said(taken, before, after);
    found[from]!.push({ ...(label ? { label } : {}), to, isEnd: isBroken(before, after) });
  }
  return found;
}
