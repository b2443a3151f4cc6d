// A specification's own graph: which states it can reach, and by which transitions, when the world around it does no more
// than a system ever does. The steps are those that are known in advance, or else those that the system was seen to say;
// the bounds say which of them may be asked where.

import { createHash } from 'node:crypto';
import { canonical } from '../engine/program/index.js';
import { allowed, type SpecificationAutomaton, type Step } from './automaton.js';
import type { Made } from './following.js';
import type { Realised } from './realised.js';
import type { Bounds, Specification } from './specification.js';

/** States at most; a larger graph is not compared. */
const statesMax = 20_000;

export interface SpecificationGraph {
  /** In the order of discovery, by breadth. */
  readonly states: readonly number[];
  readonly transitions: readonly Made[];
  /** The steps of a shortest way to a state. */
  pathTo(state: number): readonly Step[];
}

/** graphWithin is the graph within what a system was seen to do; undefined where it is too large. */
export function graphWithin<S>(
  { automaton, hidden = [], bounds = () => () => true }: Specification<S>,
  { alphabet, said }: Pick<Realised, 'alphabet' | 'said'>,
): SpecificationGraph | undefined {
  const asked = new Map([...hidden, ...alphabet.values()].map((step) => [step.text, step]));
  return traversed(automaton, [...asked.values()], bounds(said));
}

/** traversed walks an automaton by breadth, from its initial states. */
export function traversed<S>(
  automaton: SpecificationAutomaton<S>,
  alphabet: readonly Step[],
  isWithin: Bounds<S> = () => true,
): SpecificationGraph | undefined {
  const cameBy = new Map<number, Made | undefined>(automaton.initial.map((state) => [state, undefined]));
  const transitions: Made[] = [];
  for (const from of cameBy.keys()) {
    for (const step of allowed(automaton, from, alphabet)) {
      if (!isWithin(automaton.show(from), step)) continue;
      for (const { state: to, arrows } of automaton.next(from, step).targets) {
        transitions.push({ from, step, to, arrows });
        if (!cameBy.has(to)) cameBy.set(to, transitions.at(-1));
      }
    }
    if (cameBy.size > statesMax) return undefined;
  }
  return { states: [...cameBy.keys()], transitions, pathTo: (state) => wayTo(cameBy, state) };
}

function wayTo(cameBy: ReadonlyMap<number, Made | undefined>, state: number): readonly Step[] {
  const steps: Step[] = [];
  for (let at = cameBy.get(state); at; at = cameBy.get(at.from)) steps.push(at.step);
  return steps.reverse();
}

/** graphHash is the SHA-256 of a graph: of its initial states and transitions, in whatever order they were found. */
export function graphHash<S>(automaton: SpecificationAutomaton<S>, { transitions }: SpecificationGraph): string {
  const text = (state: number) => canonical(automaton.fields(automaton.show(state)));
  const lines = transitions.map(({ from, step, to }) => `${text(from)} ${step.text} ${text(to)}`).sort();
  const initial = automaton.initial.map(text).sort();
  return createHash('sha256')
    .update([...initial, '', ...lines].join('\n'))
    .digest('hex');
}
