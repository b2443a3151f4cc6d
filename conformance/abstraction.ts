// From a state of the implementation to the specification's: what is compared after every step. An abstraction is a total
// function of cells and labels, never of the memory that it is compared with. Three forms:
//   exact   it answers with the one state that stands for this one
//   partial it answers with some parts of it: any state that has them may stand for this one
//   claims  it makes one claim after the other, and any state of which all of them hold may stand for this one
// A state that is like none of the specification's is answered by the reason why, and counts as a divergence.

import { QuiesceError } from '../engine/program/index.js';
import type { StateView, Violation } from '../engine/watch/property.js';

/** One claim about a state of the specification, by what can be seen of the implementation's. */
export interface Claim<S> {
  /** The part of the specification's state that it is about. */
  readonly field: string;
  /** In words: how it is read, and what is left open. */
  readonly reads: string;
  /** What the implementation has there, for a report. */
  readonly shows: (view: StateView) => string;
  /** `owes` tells whether the event of a late step is still to come. Pure. */
  readonly holds: (view: StateView, state: S, owes: (step: string) => boolean) => boolean;
}

export type Abstraction<S> =
  | { readonly kind: 'exact'; readonly of: (view: StateView) => S | Violation }
  | { readonly kind: 'partial'; readonly of: (view: StateView) => Partial<S> | Violation }
  | { readonly kind: 'claims'; readonly claims: readonly Claim<S>[] };

/** abstracted is the answer of an exact or a partial abstraction. Throws QSC403 where it has none. */
export function abstracted<A>(of: (view: StateView) => A, view: StateView): A {
  const seen = guarded(() => of(view), view);
  if (seen === undefined) throw new QuiesceError('QSC403', `it answered nothing; ${whereText(view)}`);
  return seen;
}

/** claimed is the answer of a claim. Throws QSC403 where it throws, or says neither true nor false. */
export function claimed<S>(
  { field, holds }: Claim<S>,
  view: StateView,
  state: S,
  owes: (step: string) => boolean,
): boolean {
  const answer: unknown = guarded(() => holds(view, state, owes), view);
  if (typeof answer === 'boolean') return answer;
  throw new QuiesceError('QSC403', `the claim about ${field} answered ${String(answer)}; ${whereText(view)}`);
}

function guarded<T>(ask: () => T, view: StateView): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof QuiesceError) throw error;
    throw new QuiesceError('QSC403', `it threw ${String(error)}; ${whereText(view)}`, { cause: error });
  }
}

function whereText(view: StateView): string {
  const labels = view.threads.map((thread) => `${thread}: ${view.label(thread)?.name ?? view.status(thread)}`);
  return `threads were at ${labels.join(', ')}`;
}
