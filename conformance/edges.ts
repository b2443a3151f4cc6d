// Edges of two graphs that are laid upon each other, and their number by the name of their step.

import { ofGiven } from '../engine/program/given.js';
import type { SpecificationAutomaton } from './automaton.js';
import type { Made } from './following.js';
import { type Realised, transitionKey } from './realised.js';

/** One edge, and which of the two sides has it. */
export interface Edge {
  /** The name of the step, without parameters: edges are counted by it. */
  readonly action: string;
  /** With parameters. */
  readonly label: string;
  /** Where it leaves from; and where it leads, where the step does not say. */
  readonly at: string;
  readonly in: 'both' | 'first' | 'second';
}

/** How the edges of one action compare. */
export interface EdgeRow {
  readonly action: string;
  readonly inBoth: number;
  readonly onlyInFirst: number;
  readonly onlyInSecond: number;
}

/** edgeRows counts edges by action, in the order of their names. */
export function edgeRows(edges: readonly Edge[]): readonly EdgeRow[] {
  return ofGiven('QSC407', 'edges as edgesOf gives them', () => {
    const counts = new Map<string, { both: number; first: number; second: number }>();
    for (const { action, in: where } of edges) {
      const count = counts.get(action) ?? { both: 0, first: 0, second: 0 };
      count[where]++;
      counts.set(action, count);
    }
    return [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([action, { both, first, second }]) => ({ action, inBoth: both, onlyInFirst: first, onlyInSecond: second }));
  });
}

/** edgesOf lays what a system realises upon a specification's own transitions: first the system, second these. */
export function edgesOf(
  automaton: SpecificationAutomaton,
  transitions: readonly Made[],
  realised: Pick<Realised, 'transitions'>,
): readonly Edge[] {
  return ofGiven('QSC407', 'an automaton, and transitions of it', () =>
    transitions.map((made) => ({
      action: made.step.name,
      label: made.step.text,
      at: placeOf(automaton, made),
      in: realised.transitions.has(transitionKey(made)) ? 'both' : 'second',
    })),
  );
}

/** The place of an edge: where several states may follow a step, both its ends. */
function placeOf(automaton: SpecificationAutomaton, { from, to }: Made): string {
  const leaves = automaton.textOf(from);
  return automaton.steps ? `${leaves} to ${automaton.textOf(to)}` : leaves;
}
