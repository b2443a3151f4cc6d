// How much there is to evaluate in one state of an instance: every choice of parameters of every action, every element of
// every "for all". An instance is meant to be small; one in which a single state takes minutes is refused, not begun.

import { QuiesceError } from '../../engine/program/errors.js';
import { enabled } from '../form/action.js';
import { boundBy, childrenOf, type Term, type Variable } from '../form/term.js';
import { type Instance, pointsOf, valuesOf } from './instance.js';

/** Two hundred times what the largest instance here has. */
const workMax = 1_000_000;

/** refuseLaborious throws QSC432 where one state of an instance has more to evaluate than that. */
export function refuseLaborious(instance: Instance): void {
  for (const [what, work] of Object.entries(workOf(instance)))
    if (work > workMax)
      throw new QuiesceError(
        'QSC432',
        `${instance.name}: ${what} takes ${work} evaluations in each state, more than ${workMax}`,
      );
}

/** workOf counts the terms to be evaluated in a state, by action and claim. */
export function workOf(instance: Instance): Readonly<Record<string, number>> {
  const { actions, axioms, invariant, claims, steps } = instance.system;
  const known = new Map<Term, number>();
  const of = (term: Term) => evaluations(term, instance, known);
  const choices = (variables: readonly Variable[]) =>
    variables.reduce((product, { sort }) => product * valuesOf(sort, instance.elements).length, 1);
  return Object.fromEntries([
    ...Object.entries({ ...axioms, ...invariant, ...claims, ...steps }).map(([name, { holds }]) => [name, of(holds)]),
    ...actions.map((action) => {
      const changes = action.updates.map(({ symbol, value }) => pointsOf(instance, symbol).length * of(value));
      const one = [of(enabled(action)), ...changes].reduce((sum, each) => sum + each, 0);
      return [action.name, choices(action.parameters) * one];
    }),
  ]);
}

function evaluations(term: Term, instance: Instance, known: Map<Term, number>): number {
  const already = known.get(term);
  if (already !== undefined) return already;
  const inside = childrenOf(term).reduce((sum, child) => sum + evaluations(child, instance, known), 0);
  const times =
    term.kind === 'cases'
      ? 1
      : boundBy(term).reduce((product, { sort }) => product * valuesOf(sort, instance.elements).length, 1);
  const work = 1 + times * inside;
  known.set(term, work);
  return work;
}
