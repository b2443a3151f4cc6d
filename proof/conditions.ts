// What a claim says something under: of "for all …: if A then B", that there are some of which A is so. A claim whose
// condition is never met is true of anything, and says nothing: a phase that no step turns to, a caller who never comes.

import { and } from './form/build.js';
import { truthSort } from './form/sort.js';
import type { System } from './form/system.js';
import type { Formula } from './form/term.js';
import type { Evaluator } from './instance/evaluate.js';
import type { State } from './instance/instance.js';

/** conditionsOf lists the conditions of a claim; none where it is no "if". */
export function conditionsOf(claim: Formula): readonly Formula[] {
  if (claim.kind === 'and') return claim.of.flatMap(conditionsOf);
  if (claim.kind === 'implies') {
    const inner = conditionsOf(claim.right);
    return inner.length === 0 ? [claim.left] : inner.map((each) => and(claim.left, each));
  }
  if (claim.kind !== 'forAll') return [];
  const { variables } = claim;
  return conditionsOf(claim.body).map((body) => Object.freeze({ kind: 'exists', sort: truthSort, variables, body }));
}

/** conditionalClaims names the claims of a system that have a condition. */
export function conditionalClaims({ claims, steps }: Pick<System, 'claims' | 'steps'>): readonly string[] {
  return Object.entries({ ...claims, ...steps }).flatMap(([name, { holds }]) =>
    conditionsOf(holds).length > 0 ? [name] : [],
  );
}

interface Awaited {
  readonly claim: string;
  readonly condition: Formula;
}

/** The conditions that no state, and no step, has met so far. */
export class Conditions {
  #ofStates: readonly Awaited[];
  #ofSteps: readonly Awaited[];

  constructor({ claims, steps }: System) {
    const listed = (list: System['claims']) =>
      Object.entries(list).flatMap(([claim, { holds }]) =>
        conditionsOf(holds).map((condition) => ({ claim, condition })),
      );
    this.#ofStates = listed(claims);
    this.#ofSteps = listed(steps);
  }

  /** watch gives what is to be called with each state, and with each step, of an instance. */
  watch(evaluator: Evaluator): { state(state: State): void; step(before: State, after: State): void } {
    const compiled = new Map(
      [...this.#ofStates, ...this.#ofSteps].map(({ condition }) => [condition, evaluator.compile(condition)]),
    );
    const isMet = ({ condition }: Awaited, before: State, after: State) =>
      compiled.get(condition)!(before, after, []) === 1;
    const left = (awaited: readonly Awaited[], before: State, after: State) =>
      awaited.some((each) => isMet(each, before, after))
        ? awaited.filter((each) => !isMet(each, before, after))
        : awaited;
    return {
      state: (state) => {
        this.#ofStates = left(this.#ofStates, state, state);
      },
      step: (before, after) => {
        this.#ofSteps = left(this.#ofSteps, before, after);
      },
    };
  }

  /** unmet names the claims of which some condition was not met. */
  unmet(): ReadonlySet<string> {
    return new Set([...this.#ofStates, ...this.#ofSteps].map(({ claim }) => claim));
  }
}
