// Which claims have a condition that no state, and no step, of the instances that are explored has met.

import { conditionsOf } from './form/condition.js';
import type { System } from './form/system.js';
import type { Formula } from './form/term.js';
import type { Evaluator } from './instance/evaluate.js';
import type { State } from './instance/instance.js';

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
