// Where persistent sets are not used, and why: what has no argument in docs/decisions yet is explored in full.

import type { Multiprocessor } from '../multiprocessor/multiprocessor.js';
import type { Checks } from '../watch/checks.js';

/** whyInFull says why every step of every state is taken all the same; undefined where it need not be. */
export function whyInFull(
  { layout }: Multiprocessor,
  { leadsTos, invariants }: Checks,
  { keepGraph = false, store = 'exact' }: { readonly keepGraph?: boolean; readonly store?: string },
): string | undefined {
  if (leadsTos.length > 0) return `${leadsTos[0]!.property.name} is a liveness claim, which is about all executions`;
  const along = invariants.find(({ property }) => property.along)?.property;
  if (along) return `${along.name} is a claim about paths`;
  if (layout.memory !== 'sc') return `stores are buffered (memory: '${layout.memory}')`;
  if (layout.policies.includes('cooperative')) return 'who may step on a cooperative processor depends on its threads';
  if (layout.faults) return 'what crashes touches everything';
  if (keepGraph) return 'the whole graph is asked for';
  return store === 'exact' ? undefined : 'states are not kept in full';
}
